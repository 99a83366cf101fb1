"""Appointments of a unit: appoint, replace, correct the card, end, one person's code, second factor."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from vpr.base import clock
from vpr.cabinets import services
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.downloads import PDF, attachment
from vpr.cabinets.forms import AppointmentForm, CardForm, SuccessorForm
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
    role, login = Role(form.cleaned_data["role"]), form.cleaned_data["login"]
    appointment = services.appoint(
        by=request.cabinet, unit=unit, role=role, login=login, card=form.card(), now=clock.now()
    )
    messages.success(request, f"Роль назначена. Логин: {appointment.account.login}. Выдайте код активации.")
    return _card(unit)


def _button(verb: Callable[..., object], done: str) -> Callable[..., HttpResponse]:
    """A button of the card: one verb on one appointment, then the card again."""

    @allow(*KEEPERS)
    @require_POST
    def view(request: CabinetRequest, code: str, number: int) -> HttpResponse:
        unit, appointment = _managed(request, code, number)
        verb(by=request.cabinet, appointment=appointment, now=clock.now())
        messages.success(request, f"{done}: {appointment.account.login}.")
        return _card(unit)

    return view


end = _button(services.end_appointment, "Роль снята")
revoke = _button(services.revoke_codes, "Невостребованный код отозван")
reset_second_factor = _button(services.reset_second_factor, "Второй фактор снят")


@allow(*KEEPERS)
@require_POST
def issue(request: CabinetRequest, code: str, number: int) -> HttpResponse:
    """A new code for one person, as a PDF shown this once."""
    unit, appointment = _managed(request, code, number)
    issued = services.issue_code(by=request.cabinet, appointment=appointment, now=clock.real_now())
    lines = sheet_lines([issued], names_above([unit]))
    address = activation_address(request)
    content = codes_pdf(lines, title="Код активации", address=address, now=clock.real_now())
    return attachment(content, f"Код активации {issued.login}.pdf", PDF)


@allow(*KEEPERS)
def card(request: CabinetRequest, code: str, number: int) -> HttpResponse:
    """Corrects what is known of an officer."""
    unit, appointment = _managed(request, code, number)
    form = CardForm(request.POST or None, initial=CardForm.known(appointment))
    if request.method == "POST" and form.is_valid():
        services.edit_card(by=request.cabinet, appointment=appointment, card=form.card(), now=clock.now())
        messages.success(request, "Карточка сохранена.")
        return _card(unit)
    return _officer_page(request, unit, appointment, form, "Карточка сотрудника", "Сохранить")


@allow(*KEEPERS)
def replace(request: CabinetRequest, code: str, number: int) -> HttpResponse:
    """Names a successor from a date; the work of the unit stays where it is."""
    unit, appointment = _managed(request, code, number)
    now = clock.now()
    form = SuccessorForm(request.POST or None, initial={"starts_on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        proposal = services.replace(
            by=request.cabinet,
            appointment=appointment,
            card=form.card(),
            starts_on=form.cleaned_data["starts_on"],
            ends_at_once=form.cleaned_data["ends_at_once"],
            now=now,
        )
        if proposal.state == "settled":
            messages.success(request, "Преемник приступил. Выдайте ему код активации.")
        else:
            messages.success(request, f"Преемник приступит {proposal.starts_on:%d.%m.%Y}.")
        return _card(unit)
    return _officer_page(request, unit, appointment, form, "Заменить сотрудника", "Назначить преемника")


def _officer_page(
    request: CabinetRequest, unit: Unit, appointment: Appointment, form: CardForm, title: str, button: str
) -> HttpResponse:
    page = {"unit": unit, "form": form, "title": title, "button": button, "login": appointment.account}
    return render(request, "cabinets/officer.html", page)


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
