"""Appointments of a unit: appoint, end, one person's code, second factor. All buttons of the unit's card."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from vpr.base import clock
from vpr.cabinets import services
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.downloads import PDF, attachment
from vpr.cabinets.forms import AppointmentForm
from vpr.cabinets.models import Appointment, Unit
from vpr.cabinets.queries import names_above
from vpr.cabinets.rules import KEEPERS
from vpr.cabinets.services.appointments import roles_to_give
from vpr.cabinets.sheets import codes_pdf, sheet_lines
from vpr.cabinets.views.activation import activation_address
from vpr.kernel.roles import Role


@allow(*KEEPERS)
@require_POST
def appoint(request: CabinetRequest, code: str) -> HttpResponse:
    unit = unit_or_404(request.cabinet, code)
    roles = roles_to_give(request.cabinet, unit)
    if not roles:
        raise Http404
    form = AppointmentForm(request.POST, roles=roles)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return _card(unit)
    role = Role(form.cleaned_data.pop("role"))
    appointment = services.appoint(by=request.cabinet, unit=unit, role=role, now=clock.now(), **form.cleaned_data)
    messages.success(request, f"Роль назначена. Логин: {appointment.account.login}. Выдайте код активации.")
    return _card(unit)


@allow(*KEEPERS)
@require_POST
def end(request: CabinetRequest, code: str, number: int) -> HttpResponse:
    unit, appointment = _managed(request, code, number)
    services.end_appointment(by=request.cabinet, appointment=appointment, now=clock.now())
    messages.success(request, f"Роль снята: {appointment.account.login}.")
    return _card(unit)


@allow(*KEEPERS)
@require_POST
def issue(request: CabinetRequest, code: str, number: int) -> HttpResponse:
    """A new code for one person, as a PDF shown this once."""
    unit, appointment = _managed(request, code, number)
    issued = services.issue_code(by=request.cabinet, appointment=appointment, now=clock.now())
    lines = sheet_lines([issued], names_above([unit]))
    address = activation_address(request)
    content = codes_pdf(lines, title="Код активации", address=address, now=clock.now())
    return attachment(content, f"Код активации {issued.login}.pdf", PDF)


@allow(*KEEPERS)
@require_POST
def revoke(request: CabinetRequest, code: str, number: int) -> HttpResponse:
    unit, appointment = _managed(request, code, number)
    services.revoke_codes(by=request.cabinet, appointment=appointment, now=clock.now())
    messages.success(request, f"Невостребованный код отозван: {appointment.account.login}.")
    return _card(unit)


@allow(*KEEPERS)
@require_POST
def reset_second_factor(request: CabinetRequest, code: str, number: int) -> HttpResponse:
    unit, appointment = _managed(request, code, number)
    services.reset_second_factor(by=request.cabinet, appointment=appointment, now=clock.now())
    messages.success(request, f"Второй фактор снят: {appointment.account.login}.")
    return _card(unit)


def _managed(request: CabinetRequest, code: str, number: int) -> tuple[Unit, Appointment]:
    """A live appointment of a unit in the scope that this cabinet may manage; anything else does not exist."""
    unit = unit_or_404(request.cabinet, code)
    found = Appointment.objects.select_related("account", "unit").filter(pk=number, unit=unit, ended_at=None).first()
    if found is None:
        raise Http404
    if Role(found.role) not in roles_to_give(request.cabinet, unit):
        raise Http404
    return unit, found


def _card(unit: Unit) -> HttpResponse:
    return redirect("cabinets:unit", code=unit.code)
