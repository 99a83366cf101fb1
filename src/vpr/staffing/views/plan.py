"""The plan of rooms and the commissions: what the rules do not allow is told beside each line."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.kernel.faults import Fault, Severity
from vpr.kernel.faults import render as fault_text
from vpr.kernel.roles import SCHOOL_ROLES
from vpr.staffing import services
from vpr.staffing.faults import CATALOGUE
from vpr.staffing.queries import SchoolPlan, school_plan
from vpr.staffing.rules.people import Stand
from vpr.staffing.services import Line
from vpr.staffing.views.campaign import campaign_or_404


@dataclass(frozen=True)
class ShownFault:
    text: str
    tone: str


@dataclass(frozen=True)
class Row:
    """A line of the page. `name` is the stem of its fields."""

    stand: Stand
    sitting: int
    name: str
    faults: list[ShownFault]


def shown(faults: list[Fault]) -> list[ShownFault]:
    return [
        ShownFault(
            fault_text(fault, CATALOGUE), "stop" if CATALOGUE[fault.code].severity is Severity.ERROR else "attention"
        )
        for fault in faults
    ]


@allow(*SCHOOL_ROLES)
def plan(request: CabinetRequest) -> HttpResponse:
    campaign = campaign_or_404()
    if request.method == "POST":
        lines = _lines(request.POST, school_plan(request.cabinet.unit, campaign))
        services.save_lines(by=request.cabinet, lines=lines, now=clock.now())
        messages.success(request, "План аудиторий сохранён.")
        return redirect("staffing:plan")
    found = school_plan(request.cabinet.unit, campaign)
    page = {
        "plan": found,
        "rows": _rows(found),
        "staff": list(found.staff.values()),
        "rooms": list(found.rooms.values()),
        "errors": sum(CATALOGUE[f.code].severity is Severity.ERROR for row in found.faults.values() for f in row),
    }
    return render(request, "staffing/plan.html", page)


@allow(*SCHOOL_ROLES)
@require_POST
def propose(request: CabinetRequest) -> HttpResponse:
    """«Предложить состав»."""
    filled = services.propose(by=request.cabinet, campaign=campaign_or_404(), now=clock.now())
    messages.success(request, f"Заполнено мест: {filled}. Проверьте и при необходимости измените.")
    return redirect("staffing:experts" if request.POST.get("to") == "experts" else "staffing:plan")


@allow(*SCHOOL_ROLES)
@require_POST
def divide(request: CabinetRequest, number: int) -> HttpResponse:
    """A class into several rooms."""
    found = school_plan(request.cabinet.unit, campaign_or_404()).sittings.get(number)
    wanted = request.POST.get("rooms", "")
    if found is None or not wanted.isdecimal():
        raise Http404
    services.divide(by=request.cabinet, sitting=found, rooms=int(wanted))
    return redirect("staffing:plan")


@allow(*SCHOOL_ROLES)
def experts(request: CabinetRequest) -> HttpResponse:
    """Commissions of the assessments that the school writes."""
    found = school_plan(request.cabinet.unit, campaign_or_404())
    if request.method == "POST":
        for commission in found.commissions:
            sent = request.POST.getlist(f"members-{commission.assessment.pk}")
            members = [int(key) for key in sent if key.isdecimal()]
            if set(members) != {person.key for person in commission.members}:
                services.save_commission(
                    by=request.cabinet, assessment=commission.assessment, members=members, now=clock.now()
                )
        messages.success(request, "Состав комиссий сохранён.")
        return redirect("staffing:experts")
    page = {
        "commissions": [
            (item, {person.key for person in item.members}, shown(item.faults)) for item in found.commissions
        ],
        "staff": list(found.staff.values()),
    }
    return render(request, "staffing/experts.html", page)


def _rows(found: SchoolPlan) -> list[Row]:
    rows, ordinals = [], dict.fromkeys(found.sittings, 0)
    for stand in found.stands:
        sitting = found.lines[stand.key].pk
        ordinals[sitting] += 1
        rows.append(Row(stand, sitting, f"{sitting}-{ordinals[sitting]}", shown(found.faults[stand.key])))
    return rows


def _lines(sent: QueryDict, found: SchoolPlan) -> list[Line]:
    """Lines of the form; a field that is missing or empty means that nobody is chosen."""
    lines = []
    for row in _rows(found):
        ordinal = int(row.name.rpartition("-")[2])
        room, first, second = (_key(sent.get(f"{field}-{row.name}", "")) for field in ("room", "first", "second"))
        lines.append(Line(found.sittings[row.sitting], ordinal, room, first, second))
    return lines


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
