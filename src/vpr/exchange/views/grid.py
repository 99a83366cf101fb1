"""Doorway of the browser grid of declared kinds: a unit's own cabinet only; everybody else meets 404.

Every button posts the whole form, so that the page works without JavaScript; the script only saves while one types.
"""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.exchange.declared.kind import DeclaredKind
from vpr.exchange.grid.layout import Row
from vpr.exchange.grid.page import ROWS_OF_PAGE, page_of
from vpr.exchange.models import Draft
from vpr.exchange.queries.grid import FILE_NAME, GridPlace
from vpr.exchange.queries.steps import form_step
from vpr.exchange.queries.workbooks import workbook_by_code
from vpr.exchange.rules import EVERY_UPLOADER, UPLOADERS
from vpr.exchange.services import receive_upload
from vpr.exchange.services.drafts import StaleDraft, drop_draft, save_draft
from vpr.kernel.roles import UnitKind

_NAME = re.compile(r"^c(\d{1,5})\.(\d{1,3})$")
_NAMES_ARE_NOT_KEPT = (
    "Похоже на имя, СНИЛС или телефон человека: в этом столбце их быть не должно, поэтому ячейка очищена. "
    "Впишите сведения без них."
)
_OTHER_LAYOUT = "Строки формы изменились, пока страница была открыта. Проверьте введённое и продолжайте."
#: cells of one row, by 0-based column
Typed = dict[int, dict[int, str]]


@allow(*EVERY_UPLOADER)
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: CabinetRequest, code: str) -> HttpResponse:
    place = _place(request, code)
    if request.method != "POST":
        return _page(request, place)
    if request.POST.get("shape") != place.layout.shape:
        messages.error(request, _OTHER_LAYOUT)
        return redirect("exchange:grid", code)
    typed = _typed(place, request.POST.items())
    try:
        return _done(request, place, typed)
    except StaleDraft as stale:
        return _conflict(request, place, stale.draft, typed)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("exchange:grid", code)


@allow(*EVERY_UPLOADER)
@require_POST
def grid_draft(request: CabinetRequest, code: str) -> HttpResponse:
    """Saves cells while one types: {revision, shape, cells: {"c12.3": text}}."""
    place = _place(request, code)
    try:
        said: dict[str, Any] = json.loads(request.body)
        cells = {str(name): str(text) for name, text in said["cells"].items()}
        revision, shape = int(said["revision"]), said["shape"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponseBadRequest("not cells of a form")
    if shape != place.layout.shape:
        return JsonResponse({"message": _OTHER_LAYOUT}, status=410)
    typed = _typed(place, cells.items())
    try:
        draft, refused = _save(request, place, revision, typed)
    except StaleDraft as stale:
        place.rows = place.layout.fitted(stale.draft.rows)
        now = {f"c{row}.{at}": place.rows[row][1 + at] for row, columns in typed.items() for at in columns}
        who = stale.draft.saved_by
        return JsonResponse(
            {"revision": stale.draft.revision, "cells": now, "who": (who.person or who.login) if who else ""},
            status=409,
        )
    answer: dict[str, Any] = {"revision": draft.revision}
    if refused:
        answer |= {"refused": refused, "message": _NAMES_ARE_NOT_KEPT}
    return JsonResponse(answer)


@allow(*EVERY_UPLOADER)
@require_GET
def form_help(request: CabinetRequest, code: str) -> HttpResponse:
    """What each column wants and what a check may say: the declaration told to people."""
    place = _place(request, code)
    page = {"place": place, "form": place.layout.form, "workbook": place.step.workbook, "kind": place.kind}
    return render(request, "exchange/form_help.html", page)


def _place(request: CabinetRequest, code: str) -> GridPlace:
    unit = request.cabinet.unit
    workbook = workbook_by_code(code)
    step = form_step(unit, workbook, clock.now()) if workbook else None
    if step is None or not isinstance(step.kind, DeclaredKind):
        raise Http404
    if request.cabinet.role not in UPLOADERS[UnitKind(unit.kind)]:
        raise Http404
    return GridPlace(request.cabinet, step, step.kind)


def _page(request: CabinetRequest, place: GridPlace, **more: Any) -> HttpResponse:
    checked = place.checked() if request.GET.get("checked") and not more else None
    number = request.GET.get("page", "")
    query = request.GET.get("q", "")[:80]
    page = page_of(place.layout, place.rows, int(number) if number.isdigit() else 1, query, checked)
    is_open = place.step.position.is_open
    shown = {
        "place": place,
        "workbook": place.step.workbook,
        "page": page,
        "checked": checked,
        "closed_because": "" if is_open else place.step.position.refusal(place.cabinet.unit.time_zone),
        "rows_of_page": ROWS_OF_PAGE,
        "conflict_by": "",
    }
    return render(request, "exchange/grid.html", shown | more, status=409 if more else 200)


def _done(request: CabinetRequest, place: GridPlace, typed: Typed) -> HttpResponse:
    """What the pressed button asks for. Whatever was typed is kept first."""
    act, _, what = request.POST.get("do", "save").partition(":")
    revision = _number(request.POST.get("revision", ""))
    if act == "restart":
        drop_draft(unit=place.cabinet.unit, workbook=place.step.workbook)
        return redirect("exchange:grid", place.step.workbook.code)
    rows: list[Row] | None = None
    number = _number(request.POST.get("page", "1"))
    if act == "add":
        rows, at = _with_rows(place, typed, what)
        number = at // ROWS_OF_PAGE + 1
    elif act == "remove":
        rows = _without_row(place, typed, _number(what))
    if rows is not None or _is_changed(place, typed) or (act == "save" and place.draft is None):
        draft, refused = _save(request, place, revision, typed, rows)
        revision = draft.revision
        if refused:
            messages.warning(request, _NAMES_ARE_NOT_KEPT)
    if act == "send":
        return _sent(request, place, revision)
    return _back(request, place, act, what, number)


def _back(request: CabinetRequest, place: GridPlace, act: str, what: str, number: int) -> HttpResponse:
    query = {"q": request.POST.get("q", "").strip(), "page": _number(what) if act == "page" else number}
    if act == "search":
        query["page"] = 1
    if act == "add":
        query["q"] = ""
    if act == "check" or (request.POST.get("checked") and act == "page"):
        query["checked"] = 1
    if act == "save":
        messages.success(request, "Черновик сохранён. Он пока не отправлен.")
    kept = {name: value for name, value in query.items() if value and (name, value) != ("page", 1)}
    address = reverse("exchange:grid", args=[place.step.workbook.code])
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)


