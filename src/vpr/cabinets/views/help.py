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
    """One catalogue at a time, or the one that holds `?code=`: all together are too heavy for a slow link."""
    catalogues = list(fault_catalogues())
    code, key = request.GET.get("code", "").strip().upper(), request.GET.get("of", "")
    chosen = next((item for item in catalogues if code and item.holds(code)), None)
    chosen = chosen or next((item for item in catalogues if item.key == key), None)
    page = {"catalogues": catalogues, "chosen": chosen, "code": code, "is_unknown": bool(code) and chosen is None}
    return render(request, "cabinets/faults.html", page)
