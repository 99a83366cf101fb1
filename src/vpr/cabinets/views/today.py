"""The first page of every cabinet, the role switch and the person's own profile."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.cabinets import services
from vpr.cabinets.access import signed_in
from vpr.cabinets.cards import PersonCard
from vpr.cabinets.deadlines import Deadline, deadline_of
from vpr.cabinets.forms import ContactsForm, PersonForm
from vpr.cabinets.middleware import SESSION_KEY
from vpr.cabinets.models import Account
from vpr.cabinets.notices import unread_of
from vpr.cabinets.queries import roles_of
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services.contacts import may_edit_contacts
from vpr.cabinets.today import Step, steps_of
from vpr.kernel.roles import ROLE_TITLE, Role

_NEWS = 5


@dataclass(frozen=True)
class ShownStep:
    step: Step
    deadline: Deadline | None


def cabinet_of(request: HttpRequest) -> Cabinet | None:
    return cast("Cabinet | None", getattr(request, "cabinet", None))


@signed_in
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    cabinet, now = cabinet_of(request), clock.now()
    if cabinet is None:
        return render(request, "cabinets/no_role.html")
    steps = [_shown(step, cabinet) for step in steps_of(cabinet, now)]
    news = [(notice, True) for notice in unread_of(cabinet).order_by("-sent_at").select_related("sent_by")[:_NEWS]]
    page = {
        "now": now,
        "own_steps": [shown for shown in steps if not shown.step.waiting],
        "waiting_steps": [shown for shown in steps if shown.step.waiting],
        "news": news,
    }
    return render(request, "cabinets/today.html", page)


def _shown(step: Step, cabinet: Cabinet) -> ShownStep:
    zone = cabinet.unit.time_zone
    return ShownStep(step, deadline_of(step.deadline, now=clock.now(), time_zone=zone) if step.deadline else None)


@signed_in
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Acts in another of the person's own roles from now on."""
    own = {str(item.pk): item for item in roles_of(cast(Account, request.user))}
    chosen = own.get(request.POST.get("appointment", ""))
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = chosen.pk
    messages.success(request, f"Теперь Вы действуете как {ROLE_TITLE[Role(chosen.role)].lower()}: {chosen.unit}.")
    return redirect("cabinets:today")


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """Own name, contacts of the own unit, links to password, second factor and sessions."""
    account, cabinet = cast(Account, request.user), cabinet_of(request)
    editable = cabinet is not None and may_edit_contacts(cabinet, cabinet.unit)
    person = PersonForm(request.POST if _sent(request, "person") else None, initial=_known_of(account, cabinet))
    contacts = ContactsForm.of(cabinet.unit) if cabinet and editable else None
    if request.method == "POST" and person.is_bound and person.is_valid():
        appointment = cabinet.appointment if cabinet else None
        services.edit_person(account=account, appointment=appointment, card=PersonCard(**person.cleaned_data))
        messages.success(request, "Сведения сохранены.")
        return redirect("cabinets:profile")
    if cabinet and editable and _sent(request, "contacts"):
        contacts = ContactsForm(request.POST)
        if contacts.is_valid():
            services.edit_contacts(by=cabinet, unit=cabinet.unit, now=clock.now(), **contacts.cleaned_data)
            messages.success(request, "Контакты сохранены.")
            return redirect("cabinets:profile")
    page = {"person_form": person, "contacts_form": contacts, "roles": roles_of(account)}
    return render(request, "cabinets/profile.html", page)


def _known_of(account: Account, cabinet: Cabinet | None) -> dict[str, str]:
    own = {"person": account.person, "email": account.email}
    return own | ({"post": cabinet.appointment.post, "phone": cabinet.appointment.phone} if cabinet else {})


def _sent(request: HttpRequest, form: str) -> bool:
    return request.method == "POST" and request.POST.get("form") == form
