"""Monitoring of the draw: who has not given classes, who waits, what is drawn; the same as XLSX."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.downloads import XLSX, attachment
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.draw.queries.monitor import lines_below, school_lines
from vpr.draw.queries.plan import draw_plan
from vpr.draw.tables import monitoring_workbook
from vpr.draw.views.doors import ABOVE_SCHOOL, current_campaign
from vpr.kernel.roles import UnitKind

_ON_PAGE = 100


@allow(*ABOVE_SCHOOL)
@require_safe
def monitoring(request: CabinetRequest, unit: str = "") -> HttpResponse:
    place, campaign = _place(request, unit), current_campaign()
    only_behind = request.GET.get("show") == "behind"
    plan = draw_plan(campaign) if campaign else None
    lines = lines_below(place, campaign, plan, only_behind=only_behind) if campaign and plan and plan.groups else []
    reached = [
        step for step in (place.region, place.municipality, place) if step and request.cabinet.scope.reaches(step)
    ]
    page = {
        "unit": place,
        "campaign": campaign,
        "has_groups": bool(plan and plan.groups),
        "shown": Paginator(lines, _ON_PAGE).get_page(request.GET.get("page")),
        "only_behind": only_behind,
        "is_of_schools": place.kind == UnitKind.MUNICIPALITY,
        "crumbs": reached[:-1],
        "total": {
            name: sum(getattr(line, name) for line in lines)
            for name in ("schools", "silent", "classes", "incomplete", "drawn")
        },
    }
    return render(request, "draw/monitoring.html", page)


@allow(*ABOVE_SCHOOL)
@require_safe
def table(request: CabinetRequest, unit: str) -> HttpResponse:
    place, campaign = _place(request, unit), _campaign_or_404()
    plan = draw_plan(campaign)
    content = monitoring_workbook(place, campaign, school_lines(place, campaign, plan), clock.now())
    return attachment(content, f"Случайный выбор предметов, {place.name}.xlsx", XLSX)


def _campaign_or_404() -> Campaign:
    found = current_campaign()
    if found is None:
        raise Http404
    return found


def _place(request: CabinetRequest, code: str) -> Unit:
    unit = unit_or_404(request.cabinet, code) if code else request.cabinet.unit
    if unit.kind == UnitKind.SCHOOL:
        raise Http404
    return unit
