"""«Подготовка»: everything of a campaign before the day, as cards in the order in which it is done."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.deadlines import deadline_of
from vpr.cabinets.preparation import cards_of
from vpr.kernel.roles import EVERY_ROLE


@allow(*EVERY_ROLE)
@require_safe
def preparation(request: CabinetRequest) -> HttpResponse:
    now, zone = clock.now(), request.cabinet.unit.time_zone
    cards = [
        (shown, deadline_of(shown.state.deadline, now=now, time_zone=zone) if shown.state.deadline else None)
        for shown in cards_of(request.cabinet, now)
    ]
    return render(request, "enrollment/preparation.html", {"cards": cards})
