"""Access: the page where a code becomes a password, and the page where coordinators hand codes down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets import services
from vpr.cabinets.access import CabinetRequest, allow, open_to_all
from vpr.cabinets.directory import (
    ACCESS_TITLE,
    KIND_TITLE,
    Filters,
    access_counts,
    kinds_below,
    units_below,
)
from vpr.cabinets.downloads import PDF, XLSX, attachment
from vpr.cabinets.forms import ActivationForm
from vpr.cabinets.models import UnitQuerySet
from vpr.cabinets.queries import names_above, units_above
from vpr.cabinets.rules import COORDINATORS
from vpr.cabinets.sheets import codes_pdf, codes_workbook, require_fits_paper, sheet_lines


def activation_address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("cabinets:activate"))


@open_to_all
@require_safe
def access_help(request: HttpRequest) -> HttpResponse:
    """For those who forgot the password: a new code comes from the coordinator, never by e-mail."""
    return render(request, "cabinets/access_help.html")


@open_to_all
@sensitive_post_parameters("code", "password", "again")
@never_cache
def activate(request: HttpRequest) -> HttpResponse:
    form = ActivationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = services.activate(
                code=form.cleaned_data["code"],
                password=form.cleaned_data["password"],
                pledged=form.cleaned_data["pledged"],
                now=clock.real_now(),
            )
        except Refusal as refusal:  # somebody spent the code between the check and now
            form.add_error("code", str(refusal))
        else:
            messages.success(request, f"Пароль задан. Войдите с логином {account.login}.")
            return redirect("account_login")
    return render(request, "cabinets/activate.html", {"form": form})


@allow(*COORDINATORS)
@never_cache
def codes(request: CabinetRequest) -> HttpResponse:
    """Whom to give access; a POST answers with the sheet itself, the only time when codes can be read."""
    scope = request.cabinet.scope
    asked = request.POST if request.method == "POST" else request.GET
    filters = Filters.of(asked, scope)
    found = _chosen(units_below(scope, filters), asked)
    if request.method == "POST":
        return _issue(request, found)
    page = {
        "filters": filters,
        "kinds": [(kind.value, KIND_TITLE[kind]) for kind in kinds_below(scope.kind)],
        "narrowings": units_above(scope),
        "counts": [(ACCESS_TITLE[state], state.value, count) for state, count in access_counts(found).items()],
        "total": found.count(),
    }
    return render(request, "cabinets/codes.html", page)


def _chosen(found: UnitQuerySet, asked: QueryDict) -> UnitQuerySet:
    codes = asked.getlist("unit")
    return found.filter(code__in=codes) if codes else found


def _issue(request: CabinetRequest, found: UnitQuerySet) -> HttpResponse:
    now, wants_pdf = clock.real_now(), request.POST.get("format") == "pdf"
    units = list(found)
    if wants_pdf:
        require_fits_paper(len(units))
    issued = services.issue_codes(by=request.cabinet, units=units, again=bool(request.POST.get("again")), now=now)
    if not issued:
        messages.warning(request, "Новых кодов нет: у всех выбранных организаций вход уже выполнен.")
        return redirect("cabinets:codes")
    lines, address = sheet_lines(issued, names_above(units)), activation_address(request)
    title = f"Коды активации: {request.cabinet.unit}"
    if wants_pdf:
        return attachment(codes_pdf(lines, title=title, address=address, now=now), f"{title}.pdf", PDF)
    return attachment(codes_workbook(lines, title=title, address=address, now=now), f"{title}.xlsx", XLSX)
