"""Drafts of the browser grid: saved as typed, guarded by a revision, so that two people never overwrite each other."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Assessment
from vpr.exchange.models import Draft

Row = list[str]


class StaleDraft(Refusal):
    """Черновик уже изменён в другом окне. Обновите страницу и сравните."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


@transaction.atomic
def save_draft(
    *,
    unit: Unit,
    assessment: Assessment,
    kind: str = "scores",
    revision: int,
    length: int,
    rows: Sequence[tuple[int, Row]],
    account: Account,
    now: datetime,
) -> Draft:
    """Puts the changed rows (number, cells) into the draft and cuts or grows it to `length` rows.

    `revision` is the one that the typist saw; refuses with `StaleDraft` when the draft has moved on.
    """
    draft, _ = Draft.objects.select_for_update().get_or_create(
        unit=unit, assessment=assessment, kind=kind, defaults={"saved_at": now}
    )
    if draft.revision != revision:
        raise StaleDraft(draft)
    kept = [*draft.rows[:length], *([[]] * max(0, length - len(draft.rows)))]
    for number, cells in rows:
        kept[number] = cells
    draft.rows, draft.revision = kept, revision + 1
    draft.saved_at, draft.saved_by = now, account
    draft.save()
    return draft
