"""The directory of units below, the card of one unit, its contacts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.cabinets import services
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.deadlines import clock_title
from vpr.cabinets.directory import (
    ACCESS_TITLE,
    KIND_TITLE,
    PAGE,
    Filters,
    access_of,
    kinds_below,
    units_below,
)
from vpr.cabinets.downloads import XLSX, attachment
from vpr.cabinets.forms import AppointmentForm, ContactsForm
from vpr.cabinets.lists import directory_workbook
from vpr.cabinets.models import Proposal, Unit
from vpr.cabinets.queries import appointments_of, journal_of, may_see_staff, names_above, units_above
from vpr.cabinets.rules import COORDINATORS
from vpr.cabinets.services.appointments import roles_to_give
from vpr.cabinets.services.contacts import may_edit_contacts
from vpr.cabinets.unit_notes import unit_notes
from vpr.cabinets.verbs import verb_title
from vpr.kernel.roles import EVERY_ROLE, Role

READERS = (*COORDINATORS, Role.REGIONAL_ANALYST)


@allow(*READERS)
@require_safe
def units(request: CabinetRequest) -> HttpResponse:
    scope = request.cabinet.scope
    filters = Filters.of(request.GET, scope)
    shown = Paginator(units_below(scope, filters), PAGE).get_page(request.GET.get("page"))
    rows, access = list(shown.object_list), access_of(list(shown.object_list))
    above = names_above(rows)
    page = {
        "filters": filters,
        "kinds": [(kind.value, KIND_TITLE[kind]) for kind in kinds_below(scope.kind)],
        "narrowings": units_above(scope),
        "access_choices": [(state.value, title) for state, title in ACCESS_TITLE.items()],
        "shown": shown,
        "rows": [(unit, above.get(unit.parent_id or 0, ""), access[unit.pk]) for unit in rows],
        "query": _query(request),
        "may_issue": request.cabinet.role in COORDINATORS,
    }
    return render(request, "cabinets/units.html", page)


def _query(request: CabinetRequest) -> str:
    """The filters as a query string, without the page number."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@allow(*READERS)
@require_safe
def units_workbook(request: CabinetRequest) -> HttpResponse:
    """The filtered list with contacts as XLSX."""
    filters = Filters.of(request.GET, request.cabinet.scope)
    found = list(units_below(request.cabinet.scope, filters))
    content = directory_workbook(found, names_above(found), now=clock.now())
    return attachment(content, "Справочник организаций.xlsx", XLSX)


@allow(*EVERY_ROLE)
@require_safe
def unit(request: CabinetRequest, code: str) -> HttpResponse:
    found, cabinet = unit_or_404(request.cabinet, code), request.cabinet
    roles = roles_to_give(cabinet, found)
    page = {
        "unit": found,
        "local_clock": clock_title(found.time_zone, clock.now()),
        "appointments": appointments_of(found, cabinet),
        "appointment_form": AppointmentForm(roles=roles) if roles else None,
        "may_edit_contacts": may_edit_contacts(cabinet, found),
        "may_see": any(may_see_staff(cabinet, found, role) for role in roles),
        "successors": _successors(found, roles),
        "former": found.appointments.filter(ended_at__isnull=False).order_by("-ended_at")[:5],
        "notes": unit_notes(found),
        "moves": found.moves.select_related("came_from", "went_to").order_by("-moved_at")[:10],
        "journal": [(entry, verb_title(entry.verb)) for entry in journal_of(cabinet.scope, unit=found)[:15]],
    }
    return render(request, "cabinets/unit.html", page)


def _successors(found: Unit, roles: list[Role]) -> list[Proposal]:
    """Named successors who have not come yet; `may_withdraw` where this cabinet may take the name back."""
    named = list(Proposal.objects.filter(unit=found, state="approved").order_by("starts_on"))
    for item in named:
        item.may_withdraw = Role(item.role) in roles  # type: ignore[attr-defined]
    return named


@allow(*COORDINATORS, Role.SCHOOL_ORGANIZER)
def contacts(request: CabinetRequest, code: str) -> HttpResponse:
    found = unit_or_404(request.cabinet, code)
    if not may_edit_contacts(request.cabinet, found):
        raise Http404
    form = ContactsForm(request.POST) if request.method == "POST" else ContactsForm.of(found)
    if request.method == "POST" and form.is_valid():
        services.edit_contacts(by=request.cabinet, unit=found, now=clock.now(), **form.cleaned_data)
        messages.success(request, "Контакты сохранены.")
        return redirect("cabinets:unit", code=found.code)
    return render(request, "cabinets/contacts.html", {"unit": found, "form": form})
