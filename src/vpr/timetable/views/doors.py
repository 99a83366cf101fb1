"""What every page of this room begins with: the campaign, the unit, the plan."""

from typing import Any

from django.http import Http404

from vpr.cabinets.access import CabinetRequest, unit_or_404
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.kernel.roles import SCHOOL_ROLES, Role, UnitKind

ABOVE_SCHOOL = tuple(role for role in Role if role not in SCHOOL_ROLES)


def campaign_or_404() -> Campaign:
    """The campaign that runs now: there is one, or nothing to show."""
    campaign = Campaign.objects.filter(is_current=True).first()
    if campaign is None:
        raise Http404
    return campaign


def place_or_404(request: CabinetRequest, code: str) -> Unit:
    """A unit above schools; by default the cabinet's own."""
    unit = unit_or_404(request.cabinet, code) if code else request.cabinet.unit
    if unit.kind == UnitKind.SCHOOL:
        raise Http404
    return unit


def school_or_404(request: CabinetRequest, code: str) -> Unit:
    unit = unit_or_404(request.cabinet, code)
    if unit.kind != UnitKind.SCHOOL:
        raise Http404
    return unit


def crumbs(request: CabinetRequest, unit: Unit) -> list[Unit]:
    """Units above the shown one that the cabinet reaches."""
    path = [step for step in (unit.region, unit.municipality) if step and step.pk != unit.pk]
    return [step for step in path if request.cabinet.scope.reaches(step)]


def cell_row(cell: str) -> int | None:
    """0-based row of a form from the address of a fault: `Классы!B3` -> 1; None for the whole form."""
    digits = "".join(char for char in cell.rpartition("!")[2] if char.isdigit())
    return int(digits) - 2 if digits else None


def page_of(request: CabinetRequest, campaign: Campaign, **more: Any) -> dict[str, Any]:
    return {"campaign": campaign, "unit": request.cabinet.unit, **more}
