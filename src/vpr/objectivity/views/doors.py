"""Doors of this room: the campaign of the page, a day in an address, a duty and a school within the scope."""

from datetime import date

from django.http import Http404

from vpr.cabinets.access import CabinetRequest, unit_or_404
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.kernel.roles import UnitKind
from vpr.objectivity.models import Duty


def campaign_or_404() -> Campaign:
    found = Campaign.objects.filter(is_current=True).first()
    if found is None:
        raise Http404
    return found


def day_or_404(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def chosen_day(text: str) -> date | None:
    """A day of a filter; what is not one narrows nothing."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def school_or_404(request: CabinetRequest, code: str) -> Unit:
    found = unit_or_404(request.cabinet, code)
    if found.kind != UnitKind.SCHOOL:
        raise Http404
    return found


def duty_or_404(request: CabinetRequest, number: int) -> Duty:
    rows = Duty.objects.within(request.cabinet.scope).select_related("observer__campaign", "unit")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
