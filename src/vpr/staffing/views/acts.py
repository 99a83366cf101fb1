"""Orders of the school: their number and date, PDF and Word, whether anything has changed since printing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.downloads import PDF, attachment
from vpr.kernel.roles import SCHOOL_ROLES
from vpr.staffing import services
from vpr.staffing.forms import ActForm, BookForm
from vpr.staffing.models import LocalAct, OrderBook
from vpr.staffing.papers.acts import ACTS, document_of
from vpr.staffing.papers.docx import DOCX, order_docx
from vpr.staffing.papers.pdf import order_pdf
from vpr.staffing.queries import school_plan, staff_of
from vpr.staffing.views.campaign import campaign_or_404


@allow(*SCHOOL_ROLES)
def acts(request: CabinetRequest) -> HttpResponse:
    """The hub: who signs, what is wrong in the plan, the three orders."""
    cabinet, campaign = request.cabinet, campaign_or_404()
    book = OrderBook.objects.filter(unit=cabinet.unit, campaign=campaign).first()
    known = {
        "head_post": book.head_post if book else "Директор",
        "head_name": book.head_name if book else "",
        "coordinator": book.coordinator_id if book else None,
        "technician": book.technician_id if book else None,
    }
    staff = staff_of(cabinet.unit)
    form = BookForm(request.POST or None, staff=staff, initial=known)
    if request.method == "POST" and form.is_valid():
        services.save_book(by=cabinet, campaign=campaign, **form.cleaned_data)
        messages.success(request, "Сведения для приказов сохранены.")
        return redirect("staffing:acts")
    stored = {act.kind: act for act in LocalAct.objects.filter(unit=cabinet.unit, campaign=campaign)}
    page = {
        "form": form,
        "plan": school_plan(cabinet.unit, campaign),
        "acts": [_shown(kind, stored.get(kind), request) for kind in ACTS],
        "staff_count": len(staff),
    }
    return render(request, "staffing/acts.html", page)


def _shown(kind: str, act: LocalAct | None, request: CabinetRequest) -> tuple[str, str, LocalAct | None, ActForm, bool]:
    return kind, ACTS[kind], act, _form(act), _is_stale(act, kind, request)


def _form(act: LocalAct | None) -> ActForm:
    return ActForm(initial={"number": act.number, "signed_on": act.signed_on} if act else None)


def _is_stale(act: LocalAct | None, kind: str, request: CabinetRequest) -> bool:
    """«Изменилось после печати»: the order would read otherwise now."""
    if act is None or not act.fingerprint:
        return False
    return document_of(kind, request.cabinet.unit, act.campaign).fingerprint != act.fingerprint


@allow(*SCHOOL_ROLES)
@require_POST
def number(request: CabinetRequest, kind: str) -> HttpResponse:
    form = ActForm(request.POST)
    if kind not in ACTS:
        raise Http404
    if form.is_valid():
        services.number_act(by=request.cabinet, campaign=campaign_or_404(), kind=kind, **form.cleaned_data)
        messages.success(request, f"Номер и дата сохранены: {ACTS[kind].lower()}.")
    else:
        messages.error(request, "Проверьте дату приказа.")
    return redirect("staffing:acts")


@allow(*SCHOOL_ROLES)
@require_POST
def download(request: CabinetRequest, kind: str) -> HttpResponse:
    """The order itself. A POST: it is noted that and what was printed."""
    if kind not in ACTS:
        raise Http404
    now = clock.now()
    document = services.print_act(by=request.cabinet, campaign=campaign_or_404(), kind=kind, now=now)
    if request.POST.get("format") == "docx":
        return attachment(order_docx(document), f"{ACTS[kind]}.docx", DOCX)
    return attachment(order_pdf(document, now=now), f"{ACTS[kind]}.pdf", PDF)
