"""The unit's own forms: what to do, the form itself, the upload. Those above see the same list without buttons."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.models import Unit
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Submission
from vpr.exchange.queries.steps import FormStep, form_step, form_steps, history, other_open_forms
from vpr.exchange.queries.workbooks import workbook_by_code
from vpr.exchange.refusals import EmptyUpload
from vpr.exchange.rules import EVERY_UPLOADER, LARGEST_UPLOAD
from vpr.exchange.services import receive_upload
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES, Role, UnitKind

ABOVE_SCHOOL = tuple(role for role in Role if role not in SCHOOL_ROLES)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(*EVERY_UPLOADER)
@require_GET
def steps(request: CabinetRequest) -> HttpResponse:
    unit, now = request.cabinet.unit, clock.now()
    page = _grouped(form_steps(unit, now)) | {"unit": unit, "others": other_open_forms(unit, now), "is_own": True}
    return render(request, "exchange/steps.html", page)


@allow(*ABOVE_SCHOOL)
@require_GET
def school(request: CabinetRequest, unit: str) -> HttpResponse:
    """What those above see of one school, municipality or region: its forms and whom to call."""
    found = unit_or_404(request.cabinet, unit)
    if found.kind == UnitKind.COUNTRY:
        raise Http404
    page = _grouped(form_steps(found, clock.now())) | {"unit": found, "is_own": False}
    page["above"] = _above(request, found)
    return render(request, "exchange/steps.html", page)


@allow(*EVERY_UPLOADER)
@require_GET
def form(request: CabinetRequest, code: str) -> HttpResponse:
    """The unit's own copy of the workbook, made at this moment."""
    step = _own_step(request, code)
    name, content = step.kind.template(request.cabinet.unit, step.workbook, step.expectation)
    return download(name, content, XLSX)


@allow(*EVERY_UPLOADER)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: CabinetRequest, code: str) -> HttpResponse:
    step = _own_step(request, code)
    if request.method != "POST":
        return _upload_page(request, step)
    try:
        submission = _received(request, step)
    except Refusal as refusal:
        return _upload_page(request, step, str(refusal))
    messages.success(request, f"Файл получен. Номер квитанции {submission.number}.")
    return redirect("exchange:receipt", submission.number)


@allow(*EVERY_ROLE)
@require_GET
def versions(request: CabinetRequest, unit: str, code: str) -> HttpResponse:
    """Every version of a form that a unit ever uploaded."""
    found = unit_or_404(request.cabinet, unit)
    workbook = workbook_by_code(code)
    if workbook is None or found.kind != kind_of(workbook.kind).level:
        raise Http404
    page = {
        "unit": found,
        "workbook": workbook,
        "step": form_step(found, workbook, clock.now()),
        "versions": history(found, workbook),
        "is_own": found.pk == request.cabinet.unit.pk and request.cabinet.role in EVERY_UPLOADER,
    }
    return render(request, "exchange/versions.html", page)


def download(name: str, content: bytes, content_type: str) -> HttpResponse:
    """A file to save under its own name, Cyrillic included."""
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _grouped(steps: list[FormStep]) -> dict[str, Any]:
    return {
        "preparation": [step for step in steps if not step.workbook.is_of_scores],
        "results": [step for step in steps if step.workbook.is_of_scores],
    }


def _above(request: CabinetRequest, unit: Unit) -> Unit | None:
    """Where the crumb leads: the nearest matrix that the reader may see."""
    if unit.kind != UnitKind.SCHOOL:
        return unit
    return unit.municipality if unit.municipality and request.cabinet.scope.reaches(unit.municipality) else None


def _own_step(request: CabinetRequest, code: str) -> FormStep:
    workbook = workbook_by_code(code)
    step = form_step(request.cabinet.unit, workbook, clock.now()) if workbook else None
    if step is None:
        raise Http404
    return step


def _received(request: CabinetRequest, step: FormStep) -> Submission:
    chosen = request.FILES.get("file")
    if chosen is None:
        raise Refusal("Файл не выбран. Нажмите на поле и укажите заполненную форму.")
    if not chosen.size:
        raise EmptyUpload
    return receive_upload(
        unit=request.cabinet.unit,
        workbook=step.workbook,
        content=chosen.read(LARGEST_UPLOAD + 1),  # a byte too many is enough to refuse
        name=chosen.name or "",
        account=request.cabinet.account,
        now=clock.now(),
    )


def _upload_page(request: CabinetRequest, step: FormStep, refusal: str = "") -> HttpResponse:
    page = {
        "step": step,
        "workbook": step.workbook,
        "refusal": refusal,
        "closed_because": "" if step.position.is_open else step.position.refusal(step.unit.time_zone),
        "largest_megabytes": LARGEST_UPLOAD // 1024 // 1024,
    }
    return render(request, "exchange/upload.html", page, status=409 if refusal else 200)
