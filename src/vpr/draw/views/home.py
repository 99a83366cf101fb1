"""One address of the draw for every role: each is led to its own page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from vpr.cabinets.access import CabinetRequest, allow
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES, Role


@allow(*EVERY_ROLE)
@require_safe
def home(request: CabinetRequest) -> HttpResponse:
    if request.cabinet.role in SCHOOL_ROLES:
        return redirect("draw:school")
    return redirect("draw:rounds" if request.cabinet.role is Role.FEDERAL_ORGANIZER else "draw:monitoring")
