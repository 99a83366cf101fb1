"""The class register in the browser: choose, do not type. What is sent goes through the exchange like a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.campaigns.models import Campaign
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Workbook
from vpr.exchange.services import workbook_of
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES, UnitKind
from vpr.kernel.subjects import SUBJECTS
from vpr.timetable.plugs import register_locks
from vpr.timetable.queries.register import advanced_grades, classes_of, drawn_grades, first_rows
from vpr.timetable.rules.class_names import letter_order
from vpr.timetable.rules.days import week_text
from vpr.timetable.views.doors import campaign_or_404
from vpr.timetable.views.filling import Checked, check_rows, posted_rows, send, window_of
from vpr.timetable.workbooks.classes import MOST_CLASSES, ClassesKind, cells_of
from vpr.workbook.declaration import Column, Form

_SPARE = 4
_HEAD = 2  # grade and letter: they are the head of a row


@allow(*SCHOOL_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def classes(request: CabinetRequest, code: str = "") -> HttpResponse:
    campaign = campaign_or_404()
    kind, workbook = _kind(), workbook_of(campaign, ClassesKind.key)
    if code and code != workbook.code:
        raise Http404
    unit = request.cabinet.unit
    form = kind.form(unit, workbook)
    rows, source = first_rows(unit, campaign)
    drawn = drawn_grades(campaign)
    typed = [[cells_of(row, drawn).get(column.key, "") for column in form.sheet.columns] for row in rows]
    checked = None
    if request.method == "POST":
        typed = posted_rows(form.sheet, request.POST, _count(request))
        if "more" not in request.POST:
            checked = check_rows(kind, unit, workbook, [row for row in typed if _is_filled(form, row)])
            if checked.is_right:
                submission = send(request, kind, workbook, checked.content)
                messages.success(request, f"Список классов отправлен. Номер квитанции {submission.number}.")
                return redirect("exchange:receipt", submission.number)
            typed = [row for row in typed if _is_filled(form, row)]
    return render(request, "timetable/classes.html", _page(request, campaign, workbook, form, typed, checked, source))


@allow(*EVERY_ROLE)
@require_safe
def register(request: CabinetRequest, unit: str) -> HttpResponse:
    """What a school has told of its classes; the ordinals of the score forms."""
    school = unit_or_404(request.cabinet, unit)
    if school.kind != UnitKind.SCHOOL:
        raise Http404
    campaign = campaign_or_404()
    page = {
        "school": school,
        "campaign": campaign,
        "classes": classes_of(school, campaign),
        "has_advanced": bool(advanced_grades(campaign)),
        "has_drawn": bool(drawn_grades(campaign)),
        "subjects": {key: subject.title for key, subject in SUBJECTS.items()},
        "is_own": school.pk == request.cabinet.unit.pk,
    }
    return render(request, "timetable/register.html", page)


def _kind() -> ClassesKind:
    kind = kind_of(ClassesKind.key)
    assert isinstance(kind, ClassesKind)
    return kind


def _count(request: CabinetRequest) -> int:
    text = request.POST.get("rows", "")
    return min(int(text), MOST_CLASSES) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _is_filled(form: Form, row: Sequence[str]) -> bool:
    """A spare line counts once it has a grade, a letter or a number; defaults of the other columns do not."""
    return any(
        text
        for column, text in zip(form.sheet.columns, row, strict=True)
        if column.key in ("grade", "letter", "participants")
    )


def _page(
    request: CabinetRequest,
    campaign: Campaign,
    workbook: Workbook,
    form: Form,
    typed: list[list[str]],
    checked: Checked | None,
    source: str,
) -> dict[str, Any]:
    spare = [[""] * len(form.sheet.columns)] * max(0, min(_SPARE, MOST_CLASSES - len(typed)))
    drawn = drawn_grades(campaign)
    position = window_of(request.cabinet.unit, workbook)
    wrong = checked.rows("stop") if checked else set()
    return {
        "campaign": campaign,
        "unit": request.cabinet.unit,
        "workbook": workbook,
        "columns": form.sheet.columns[_HEAD:],
        "rows": [_row(form, number, row, number in wrong) for number, row in enumerate([*typed, *spare])],
        "count": len(typed) + len(spare),
        "said": checked.said if checked else [],
        "source": source,
        "locks": _locked(register_locks(campaign, request.cabinet.unit)),
        "drawn": [
            (grade, ", ".join(SUBJECTS[key].title for key in item.subjects), [week_text(week) for week in item.weeks])
            for grade, item in drawn.items()
        ],
        "position": position,
        "closed_because": "" if position.is_open else position.refusal(request.cabinet.unit.time_zone),
    }


def _locked(locks: Mapping[tuple[int, str], str]) -> list[tuple[str, str]]:
    """(names of the classes, why they may not change): one line a reason."""
    named: dict[str, list[str]] = {}
    for (grade, letter), reason in sorted(locks.items(), key=lambda lock: (lock[0][0], letter_order(lock[0][1]))):
        named.setdefault(reason, []).append(f"{grade}{letter}")
    return [(", ".join(names), reason) for reason, names in named.items()]


def _row(form: Form, number: int, row: Sequence[str], is_wrong: bool) -> dict[str, Any]:
    cells = [_cell(column, number, text) for column, text in zip(form.sheet.columns, row, strict=True)]
    return {"number": number + 1, "head": cells[:_HEAD], "rest": cells[_HEAD:], "is_wrong": is_wrong}


def _cell(column: Column, number: int, text: str) -> dict[str, Any]:
    choices = list(column.allowed or column.suggested)
    if text and choices and text not in choices:
        choices.insert(0, text)  # what was typed in a file stays visible until it is put right
    return {
        "name": f"{column.key}-{number}",
        "title": column.title,
        "choices": choices,
        "text": text,
        "is_number": not choices,
    }
