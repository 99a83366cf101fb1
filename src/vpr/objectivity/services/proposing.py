"""The list of a school replaces its former list; who was already sent somewhere keeps the place."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from vpr.cabinets.models import Account, Unit
from vpr.cabinets.services import record_audit
from vpr.campaigns.models import Campaign
from vpr.objectivity.models import Observer
from vpr.objectivity.rules.candidates import CandidateRow, name_key


@transaction.atomic
def replace_candidates(
    *, unit: Unit, campaign: Campaign, rows: Sequence[CandidateRow], account: Account | None, now: datetime
) -> None:
    """A person is the same when the name is. Who is gone from the list and was not sent anywhere is forgotten at once."""
    known = {
        name_key(item.name): item
        for item in Observer.objects.select_for_update().filter(campaign=campaign, unit=unit, erased_at=None)
    }
    codes = {code for row in rows for code in (row.works_at, row.children_at) if code}
    schools = {school.code: school for school in Unit.objects.filter(code__in=codes)}
    used = Observer.objects.filter(campaign=campaign, unit=unit).order_by("-ordinal").values_list("ordinal", flat=True)
    ordinal = used.first() or 0
    for row in rows:
        item = known.pop(name_key(row.name), None)
        if item is None:
            ordinal += 1
            item = Observer(campaign=campaign, unit=unit, ordinal=ordinal, proposed_at=now)
        _fill(item, row, schools)
        item.save()
    for gone in known.values():
        if gone.duties.exists():
            gone.is_withdrawn = True
            gone.save(update_fields=["is_withdrawn"])
        else:
            gone.delete()
    subject = f"Кандидатур: {len(rows)}"
    record_audit(account=account, unit=unit, verb="proposed_observers", subject=subject, now=now)


def _fill(item: Observer, row: CandidateRow, schools: dict[str, Unit]) -> None:
    item.name, item.phone, item.email = row.name, row.phone, row.email
    item.may_be_mailed, item.standing, item.employer = row.may_be_mailed, row.standing, row.employer
    item.works_at, item.children_at = schools.get(row.works_at), schools.get(row.children_at)
    item.children_classes = list(row.children_classes)
    item.is_withdrawn = False
