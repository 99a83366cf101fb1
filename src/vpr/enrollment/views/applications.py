"""Applications in the browser: the school's own page, the coordinator's monitoring, confirmation, sums, XLSX."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.downloads import XLSX, attachment
from vpr.cabinets.models import Unit
from vpr.cabinets.rules import COORDINATORS
from vpr.enrollment.queries.applications import frozen_regions
from vpr.enrollment.queries.monitoring import (
    STATES,
    progress_below,
    school_rows,
    schools_by_state,
    work_sums,
)
from vpr.enrollment.services.applications import confirm_applications
from vpr.enrollment.sheets import monitoring_workbook
from vpr.enrollment.views.doors import FormDoor, campaign_or_404, current_campaign, form_door
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES, Role, UnitKind

READERS = (*COORDINATORS, Role.REGIONAL_ANALYST)
_PAGE = 100
_FORM_OF_LEVEL = {UnitKind.MUNICIPALITY: "consolidated", UnitKind.REGION: "consolidated_region"}


@allow(*EVERY_ROLE)
@require_safe
def overview(request: CabinetRequest) -> HttpResponse:
    """A school is led to its own application; a coordinator sees who has sent and the sums."""
    cabinet, campaign = request.cabinet, current_campaign()
    if cabinet.role in SCHOOL_ROLES and campaign is not None:
        return redirect("enrollment:application", unit=cabinet.unit.code)
    if campaign is None or cabinet.role in SCHOOL_ROLES:
        return render(request, "enrollment/no_campaign.html")
    unit = _place(request)
    state, search = request.GET.get("state", ""), request.GET.get("q", "").strip()
    shown = Paginator(schools_by_state(unit, campaign, state, search), _PAGE).get_page(request.GET.get("page"))
    above = unit.kind in (UnitKind.COUNTRY, UnitKind.REGION)
    page = {
        "campaign": campaign,
        "unit": unit,
        "is_own": unit.pk == cabinet.unit.pk,
        "progress": progress_below(unit, campaign) if above else [],
        "states": STATES,
        "state": state,
        "search": search,
        "shown": shown,
        "rows": school_rows(shown.object_list, campaign),
        "sums": work_sums(unit, campaign),
        "door": _door(request, unit),
        "freeze": frozen_regions(campaign).get(unit.region_id or unit.pk),
        "may_confirm": cabinet.role in COORDINATORS and cabinet.role is not Role.FEDERAL_ORGANIZER,
        "query": _query(request),
    }
    return render(request, "enrollment/applications.html", page)


@allow(*READERS)
@require_safe
def workbook(request: CabinetRequest) -> HttpResponse:
    """Every school with its state, and the sums by municipality."""
    unit, campaign = _place(request), campaign_or_404()
    rows = school_rows(schools_by_state(unit, campaign, request.GET.get("state", "")), campaign)
    made = monitoring_workbook(rows, work_sums(unit, campaign, by_place=True), now=clock.now())
    return attachment(made, f"Заявки {unit.code} {campaign.code}.xlsx", XLSX)


@allow(Role.MUNICIPAL_COORDINATOR, Role.RESPONSIBLE_COORDINATOR, Role.REGIONAL_COORDINATOR)
@require_POST
def confirm(request: CabinetRequest) -> HttpResponse:
    """Confirms the chosen applications as they are."""
    campaign = campaign_or_404()
    codes = request.POST.getlist("school")
    units = list(Unit.objects.within(request.cabinet.scope).filter(kind=UnitKind.SCHOOL, code__in=codes))
    try:
        count = confirm_applications(by=request.cabinet, campaign=campaign, units=units, now=clock.now())
        messages.success(request, f"Подтверждено заявок: {count}.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    place = request.POST.get("unit", "")
    return redirect(f"{reverse('enrollment:applications')}?unit={place}" if place else "enrollment:applications")


def _place(request: CabinetRequest) -> Unit:
    """The unit whose schools are shown: the own one, or one below that was asked for."""
    code = request.GET.get("unit", "")
    return unit_or_404(request.cabinet, code) if code else request.cabinet.unit


def _door(request: CabinetRequest, unit: Unit) -> FormDoor | None:
    """The consolidated file of the reader's own unit."""
    kind = _FORM_OF_LEVEL.get(UnitKind(unit.kind))
    is_keeper = request.cabinet.role in COORDINATORS and unit.pk == request.cabinet.unit.pk
    return form_door(campaign_or_404(), kind, unit, clock.now()) if kind and is_keeper else None


def _query(request: CabinetRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
