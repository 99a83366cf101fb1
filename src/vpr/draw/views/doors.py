"""Doors: the campaign whose draw is shown and the rounds of it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from vpr.cabinets.access import CabinetRequest, unit_or_404
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.draw.models import DrawRound
from vpr.kernel.roles import SCHOOL_ROLES, Role, UnitKind

ABOVE_SCHOOL = tuple(role for role in Role if role not in SCHOOL_ROLES)


def current_campaign() -> Campaign | None:
    return Campaign.objects.filter(is_current=True).first()


def round_or_404(number: int) -> DrawRound:
    """A round of the current campaign; earlier campaigns are read on the public pages."""
    return get_object_or_404(DrawRound.objects.select_related("campaign"), campaign=current_campaign(), number=number)


def school_or_404(request: CabinetRequest, code: str) -> Unit:
    unit = unit_or_404(request.cabinet, code)
    if unit.kind != UnitKind.SCHOOL:
        raise Http404
    return unit
