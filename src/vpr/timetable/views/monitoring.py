"""Monitoring of timetables for municipality, region and country: who has none, the load of days, XLSX."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.downloads import XLSX, attachment
from vpr.kernel.roles import Role, UnitKind
from vpr.timetable.queries.monitoring import SHOWN, area_lines, day_loads, school_lines, work_days
from vpr.timetable.rules.days import monday_of, week_text
from vpr.timetable.tables import load_workbook
from vpr.timetable.views.doors import ABOVE_SCHOOL, campaign_or_404, crumbs, place_or_404


@allow(*ABOVE_SCHOOL)
@require_safe
def monitoring(request: CabinetRequest, unit: str = "") -> HttpResponse:
    """Units below with their timetables; below that the load of the days and the works of one week."""
    campaign, place = campaign_or_404(), place_or_404(request, unit)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    loads = day_loads(place, campaign)
    mondays = sorted({monday_of(item.on) for item in loads})
    week = _week(request.GET.get("week", ""), mondays)
    page: dict[str, Any] = {
        "campaign": campaign,
        "unit": place,
        "crumbs": crumbs(request, place),
        "shown": list(SHOWN.items()),
        "show": show,
        "loads": loads,
        "weeks": [(monday, week_text(monday)) for monday in mondays],
        "week": week,
        "is_of_schools": place.kind == UnitKind.MUNICIPALITY,
        "may_edit_holidays": request.cabinet.role == Role.REGIONAL_COORDINATOR,
    }
    if page["is_of_schools"]:
        page["lines"] = school_lines(place, campaign, show)
    else:
        page["areas"] = area_lines(place, campaign)
    if week:
        days = [item.on for item in loads if monday_of(item.on) == week]
        rows = [(work.assessment, work.cells(days)) for work in work_days(place, campaign)]
        page["days"] = days
        page["works"] = [(work, cells) for work, cells in rows if any(count for count, _ in cells)]
    return render(request, "timetable/monitoring.html", page)


@allow(*ABOVE_SCHOOL)
@require_safe
def monitoring_table(request: CabinetRequest, unit: str) -> HttpResponse:
    campaign, place = campaign_or_404(), place_or_404(request, unit)
    is_of_schools = place.kind == UnitKind.MUNICIPALITY
    content = load_workbook(
        place,
        campaign,
        schools=school_lines(place, campaign) if is_of_schools else None,
        areas=None if is_of_schools else area_lines(place, campaign),
        loads=day_loads(place, campaign),
        works=work_days(place, campaign),
        now=clock.now(),
    )
    return attachment(content, f"Расписание, {place.name}.xlsx", XLSX)


def _week(text: str, mondays: list[date]) -> date | None:
    """The asked week, else the running one, else the first."""
    found = next((monday for monday in mondays if monday.isoformat() == text), None)
    today = monday_of(clock.now().date())
    return found or next((monday for monday in mondays if monday >= today), mondays[-1] if mondays else None)
