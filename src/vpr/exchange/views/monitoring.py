"""The monitoring matrix, its contacts, its files, its reminder."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.models import Unit
from vpr.cabinets.rules import COORDINATORS
from vpr.exchange.forms import ChoiceForm, choice_query
from vpr.exchange.models import Expectation
from vpr.exchange.queries.behind import units_behind
from vpr.exchange.queries.columns import FORMS, RESULTS, SHOWN, Choice, usual_forms
from vpr.exchange.queries.matrix import Matrix, read_matrix
from vpr.exchange.rules import EVERY_UPLOADER
from vpr.exchange.services import reminder_text, send_reminders
from vpr.exchange.tables import contacts_workbook, matrix_workbook
from vpr.exchange.views.school import ABOVE_SCHOOL, XLSX, download
from vpr.kernel.roles import UnitKind


@allow(*ABOVE_SCHOOL)
@require_GET
def monitoring(request: CabinetRequest, unit: str = "") -> HttpResponse:
    """The whole page; for htmx the table alone, or 204 when nothing has changed since `stamp`."""
    place, form, choice = _place(request, unit)
    matrix = read_matrix(place, choice, clock.now())
    links = [(number, _url("exchange:monitoring", place, choice, page=number)) for number in matrix.page_numbers]
    page = _page(request, place, form, choice, matrix=matrix, rows=list(_lines(matrix)), page_links=links)
    page["own_forms_url"] = _own_forms_url(request, place)
    if not request.headers.get("HX-Request"):
        return render(request, "exchange/monitoring.html", page)
    if request.GET.get("stamp") == matrix.stamp:
        return HttpResponse(status=204)
    return render(request, "exchange/_matrix.html", page)


@allow(*ABOVE_SCHOOL)
@require_GET
def monitoring_table(request: CabinetRequest, unit: str) -> HttpResponse:
    place, _, choice = _place(request, unit)
    matrix = read_matrix(place, choice, clock.now(), paged=False)
    return download(f"Ход ВПР, {place.name}.xlsx", matrix_workbook(matrix, clock.now()), XLSX)


@allow(*ABOVE_SCHOOL)
@require_GET
def contacts(request: CabinetRequest, unit: str) -> HttpResponse:
    """Whom to call: units that owe forms, with telephones and addresses."""
    place, form, choice = _place(request, unit)
    behind = units_behind(place, choice, clock.now())
    return render(request, "exchange/contacts.html", _page(request, place, form, choice, behind=behind))


@allow(*ABOVE_SCHOOL)
@require_GET
def contacts_table(request: CabinetRequest, unit: str) -> HttpResponse:
    place, _, choice = _place(request, unit)
    behind = units_behind(place, choice, clock.now())
    return download(f"Контакты, {place.name}.xlsx", contacts_workbook(behind, clock.now()), XLSX)


@allow(*COORDINATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: CabinetRequest, unit: str) -> HttpResponse:
    """Shows the text and the receivers; POST sends."""
    place, form, choice = _place(request, unit)
    if request.method == "POST":
        count = send_reminders(by=request.cabinet, unit=place, choice=choice, now=clock.now())
        messages.success(request, f"Напоминание отправлено. Получателей: {count}.")
        return redirect(_url("exchange:monitoring", place, choice))
    behind = units_behind(place, choice, clock.now())
    waiting = [item for item in behind if item.reminded_at is None]
    page = _page(request, place, form, choice, receivers=waiting, reminded=len(behind) - len(waiting))
    page["text"] = reminder_text(waiting[0], choice.forms) if waiting else ""
    page["mailed"] = sum(1 for item in waiting if item.unit.contact_email)
    return render(request, "exchange/remind.html", page)


def _place(request: CabinetRequest, code: str) -> tuple[Unit, ChoiceForm, Choice]:
    unit = unit_or_404(request.cabinet, code) if code else request.cabinet.unit
    if unit.kind == UnitKind.SCHOOL:
        raise Http404
    form = ChoiceForm(request.GET)
    is_of_results = request.GET.get("grade") or request.GET.get("subject")  # a link of «Сегодня» or an old one
    return unit, form, form.choice(RESULTS if is_of_results or request.GET.get("forms") else usual_forms(clock.now()))


def _page(request: CabinetRequest, unit: Unit, form: ChoiceForm, choice: Choice, **more: Any) -> dict[str, Any]:
    reached = [step for step in (unit.region, unit.municipality, unit) if step and request.cabinet.scope.reaches(step)]
    return {
        "unit": unit,
        "crumbs": [(step, _url("exchange:monitoring", step, choice)) for step in reached[:-1]],
        "form": form,
        "choice": choice,
        "is_results": choice.forms == RESULTS,
        "groups": [
            (title, _url("exchange:monitoring", unit, Choice(forms=key)), key == choice.forms)
            for key, title in FORMS.items()
        ],
        "query": choice_query(choice),
        "here": _url("exchange:monitoring", unit, choice),
        "shown": [
            (title, _url("exchange:monitoring", unit, choice, show=key, page=1), key == choice.show)
            for key, title in SHOWN.items()
        ],
        "may_remind": request.cabinet.role in COORDINATORS,
        **more,
    }


def _own_forms_url(request: CabinetRequest, unit: Unit) -> str:
    """A municipality or a region exchanges forms itself: the page with them, empty when nothing is expected."""
    if not Expectation.objects.filter(unit=unit, workbook__campaign__is_current=True).exists():
        return ""
    is_own = unit.pk == request.cabinet.unit.pk and request.cabinet.role in EVERY_UPLOADER
    return reverse("exchange:steps") if is_own else reverse("exchange:school", args=[unit.code])


def _lines(matrix: Matrix) -> Any:
    """Rows with the address one level below: a unit's matrix or a school's page."""
    for row in matrix.rows:
        if matrix.is_of_schools:
            yield row, reverse("exchange:school", args=[row.unit.code])
        else:
            yield row, _url("exchange:monitoring", row.unit, matrix.choice, page=1)


def _url(name: str, unit: Unit, choice: Choice, **changes: Any) -> str:
    query = urlencode(choice_query(replace(choice, **changes)))
    return reverse(name, args=[unit.code]) + (f"?{query}" if query else "")
