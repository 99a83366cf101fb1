"""The school's own forms: what to do, the form itself, the upload. A coordinator sees the same list without buttons."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.campaigns.models import Assessment
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Submission
from vpr.exchange.queries.steps import FormStep, form_step, form_steps, history, other_open_forms
from vpr.exchange.refusals import EmptyUpload
from vpr.exchange.rules import LARGEST_UPLOAD
from vpr.exchange.services import receive_upload
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES, Role, UnitKind

KIND = "scores"
ABOVE_SCHOOL = tuple(role for role in Role if role not in SCHOOL_ROLES)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(*SCHOOL_ROLES)
@require_GET
def steps(request: CabinetRequest) -> HttpResponse:
    unit, now = request.cabinet.unit, clock.now()
    page = {
        "unit": unit,
        "steps": form_steps(unit, now),
        "others": other_open_forms(unit, now),
        "form_title": kind_of(KIND).title,
        "is_own": True,
    }
    return render(request, "exchange/steps.html", page)


@allow(*ABOVE_SCHOOL)
@require_GET
def school(request: CabinetRequest, unit: str) -> HttpResponse:
    """What the coordinator sees of one school: its forms and whom to call."""
    found = unit_or_404(request.cabinet, unit)
    if found.kind != UnitKind.SCHOOL:
        raise Http404
    page = {"unit": found, "steps": form_steps(found, clock.now()), "form_title": kind_of(KIND).title, "is_own": False}
    return render(request, "exchange/steps.html", page)


@allow(*SCHOOL_ROLES)
@require_GET
def form(request: CabinetRequest, code: str) -> HttpResponse:
    """The school's own copy of the workbook, made at this moment."""
    step = _own_step(request, code)
    name, content = kind_of(KIND).template(request.cabinet.unit, step.assessment, step.expectation)
    return download(name, content, XLSX)


@allow(*SCHOOL_ROLES)
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
    """Every version of a form that a school ever uploaded."""
    found = unit_or_404(request.cabinet, unit)
    assessment = Assessment.objects.select_related("campaign").filter(code=code).first()
    if assessment is None or found.kind != UnitKind.SCHOOL:
        raise Http404
    step = form_step(found, assessment, clock.now())
    page = {
        "unit": found,
        "assessment": assessment,
        "step": step,
        "versions": history(found, assessment),
        "is_own": found.pk == request.cabinet.unit.pk,
    }
    return render(request, "exchange/versions.html", page)


def download(name: str, content: bytes, content_type: str) -> HttpResponse:
    """A file to save under its own name, Cyrillic included."""
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _own_step(request: CabinetRequest, code: str) -> FormStep:
    assessment = Assessment.objects.select_related("campaign").filter(code=code).first()
    step = form_step(request.cabinet.unit, assessment, clock.now()) if assessment else None
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
        assessment=step.assessment,
        kind=KIND,
        content=chosen.read(LARGEST_UPLOAD + 1),  # a byte too many is enough to refuse
        name=chosen.name or "",
        account=request.cabinet.account,
        now=clock.now(),
    )


def _upload_page(request: CabinetRequest, step: FormStep, refusal: str = "") -> HttpResponse:
    page = {
        "step": step,
        "assessment": step.assessment,
        "refusal": refusal,
        "grid_url": grid_url(step.assessment.code),
        "closed_because": "" if step.position.is_open else step.position.refusal(step.unit.time_zone),
        "largest_megabytes": LARGEST_UPLOAD // 1024 // 1024,
    }
    return render(request, "exchange/upload.html", page, status=409 if refusal else 200)


def grid_url(code: str) -> str:
    """Where the form is filled in the browser; empty when this installation has no grid for it."""
    try:
        return reverse("results:grid", kwargs={"code": code})
    except NoReverseMatch:
        return ""
