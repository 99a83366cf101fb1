"""Help by role and the reference of faults."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.help import fault_catalogues, help_for
from vpr.kernel.roles import EVERY_ROLE, ROLE_TITLE


@allow(*EVERY_ROLE)
@require_safe
def help_page(request: CabinetRequest) -> HttpResponse:
    page = {"sections": help_for(request.cabinet.role), "role": ROLE_TITLE[request.cabinet.role]}
    return render(request, "cabinets/help.html", page)


@allow(*EVERY_ROLE)
@require_safe
def faults(request: CabinetRequest) -> HttpResponse:
    return render(request, "cabinets/faults.html", {"catalogues": fault_catalogues()})
