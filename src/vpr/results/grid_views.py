"""Doorway of the browser grid: the school's own cabinet only; everybody else meets 404."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from vpr.base import clock, files
from vpr.base.refusals import Refusal
from vpr.cabinets.access import allow
from vpr.cabinets.scope import Cabinet
from vpr.campaigns.models import Assessment
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Channel, Draft, Expectation, Submission, Workbook
from vpr.exchange.queries.workbooks import workbook_by_code
from vpr.exchange.services import receive_upload
from vpr.exchange.services.drafts import StaleDraft, save_draft
from vpr.kernel.roles import SCHOOL_ROLES
from vpr.results.grid import (
    GridForm,
    Row,
    fitted,
    grid_content,
    grid_form,
    is_rows,
    page_form,
    rows_of_cells,
    starting_rows,
)
from vpr.results.grid_faults import told
from vpr.results.queries import spec_of
from vpr.timetable.queries import class_ordinals

KIND = "scores"
FILE_NAME = "заполнено в браузере.json"


@dataclass
class Place:
    """What every address of the grid speaks of: the school, its assessment, its form, its draft so far."""

    cabinet: Cabinet
    workbook: Workbook
    expectation: Expectation | None
    form: GridForm
    draft: Draft | None

    @property
    def assessment(self) -> Assessment:
        return self.workbook.of_assessment

    @property
    def accepted(self) -> Submission | None:
        return self.expectation.accepted if self.expectation else None

    @cached_property
    def rows(self) -> list[Row]:
        """The draft; before there is one, what is accepted already, so that sending the grid loses nothing of it."""
        if self.draft and self.draft.rows:
            return fitted(self.form, self.draft.rows)
        last = self.accepted
        if last is None:
            return starting_rows(self.form)
        content = files.read(last.sha256)
        cells = kind_of(KIND).cells(
            content, last.original_name, unit=self.cabinet.unit, workbook=self.workbook, channel=last.channel
        )
        return rows_of_cells(self.form, cells)

    @property
    def accepted_after_draft(self) -> Submission | None:
        """A workbook that was accepted after the last word of the draft: sending the grid would replace it."""
        last = self.accepted
        is_newer = last and self.draft and last.channel == Channel.FILE and last.received_at > self.draft.saved_at
        return last if is_newer else None


def _place(request: HttpRequest, code: str) -> Place:
    cabinet: Cabinet = request.cabinet  # type: ignore[attr-defined]
    workbook = workbook_by_code(code)
    if workbook is None or workbook.assessment is None or not workbook.assessment.is_open:
        raise Http404
    own = {"unit": cabinet.unit, "workbook": workbook.pk}
    expectation = Expectation.objects.select_related("accepted").filter(**own).first()
    form = grid_form(spec_of(workbook.assessment, cabinet.unit, expectation))
    return Place(cabinet, workbook, expectation, form, Draft.objects.select_related("saved_by").filter(**own).first())


@allow(*SCHOOL_ROLES)
@require_GET
def grid(request: HttpRequest, code: str) -> HttpResponse:
    place = _place(request, code)
    page = page_form(place.form) | {
        "rows": place.rows,
        "revision": place.draft.revision if place.draft else 0,
        "savedBy": _who(place.draft),
        "journalKey": f"vpr-grid:{place.cabinet.unit.code}:{code}",
        "draftUrl": reverse("results:grid_draft", args=[code]),
        "checkUrl": reverse("results:grid_check", args=[code]),
    }
    classes = class_ordinals(place.cabinet.unit, place.assessment.campaign, place.assessment.grade)
    shown = {"place": place, "page": page, "assessment": place.assessment, "classes": classes}
    return render(request, "results/grid.html", shown)


@allow(*SCHOOL_ROLES)
@require_POST
def grid_draft(request: HttpRequest, code: str) -> HttpResponse:
    place = _place(request, code)
    try:
        typed: dict[str, Any] = json.loads(request.body)
    except ValueError:
        return HttpResponseBadRequest("not JSON")
    if not is_rows(place.form, typed):
        return HttpResponseBadRequest("not rows of this form")
    try:
        draft = save_draft(
            unit=place.cabinet.unit,
            workbook=place.workbook,
            revision=typed["revision"],
            length=typed["length"],
            rows=_with_first_rows(place, typed["rows"]),
            account=place.cabinet.account,
            now=clock.now(),
        )
    except StaleDraft as stale:
        return JsonResponse(
            {
                "revision": stale.draft.revision,
                "rows": fitted(place.form, stale.draft.rows),
                "saved_by": _who(stale.draft),
            },
            status=409,
        )
    return JsonResponse({"revision": draft.revision})


@allow(*SCHOOL_ROLES)
@require_POST
def grid_check(request: HttpRequest, code: str) -> HttpResponse:
    """The same check as after sending, and nothing is written."""
    place = _place(request, code)
    kind = kind_of(KIND)
    verdict = kind.check(
        grid_content(place.form, place.rows),
        FILE_NAME,
        unit=place.cabinet.unit,
        workbook=place.workbook,
        expectation=place.expectation,
        channel="grid",
    )
    return JsonResponse(told(place.form, place.rows, verdict, kind.catalogue))


@allow(*SCHOOL_ROLES)
@require_POST
def grid_send(request: HttpRequest, code: str) -> HttpResponse:
    place = _place(request, code)
    if place.draft is None or str(place.draft.revision) != request.POST.get("revision"):
        messages.error(request, "Черновик изменился в другом окне. Проверьте таблицу и отправьте ещё раз.")
        return redirect("results:grid", code)
    try:
        submission = receive_upload(
            unit=place.cabinet.unit,
            workbook=place.workbook,
            content=grid_content(place.form, place.rows),
            name=FILE_NAME,
            channel="grid",
            account=place.cabinet.account,
            now=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("results:grid", code)
    return redirect("exchange:receipt", submission.number)


def _with_first_rows(place: Place, changed: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """The first save also keeps the rows that the page was opened with: their codes are nowhere else."""
    if place.draft and place.draft.rows:
        return changed
    return [*enumerate(place.rows), *changed]


def _who(draft: Draft | None) -> str:
    return (draft.saved_by.person or draft.saved_by.login) if draft and draft.saved_by else ""
