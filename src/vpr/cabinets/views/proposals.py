"""Candidates: a unit names its coordinator, the level above approves the list by one order or rejects with a reason."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from vpr.base import clock
from vpr.cabinets import services
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.forms import CandidateForm
from vpr.cabinets.models import Proposal
from vpr.cabinets.rules import KEEPERS, may_propose
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services.appointments import roles_to_give
from vpr.kernel.roles import Role

_SHOWN = 50


@allow(*KEEPERS)
def proposals(request: CabinetRequest) -> HttpResponse:
    cabinet, now = request.cabinet, clock.now()
    unit = cabinet.unit
    names = may_propose(cabinet.role, cabinet.role, kind=cabinet.scope.kind, is_direct=unit.is_direct, is_own_unit=True)
    form = CandidateForm(
        request.POST if request.method == "POST" else None, initial={"starts_on": timezone.localdate(now)}
    )
    if request.method == "POST" and form.is_valid():
        services.propose(
            by=cabinet,
            card=form.card(),
            starts_on=form.cleaned_data["starts_on"],
            replaces=cabinet.appointment if form.cleaned_data["replaces_me"] else None,
            now=now,
        )
        messages.success(request, "Кандидатура отправлена на утверждение.")
        return redirect("cabinets:proposals")
    page = {
        "waiting": _waiting(cabinet),
        "own": Proposal.objects.filter(unit=unit).order_by("-proposed_at")[:_SHOWN],
        "form": form if names else None,
    }
    return render(request, "cabinets/proposals.html", page)


@allow(*KEEPERS)
@require_POST
def decide(request: CabinetRequest) -> HttpResponse:
    """Approves those that are ticked, or rejects one with a reason."""
    waiting = {str(item.pk): item for item in _waiting(request.cabinet)}
    chosen = [waiting[key] for key in request.POST.getlist("proposal") if key in waiting]
    if not chosen:
        messages.warning(request, "Отметьте хотя бы одну кандидатуру.")
        return redirect("cabinets:proposals")
    now = clock.now()
    if request.POST.get("verdict") == "reject":
        for item in chosen:
            services.reject(by=request.cabinet, proposal=item, reason=request.POST.get("reason", ""), now=now)
        messages.success(request, f"Отклонено: {len(chosen)}.")
    else:
        document = request.POST.get("document", "")
        services.approve(by=request.cabinet, proposals=chosen, document=document, now=now)
        messages.success(request, f"Утверждено: {len(chosen)}. Выдайте коды активации новым координаторам.")
    return redirect("cabinets:proposals")


@allow(*KEEPERS)
@require_POST
def withdraw(request: CabinetRequest, number: int) -> HttpResponse:
    """Its own candidate, or a successor whom this cabinet has named below."""
    found = Proposal.objects.filter(pk=number).select_related("unit").first()
    if found is None or not _may_withdraw(request.cabinet, found):
        raise Http404
    services.withdraw(by=request.cabinet, proposal=found, now=clock.now())
    messages.success(request, "Кандидатура отозвана.")
    if found.unit_id == request.cabinet.unit.pk:
        return redirect("cabinets:proposals")
    return redirect("cabinets:unit", code=found.unit.code)


def _may_withdraw(cabinet: Cabinet, proposal: Proposal) -> bool:
    if proposal.unit_id == cabinet.unit.pk:
        return proposal.role == cabinet.role
    return cabinet.scope.reaches(proposal.unit) and Role(proposal.role) in roles_to_give(cabinet, proposal.unit)


def _waiting(cabinet: Cabinet) -> list[Proposal]:
    """Candidates of the level just below: the region does not decide for a municipality about its schools."""
    found = Proposal.objects.filter(state="proposed", unit__parent=cabinet.unit)
    return list(found.select_related("unit", "replaces__account").order_by("proposed_at", "pk"))
