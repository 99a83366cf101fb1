"""Forms that bring names of officers: after the term the receipts and their dates stay, every word typed goes."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from vpr.base import files
from vpr.exchange.models import Draft, Submission

_AT_ONCE = 500


def forget_uploads(*, kinds: Collection[str], since: datetime, only_past_campaigns: bool = False) -> int:
    """Erases bytes, findings (they quote cells), repairs and drafts older than `since`. Returns how many uploads."""
    drafts = Draft.objects.filter(workbook__kind__in=kinds, saved_at__lt=since)
    old = Submission.objects.filter(workbook__kind__in=kinds, received_at__lt=since)
    if only_past_campaigns:
        drafts = drafts.filter(workbook__campaign__is_current=False)
        old = old.filter(workbook__campaign__is_current=False)
    drafts.delete()
    holding = old.exclude(is_erased=True, faults=[], repairs=[])
    keys = list(holding.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        _erase(keys[start : start + _AT_ONCE])
    return len(keys)


@transaction.atomic
def _erase(keys: list[int]) -> None:
    rows = Submission.objects.filter(pk__in=keys)
    digests = set(rows.values_list("sha256", flat=True))
    rows.update(is_erased=True, faults=[], repairs=[])
    # the same bytes may have come again since: they go with the last receipt that names them
    needed = Submission.objects.filter(sha256__in=digests, is_erased=False).values_list("sha256", flat=True)
    for digest in digests - set(needed):
        files.forget(digest)
