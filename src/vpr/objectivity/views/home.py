"""The first page of the observers for each level: own candidates, distribution, or the numbers of presence."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Scope
from vpr.campaigns.models import Campaign
from vpr.exchange.models import Workbook
from vpr.exchange.queries.steps import form_step
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES, Role, UnitKind
from vpr.objectivity.models import Observer
from vpr.objectivity.queries.posts import classes_by_post, coverage, duties_within, post_lines
from vpr.objectivity.queries.presence import by_days, by_units
from vpr.objectivity.roles import DISTRIBUTORS
from vpr.objectivity.views.doors import chosen_day
from vpr.timetable.queries.reserve import local_day

ON_PAGE = 50
FORM = "observers"  # its key among the workbook kinds


@allow(*EVERY_ROLE)
@require_safe
def observers(request: CabinetRequest) -> HttpResponse:
    campaign = Campaign.objects.filter(is_current=True).first()
    if campaign is None:
        return render(request, "objectivity/no_campaign.html")
    if request.cabinet.role in SCHOOL_ROLES:
        return _school(request, campaign)
    if request.cabinet.role in DISTRIBUTORS:
        return _distribution(request, campaign)
    return _numbers(request, campaign, request.cabinet.unit)


@allow(*(role for role in Role if role not in SCHOOL_ROLES))
@require_safe
def monitoring(request: CabinetRequest, unit: str) -> HttpResponse:
    """Presence by days and by units below, as numbers."""
    campaign = Campaign.objects.filter(is_current=True).first()
    place = unit_or_404(request.cabinet, unit)
    if campaign is None or place.kind == UnitKind.SCHOOL:
        return render(request, "objectivity/no_campaign.html", status=404)
    return _numbers(request, campaign, place)


def _school(request: CabinetRequest, campaign: Campaign) -> HttpResponse:
    unit, now = request.cabinet.unit, clock.now()
    proposed = Observer.objects.within(request.cabinet.scope).filter(campaign=campaign, erased_at=None)
    classes = classes_by_post(request.cabinet.scope, campaign)
    duties = list(duties_within(request.cabinet.scope, campaign))
    sent = {(item.unit_id, item.on) for item in duties}
    page = {
        "campaign": campaign,
        "unit": unit,
        "candidates": list(proposed.filter(is_withdrawn=False).select_related("works_at", "children_at")),
        "duties": duties,
        "bare_days": sorted(day for school, day in classes if (school, day) not in sent),
        "today": local_day(unit, now),
        "form_code": form_code(unit, campaign, now),
    }
    return render(request, "objectivity/school.html", page)


def _distribution(request: CabinetRequest, campaign: Campaign) -> HttpResponse:
    scope = request.cabinet.scope
    on, bare = chosen_day(request.GET.get("on", "")), request.GET.get("show") == "bare"
    days = sorted({day for _, day in classes_by_post(scope, campaign)})
    shown = Paginator(post_lines(scope, campaign, on=on, bare=bare), ON_PAGE).get_page(request.GET.get("page"))
    page = {
        "campaign": campaign,
        "coverage": coverage(scope, campaign),
        "days": days,
        "on": on,
        "bare": bare,
        "shown": shown,
        "query": urlencode({"on": f"{on}" if on else "", "show": "bare" if bare else ""}),
        "today": local_day(request.cabinet.unit, clock.now()),
    }
    return render(request, "objectivity/distribution.html", page)


def _numbers(request: CabinetRequest, campaign: Campaign, place: Unit) -> HttpResponse:
    scope = Scope(request.cabinet.role, place)
    on = chosen_day(request.GET.get("on", ""))
    page: dict[str, Any] = {
        "campaign": campaign,
        "place": place,
        "is_own": place.pk == request.cabinet.unit.pk,
        "coverage": coverage(scope, campaign),
        "days": by_days(scope, campaign),
        "units": by_units(scope, campaign, on),
        "on": on,
        "are_schools": place.kind == UnitKind.MUNICIPALITY,
    }
    return render(request, "objectivity/numbers.html", page)


def form_code(unit: Unit, campaign: Campaign, now: datetime) -> str:
    """Code of the form of candidates; empty until the plan of the campaign has made it."""
    workbook = Workbook.objects.filter(campaign=campaign, kind=FORM).select_related("campaign").first()
    return workbook.code if workbook and form_step(unit, workbook, now) else ""
