"""One upload: its receipt, what the check found, its files, its difference from another version."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from vpr.base import clock, files
from vpr.cabinets.access import CabinetRequest, allow, open_to_all
from vpr.exchange import receipts
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Channel, Expectation, Submission, SubmissionState
from vpr.exchange.position import Position, position_of
from vpr.exchange.queries.changes import changes_between
from vpr.exchange.queries.findings import findings_of, stored_faults
from vpr.exchange.queries.workbooks import grid_url
from vpr.exchange.rules import EVERY_UPLOADER
from vpr.exchange.views.school import XLSX, download
from vpr.kernel.roles import EVERY_ROLE

_CELLS_SHOWN = 500


@allow(*EVERY_ROLE)
@require_GET
def receipt(request: CabinetRequest, number: str) -> HttpResponse:
    """The receipt and the findings. Asked by htmx it gives only the part that changes while the check runs."""
    submission = _submission_or_404(request, number)
    page = {
        "submission": submission,
        "unit": submission.unit,
        "workbook": submission.workbook,
        "is_waiting": submission.state == SubmissionState.RECEIVED,
        "is_accepted": submission.state == SubmissionState.ACCEPTED,
        "is_rejected": submission.state == SubmissionState.REJECTED,
        "is_superseded": submission.state == SubmissionState.SUPERSEDED,
        "findings": findings_of(submission),
        "form_title": kind_of(submission.kind).title,
        "wave_title": receipts.wave_title(submission) if submission.assessment else "",
        "is_own": submission.unit_id == request.cabinet.unit.pk and request.cabinet.role in EVERY_UPLOADER,
        "is_file": submission.channel == Channel.FILE,
        "position": _position(submission),
        "grid_url": grid_url(submission.workbook),
    }
    template = "exchange/_check.html" if request.headers.get("HX-Request") else "exchange/receipt.html"
    return render(request, template, page)


@allow(*EVERY_ROLE)
@require_GET
def receipt_pdf(request: CabinetRequest, number: str) -> HttpResponse:
    submission = _submission_or_404(request, number)
    return download(f"Квитанция_{number}.pdf", receipts.receipt_pdf(submission), "application/pdf")


@allow(*EVERY_ROLE)
@require_GET
def receipt_file(request: CabinetRequest, number: str) -> HttpResponse:
    submission = _submission_or_404(request, number)
    return download(f"Квитанция_{number}.vprr", receipts.receipt_file(submission), "application/json")


@open_to_all
@require_GET
def public_key(request: CabinetRequest) -> HttpResponse:
    """The public key of the installation: what a receipt is verified with."""
    return download("openvpr-receipts.pub", receipts.public_key_pem(), "application/x-pem-file")


@allow(*EVERY_ROLE)
@require_GET
def original(request: CabinetRequest, number: str) -> HttpResponse:
    """The very bytes that were uploaded, never shown inside the site."""
    submission = _submission_or_404(request, number)
    if submission.is_erased:
        raise Http404
    return download(submission.original_name, files.read(submission.sha256), "application/octet-stream")


@allow(*EVERY_ROLE)
@require_GET
def marked(request: CabinetRequest, number: str) -> HttpResponse:
    """The uploaded workbook with its faulty cells colored and commented."""
    submission = _submission_or_404(request, number)
    if submission.channel != Channel.FILE or not submission.faults or submission.is_erased:
        raise Http404
    content = kind_of(submission.kind).marked(
        files.read(submission.sha256), submission.original_name, stored_faults(submission)
    )
    stem = submission.original_name.rsplit(".", 1)[0]
    return download(f"{stem} (отмечены ошибки).xlsx", content, XLSX)


@allow(*EVERY_ROLE)
@require_GET
def changes(request: CabinetRequest, number: str) -> HttpResponse:
    """What this version changed, cell by cell: against the version before it or the one in `?with=`."""
    after = _submission_or_404(request, number)
    others = Submission.objects.filter(unit=after.unit, workbook=after.workbook)
    earlier = others.exclude(pk=after.pk)
    chosen = request.GET.get("with", "")
    found = earlier.filter(version=int(chosen)) if chosen.isdecimal() else earlier.filter(version__lt=after.version)
    before = (
        found.select_related("unit", "workbook__campaign", "workbook__assessment__campaign")
        .order_by("-version")
        .first()
    )
    if before is None:
        raise Http404
    difference = changes_between(before, after)
    page = {
        "after": after,
        "before": before,
        "unit": after.unit,
        "workbook": after.workbook,
        "difference": difference,
        "shown": difference.changed[:_CELLS_SHOWN],
        "versions": earlier.order_by("-version"),
    }
    return render(request, "exchange/changes.html", page)


def _submission_or_404(request: CabinetRequest, number: str) -> Submission:
    """The door of an upload: outside the cabinet's scope it does not exist."""
    reached = Submission.objects.within(request.cabinet.scope)
    whole = reached.select_related("unit", "workbook__campaign", "workbook__assessment__campaign", "received_by")
    return get_object_or_404(whole, number=number)


def _position(submission: Submission) -> Position:
    own = Expectation.objects.filter(unit=submission.unit_id, workbook=submission.workbook_id)
    extended_until = own.values_list("extended_until", flat=True).first()
    return position_of(submission.workbook, clock.now(), extended_until=extended_until)
