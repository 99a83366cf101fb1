"""A later end of uploads for many units at once: what the draw or a return gives to the schools that it concerns."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from vpr.base.copying import among
from vpr.cabinets.models import Unit
from vpr.exchange.models import Expectation, Withdrawal, Workbook


@transaction.atomic
def extend_uploads(*, workbook: Workbook, until: Mapping[int, datetime]) -> int:
    """Unit id -> the end of its own. An end that is later already stays. Returns how many may upload longer now.

    Whoever decides tells the units and writes the journal.
    """
    _expect(workbook, sorted(until))
    by_end: dict[datetime, list[int]] = defaultdict(list)
    for unit, end in until.items():
        by_end[end].append(unit)
    changed = 0
    for end, units in sorted(by_end.items()):
        own = Expectation.objects.filter(workbook=workbook, unit__in=among(sorted(units)))
        changed += own.filter(Q(extended_until=None) | Q(extended_until__lt=end)).update(extended_until=end)
    return changed


def _expect(workbook: Workbook, units: list[int]) -> None:
    """Units that are not expected yet; what is known of the others stays as it is."""
    known = Expectation.objects.filter(workbook=workbook, unit__in=among(units)).values_list("unit_id", flat=True)
    missing = sorted(set(units) - set(known))
    if not missing:
        return
    Withdrawal.objects.filter(workbook=workbook, unit__in=among(missing)).delete()
    fresh = [
        Expectation(
            unit=unit,
            region_id=unit.region_id or unit.pk,
            municipality_id=unit.municipality_id or unit.pk,
            workbook=workbook,
        )
        for unit in Unit.objects.filter(pk__in=among(missing)).order_by("pk")
    ]
    Expectation.objects.bulk_create(fresh, ignore_conflicts=True)
