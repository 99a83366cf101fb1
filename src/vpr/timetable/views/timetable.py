"""The timetable of a school in the browser: rows to fill, the calendar above them, a proposal on request."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Workbook
from vpr.exchange.services import workbook_of
from vpr.kernel.roles import SCHOOL_ROLES
from vpr.timetable.queries.duties import applied_forms, duties_of
from vpr.timetable.queries.placed import placed_of, sittings_of
from vpr.timetable.queries.week import school_week
from vpr.timetable.queries.weeks import calendar_of_placed, calendar_of_sittings
from vpr.timetable.rules.days import LESSONS
from vpr.timetable.rules.planner import propose
from vpr.timetable.rules.sittings import COMPUTER, FORM_TITLE, PAPER, Duty, Placed
from vpr.timetable.services import replace_timetable
from vpr.timetable.views.doors import ABOVE_SCHOOL, campaign_or_404, crumbs, school_or_404
from vpr.timetable.views.filling import Checked, check_rows, send, window_of
from vpr.timetable.workbooks.timetable import FORM_OF_TITLE, TimetableKind, cells_of, today_of

_KEYS = ("key", "group", "work", "period", "form", "on", "lesson", "room")
Cells = dict[str, str]


class TimetableClosed(Refusal):
    """Расписание сейчас изменить нельзя."""


@allow(*SCHOOL_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def timetable(request: CabinetRequest, code: str = "") -> HttpResponse:
    campaign = campaign_or_404()
    workbook = workbook_of(campaign, TimetableKind.key)
    if code and code != workbook.code:
        raise Http404
    unit = request.cabinet.unit
    duties = duties_of(unit, campaign, today_of(unit))
    placed = placed_of(unit, campaign, duties)
    checked = None
    if request.method == "POST":
        rows = _posted(request, duties, placed)
        checked = check_rows(_kind(), unit, workbook, [[row[key] for key in _KEYS] for row in rows.values()])
        if checked.is_right:
            return _accepted(request, campaign, workbook, duties, checked)
    else:
        if request.GET.get("propose"):
            placed = _proposal(unit, campaign, duties, placed, request.GET["propose"] == "all")
        by_key = {item.duty.key: item for item in placed}
        rows = {duty.row_key: _page_cells(duty, by_key.get(duty.key)) for duty in duties}
    return render(request, "timetable/timetable.html", _page(request, campaign, workbook, duties, rows, checked))


@allow(*ABOVE_SCHOOL)
@require_safe
def school(request: CabinetRequest, unit: str) -> HttpResponse:
    """The calendar of a school for those above."""
    found, campaign = school_or_404(request, unit), campaign_or_404()
    sittings = list(sittings_of(found, campaign))
    page = {
        "school": found,
        "campaign": campaign,
        "crumbs": crumbs(request, found),
        "calendar": calendar_of_sittings(sittings),
        "sittings": sittings,
        "forms": FORM_TITLE,
    }
    return render(request, "timetable/school.html", page)


def _kind() -> TimetableKind:
    kind = kind_of(TimetableKind.key)
    assert isinstance(kind, TimetableKind)
    return kind


def _posted(request: CabinetRequest, duties: list[Duty], placed: list[Placed]) -> dict[str, Cells]:
    """Posted fields by the key of the row; rows that the page did not show (another grade) stay as they are."""
    by_key = {item.duty.key: item for item in placed}
    rows = {}
    for number, duty in enumerate(duties):
        cells = _page_cells(duty, by_key.get(duty.key))
        if f"on-{number}" in request.POST:
            cells |= {key: request.POST.get(f"{key}-{number}", "").strip() for key in ("on", "lesson", "room")}
            cells["form"] = request.POST.get(f"form-{number}", "").strip() or cells["form"]
        rows[duty.row_key] = cells
    return rows


def _page_cells(duty: Duty, item: Placed | None) -> Cells:
    """As the form has them, but days as the browser's own field wants them; the reader understands both."""
    return cells_of(duty, item) | {"on": item.on.isoformat() if item else ""}


