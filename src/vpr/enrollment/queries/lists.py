"""Reconciliations as pages show them: what waits, what a proposal would change."""

from collections.abc import Iterable
from dataclasses import dataclass

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Scope
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import Reconciliation
from vpr.enrollment.queries.records import present_lines
from vpr.enrollment.rules.reconciling import ListChange, SchoolLine, list_changes
from vpr.kernel.roles import UnitKind


def latest_list(unit: Unit, campaign: Campaign) -> Reconciliation | None:
    found = Reconciliation.objects.filter(unit=unit, campaign=campaign).select_related("campaign", "unit")
    return found.order_by("-number").first()


def proposal_changes(row: Reconciliation) -> list[ListChange]:
    """What accepting it now would change."""
    lines = [SchoolLine.of_json(stored) for stored in row.rows]
    return list_changes(present_lines(row.unit, row.campaign), lines, names_of(lines))


def names_of(lines: Iterable[SchoolLine]) -> dict[str, str]:
    """Names of successors and of new municipalities by code."""
    codes = {line.into for line in lines if line.into}
    return {unit.code: str(unit) for unit in Unit.objects.filter(code__in=codes)}


@dataclass(frozen=True)
class ListRow:
    """One municipality or set in the monitoring of the reconciliation."""

    unit: Unit
    schools: int
    latest: Reconciliation | None


def list_rows(scope: Scope, campaign: Campaign) -> list[ListRow]:
    units = list(Unit.objects.within(scope).filter(kind=UnitKind.MUNICIPALITY, is_active=True).by_name())
    latest: dict[int, Reconciliation] = {}
    rows = Reconciliation.objects.within(scope).filter(campaign=campaign).defer("rows", "applied").order_by("number")
    for row in rows:
        latest[row.unit_id] = row
    counts: dict[int, int] = {}
    for key in Unit.objects.schools().within(scope).values_list("municipality_id", flat=True):
        counts[key or 0] = counts.get(key or 0, 0) + 1
    return [ListRow(unit, counts.get(unit.pk, 0), latest.get(unit.pk)) for unit in units]
