"""Выверка in the browser: the municipality's own page; for region and country who has sent, what changes, the decision."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.models import Unit
from vpr.cabinets.queries import units_above
from vpr.cabinets.rules import COORDINATORS
from vpr.enrollment.models import Reconciliation
from vpr.enrollment.queries.lists import latest_list, list_rows, proposal_changes
from vpr.enrollment.queries.records import present_lines, year_changes
from vpr.enrollment.services import reconciling
from vpr.enrollment.views.doors import campaign_or_404, current_campaign, form_door
from vpr.kernel.roles import MUNICIPAL_ROLES, Role, UnitKind

READERS = (*COORDINATORS, Role.REGIONAL_ANALYST)


@allow(*READERS)
@require_safe
def overview(request: CabinetRequest) -> HttpResponse:
    """A municipality is led to its own list; above it, who has sent and what waits."""
    cabinet, campaign = request.cabinet, current_campaign()
    if campaign is not None and cabinet.role in MUNICIPAL_ROLES:
        return redirect("enrollment:reconciled_list", unit=cabinet.unit.code)
    regions = units_above(cabinet.scope) if cabinet.unit.kind == UnitKind.COUNTRY else []
    chosen = next((unit for unit in regions if unit.code == request.GET.get("region")), None)
    rows = list_rows(cabinet.scope, campaign) if campaign else []
    if regions:
        rows = [row for row in rows if row.unit.region_id == (chosen.pk if chosen else 0)]
    page = {
        "campaign": campaign,
        "rows": rows,
        "regions": regions,
        "chosen": chosen,
        "waiting": sum(1 for row in rows if row.latest and row.latest.state == "submitted"),
    }
    return render(request, "enrollment/reconciliations.html", page)


@allow(*READERS)
@require_safe
def reconciled_list(request: CabinetRequest, unit: str) -> HttpResponse:
    """The list of one municipality or set: as it stands, what is proposed, the history."""
    found, campaign = _municipality(request, unit), campaign_or_404()
    latest = latest_list(found, campaign)
    is_waiting = latest is not None and latest.state == "submitted"
    page = {
        "unit": found,
        "campaign": campaign,
        "door": form_door(campaign, "reconciliation", found, clock.now()),
        "is_own": found.pk == request.cabinet.unit.pk,
        "latest": latest,
        "changes": proposal_changes(latest) if latest and is_waiting else [],
        "may_decide": is_waiting and request.cabinet.role in reconciling.DECIDERS,
        "lines": list(present_lines(found, campaign).values()),
        "year_changes": year_changes(found, campaign),
        "history": Reconciliation.objects.filter(unit=found, campaign=campaign).order_by("-number"),
    }
    return render(request, "enrollment/reconciled_list.html", page)


@allow(*reconciling.DECIDERS)
@require_POST
def decide(request: CabinetRequest, unit: str) -> HttpResponse:
    """Accepts the list that the page has shown, or returns it with a reason."""
    found, campaign = _municipality(request, unit), campaign_or_404()
    number = request.POST.get("number", "")
    if not number.isdigit():
        raise Http404
    row = get_object_or_404(Reconciliation, unit=found, campaign=campaign, number=int(number))
    try:
        if "accept" in request.POST:
            told = reconciling.accept_list(by=request.cabinet, reconciliation=row, now=clock.now())
            messages.success(request, f"Список принят, изменений внесено: {len(told)}.")
        else:
            reason = request.POST.get("reason", "")
            reconciling.return_list(by=request.cabinet, reconciliation=row, reason=reason, now=clock.now())
            messages.success(request, "Список возвращён, координатор получил уведомление.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("enrollment:reconciled_list", unit=found.code)


def _municipality(request: CabinetRequest, code: str) -> Unit:
    found = unit_or_404(request.cabinet, code)
    if found.kind != UnitKind.MUNICIPALITY:
        raise Http404
    return found