def _proposal(unit: Unit, campaign: Campaign, duties: list[Duty], placed: list[Placed], is_all: bool) -> list[Placed]:
    today = today_of(unit)
    kept = [item for item in placed if not is_all or item.on <= today or item.on in item.duty.reserve]
    applied = applied_forms(unit, campaign) or {}

    def wish(duty: Duty) -> str:
        forms = applied.get(duty.assessment, frozenset())
        return (
            COMPUTER if COMPUTER in duty.forms and (PAPER not in duty.forms or forms == {COMPUTER}) else duty.forms[0]
        )

    return propose(duties, school_week(unit, campaign), kept=kept, wish=wish, not_before=today)


def _accepted(
    request: CabinetRequest, campaign: Campaign, workbook: Workbook, duties: list[Duty], checked: Checked
) -> HttpResponse:
    """In the window of the plan an upload like every other; later a change of days inside their periods, on record."""
    position = window_of(request.cabinet.unit, workbook)
    if position.is_open:
        submission = send(request, _kind(), workbook, checked.content)
        messages.success(request, f"Расписание отправлено. Номер квитанции {submission.number}.")
        return redirect("exchange:receipt", submission.number)
    unit = request.cabinet.unit
    if not _may_change_later(position.upload_closed, duties, today_of(unit)):
        raise TimetableClosed(position.refusal(unit.time_zone))
    assert isinstance(checked.verdict.content, tuple)
    replace_timetable(
        unit=unit,
        campaign=campaign,
        placed=checked.verdict.content,
        account=request.cabinet.account,
        now=clock.now(),
    )
    messages.success(request, "Изменения расписания сохранены.")
    return redirect("timetable:timetable")


def _may_change_later(is_closed: bool, duties: list[Duty], today: date) -> bool:
    """The form is handed in, but a class may still move to another day of the period (S2 2.1: «в любой день»)."""
    return is_closed and any((duty.last and duty.last >= today) or duty.reserve for duty in duties)


def _page(
    request: CabinetRequest,
    campaign: Campaign,
    workbook: Workbook,
    duties: list[Duty],
    rows: Mapping[str, Cells],
    checked: Checked | None,
) -> dict[str, Any]:
    unit = request.cabinet.unit
    grades = sorted({_grade(duty) for duty in duties})
    grade = request.GET.get("grade", "")
    wrong = checked.rows("stop") if checked else set()
    position = window_of(unit, workbook)
    extra = sittings_of(unit, campaign).filter(reserve__is_whole_class=False)
    shown = [_line(number, duty, rows[duty.row_key], number in wrong) for number, duty in enumerate(duties)]
    late = _may_change_later(position.upload_closed, duties, today_of(unit))
    return {
        "unit": unit,
        "campaign": campaign,
        "workbook": workbook,
        "lines": [line for line in shown if not grade or line["grade"] == grade or line["is_wrong"]],
        "grades": grades,
        "grade": grade,
        "calendar": calendar_of_placed(_readable(duties, rows), extra),
        "said": checked.said if checked else [],
        "lessons": LESSONS,
        "is_proposal": bool(request.GET.get("propose")) and checked is None,
        "missing": sum(1 for line in shown if not line["cells"]["on"]),
        "is_direct": late and not position.is_open,
        "closed_because": "" if position.is_open or late else position.refusal(unit.time_zone),
        "form_action": reverse("timetable:timetable") + (f"?grade={grade}" if grade else ""),
    }


def _grade(duty: Duty) -> str:
    return "".join(char for char in duty.code.rpartition(".")[2] if char.isdigit())


def _line(number: int, duty: Duty, cells: Cells, is_wrong: bool) -> dict[str, Any]:
    forms = [FORM_TITLE[form] for form in duty.forms]
    return {
        "number": number,
        "duty": duty,
        "cells": cells,
        "grade": _grade(duty),
        "forms": forms,
        "is_wrong": is_wrong,
        "least": duty.first.isoformat() if duty.first and not duty.reserve else "",
        "most": duty.last.isoformat() if duty.last and not duty.reserve else "",
        "reserve": ", ".join(f"{day:%d.%m.%Y}" for day in sorted(duty.reserve)),
    }


def _readable(duties: list[Duty], rows: Mapping[str, Cells]) -> list[Placed]:
    """What of the typed rows can be shown in a calendar."""
    found = []
    for duty in duties:
        cells = rows[duty.row_key]
        try:
            on, lesson = date.fromisoformat(cells["on"]), int(cells["lesson"])
        except ValueError:
            continue
        found.append(Placed(duty, on, lesson, FORM_OF_TITLE.get(cells["form"], duty.forms[0]), cells["room"]))
    return found