def _sent(request: CabinetRequest, place: GridPlace, revision: int) -> HttpResponse:
    if place.draft is not None and place.draft.revision != revision:
        raise StaleDraft(place.draft)
    submission = receive_upload(
        unit=place.cabinet.unit,
        workbook=place.step.workbook,
        content=place.content,
        name=FILE_NAME,
        channel="grid",
        account=place.cabinet.account,
        now=clock.now(),
    )
    return redirect("exchange:receipt", submission.number)


def _save(
    request: CabinetRequest, place: GridPlace, revision: int, typed: Typed, rows: list[Row] | None = None
) -> tuple[Draft, list[str]]:
    """Keeps the typed cells, or all the rows when some were added or removed; names of cells that were cleared."""
    changed, refused = _changed(place, typed)
    all_rows = rows is not None or place.draft is None or not place.layout.are_aligned(place.draft.rows, place.rows)
    whole = rows if rows is not None else [changed.get(at, row) for at, row in enumerate(place.rows)]
    draft = save_draft(
        unit=place.cabinet.unit,
        workbook=place.step.workbook,
        revision=revision,
        length=len(whole),
        rows=list(enumerate(whole)) if all_rows else list(changed.items()),
        account=place.cabinet.account,
        now=clock.now(),
    )
    place.draft, place.rows = draft, whole
    return draft, refused


def _changed(place: GridPlace, typed: Typed) -> tuple[dict[int, Row], list[str]]:
    changed, refused = {}, []
    for number, cells in typed.items():
        row, names = place.layout.typed(place.rows[number], cells)
        refused += [f"c{number}.{at}" for at in names]
        if row != place.rows[number] or names:
            changed[number] = row
    return changed, refused


def _is_changed(place: GridPlace, typed: Typed) -> bool:
    return bool(_changed(place, typed)[0])


def _with_rows(place: GridPlace, typed: Typed, what: str) -> tuple[list[Row] | None, int]:
    """`works` or `works:10`: the sheet and how many."""
    key, _, count = what.partition(":")
    sheet = next((sheet for sheet in place.layout.form.sheets if sheet.key == key), None)
    if sheet is None or not place.layout.may_add(place.rows, sheet):
        return None, 0
    changed, _ = _changed(place, typed)
    rows = [changed.get(at, row) for at, row in enumerate(place.rows)]
    return place.layout.with_blank_rows(rows, sheet, min(_number(count) or 1, ROWS_OF_PAGE))


def _without_row(place: GridPlace, typed: Typed, number: int) -> list[Row] | None:
    if number >= len(place.rows) or not place.layout.may_remove(place.rows[number]):
        return None
    changed, _ = _changed(place, typed)
    return [changed.get(at, row) for at, row in enumerate(place.rows) if at != number]


def _typed(place: GridPlace, items: Iterable[tuple[str, Any]]) -> Typed:
    """Posted cells by row and column; what is no cell of this form is passed over."""
    found: Typed = {}
    for name, text in items:
        match = _NAME.match(name)
        if match is None:
            continue
        number, at = int(match[1]), int(match[2])
        if number < len(place.rows) and at < len(place.rows[number]) - 1:
            found.setdefault(number, {})[at] = str(text)
    return found


def _conflict(request: CabinetRequest, place: GridPlace, draft: Draft, typed: Typed) -> HttpResponse:
    """Somebody else saved meanwhile: what was typed here is shown over the present draft, the next save decides."""
    place.draft = draft
    place.rows = place.layout.fitted(draft.rows)
    typed = {number: cells for number, cells in typed.items() if number < len(place.rows)}
    changed, _ = _changed(place, typed)
    place.rows = [changed.get(at, row) for at, row in enumerate(place.rows)]
    who = draft.saved_by
    return _page(request, place, conflict_by=(who.person or who.login) if who else "другой сотрудник")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
