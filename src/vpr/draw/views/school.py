"""What a school has drawn: on the screen and on paper, with the way to check it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.downloads import PDF, attachment
from vpr.cabinets.models import Unit
from vpr.draw.papers import result_paper
from vpr.draw.queries.plan import draw_plan
from vpr.draw.queries.school import class_lines
from vpr.draw.views.doors import ABOVE_SCHOOL, current_campaign, school_or_404
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES, Role


@allow(*SCHOOL_ROLES)
@require_safe
def school(request: CabinetRequest) -> HttpResponse:
    return _page(request, request.cabinet.unit)


@allow(*ABOVE_SCHOOL)
@require_safe
def school_of(request: CabinetRequest, unit: str) -> HttpResponse:
    return _page(request, school_or_404(request, unit))


@allow(*EVERY_ROLE)
@require_safe
def paper(request: CabinetRequest, unit: str) -> HttpResponse:
    found, campaign = school_or_404(request, unit), current_campaign()
    lines = class_lines(found, campaign, draw_plan(campaign)) if campaign else []
    drawn = [line for line in lines if line.works]
    if campaign is None or not drawn:
        raise Http404
    content = result_paper(found, campaign, drawn, request.build_absolute_uri("/draw/public/"), clock.now())
    return attachment(content, f"Предметы по жребию {found.code}.pdf", PDF)


def _page(request: CabinetRequest, unit: Unit) -> HttpResponse:
    campaign = current_campaign()
    plan = draw_plan(campaign) if campaign else None
    lines = class_lines(unit, campaign, plan) if campaign and plan else []
    rounds = {line.round.pk: line.round for line in lines if line.round is not None}
    page = {
        "campaign": campaign,
        "unit": unit,
        "lines": lines,
        "has_groups": bool(plan and plan.groups),
        "is_own": unit.pk == request.cabinet.unit.pk,
        "may_redraw": request.cabinet.role is Role.FEDERAL_ORGANIZER,
        "any_drawn": any(line.works for line in lines),
        "rounds": sorted(rounds.values(), key=lambda found: found.number),
    }
    return render(request, "draw/school.html", page)
