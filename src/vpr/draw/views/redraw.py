"""A redraw: only by the federal organizer, only with a reason, in the open."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.draw import services
from vpr.draw.forms import RedrawForm
from vpr.draw.queries.plan import draw_plan
from vpr.draw.queries.school import class_lines
from vpr.draw.views.doors import current_campaign, school_or_404
from vpr.kernel.roles import Role


@allow(Role.FEDERAL_ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def redraw(request: CabinetRequest, unit: str) -> HttpResponse:
    found, campaign = school_or_404(request, unit), current_campaign()
    if campaign is None:
        raise Http404
    lines = class_lines(found, campaign, draw_plan(campaign))
    form = RedrawForm(lines, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.order_redraw(
                campaign=campaign,
                classes=[int(key) for key in form.cleaned_data["classes"]],
                reason=form.cleaned_data["reason"],
                source=form.cleaned_data["source"],
                by=request.cabinet.account,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Назначен повтор: {made}. Школа может исправить данные, пока Вы их не закроете.")
            return redirect("draw:round", made.number)
    page = {"unit": found, "form": form, "campaign": campaign, "any_drawn": any(line.works for line in lines)}
    return render(request, "draw/redraw.html", page)
