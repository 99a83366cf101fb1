"""Закрепление: regions with the dry run of each, one press for one region or for the country."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.base.queue import defer
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.models import Unit
from vpr.enrollment.queries.applications import frozen_regions
from vpr.enrollment.queries.monitoring import progress_below
from vpr.enrollment.services.freezing import freeze_applications, freeze_summary
from vpr.enrollment.views.doors import campaign_or_404
from vpr.kernel.roles import Role, UnitKind

_NAMED = 100


@allow(Role.FEDERAL_ORGANIZER)
@require_safe
def freeze(request: CabinetRequest) -> HttpResponse:
    """All regions; `?region=` shows what a press would do there, schools without an application named."""
    campaign = campaign_or_404()
    frozen = frozen_regions(campaign)
    rows = [(item, frozen.get(item.unit.pk)) for item in progress_below(request.cabinet.unit, campaign)]
    chosen = next((item.unit for item, _ in rows if item.unit.code == request.GET.get("region")), None)
    summary = freeze_summary(chosen, campaign) if chosen and chosen.pk not in frozen else None
    page = {
        "campaign": campaign,
        "rows": rows,
        "chosen": chosen,
        "summary": summary,
        "named": summary.missing[:_NAMED] if summary else (),
        "left": [item for item, done in rows if done is None and item.schools],
    }
    return render(request, "enrollment/freeze.html", page)


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def press(request: CabinetRequest) -> HttpResponse:
    """One region at once; the whole country region by region in the queue."""
    campaign, without = campaign_or_404(), request.POST.get("without_missing") == "yes"
    if request.POST.get("region") == "all":
        frozen = frozen_regions(campaign)
        regions = [unit for unit in Unit.objects.filter(kind=UnitKind.REGION, is_active=True) if unit.pk not in frozen]
        for region in regions:
            defer(
                "enrollment.freeze_region",
                once_as=f"freeze-{campaign.pk}-{region.pk}",
                campaign_id=campaign.pk,
                region_id=region.pk,
                appointment_id=request.cabinet.appointment.pk,
                without_missing=without,
            )
        messages.success(request, f"Закрепление поставлено в очередь, регионов: {len(regions)}. Обновите страницу.")
        return redirect("enrollment:freeze")
    region = get_object_or_404(Unit, kind=UnitKind.REGION, code=request.POST.get("region", ""))
    try:
        made = freeze_applications(
            by=request.cabinet, campaign=campaign, region=region, without_missing=without, now=clock.now()
        )
        messages.success(request, f"{region}: закреплено, школ {made.schools}, ожидается форм {made.expectations}.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("enrollment:freeze")
