"""«Кому звонить» and lists of coordinators: the register, its files, and a list that is brought with a trial first."""

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.cabinets import services
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.coordinators import (
    Officer,
    kinds_of_register,
    officers_above,
    officers_of,
    register_units,
)
from vpr.cabinets.directory import KIND_TITLE, PAGE, Filters
from vpr.cabinets.downloads import XLSX, attachment
from vpr.cabinets.faults import CATALOGUE
from vpr.cabinets.forms import RosterForm
from vpr.cabinets.models import Unit, UnitQuerySet
from vpr.cabinets.queries import names_above, units_above
from vpr.cabinets.register_files import register_workbook, roster_template, vcards
from vpr.cabinets.roster import ACTION_TITLE, RosterLine
from vpr.cabinets.roster_files import read_roster
from vpr.cabinets.rules import COORDINATORS
from vpr.kernel.faults import render as fault_text
from vpr.kernel.roles import EVERY_ROLE

_SALT = "vpr.cabinets.roster"


@allow(*EVERY_ROLE)
@require_safe
def coordinators(request: CabinetRequest) -> HttpResponse:
    """Those above, whom to call; and those below, whom to keep."""
    cabinet = request.cabinet
    kinds = kinds_of_register(cabinet)
    page = {"above": officers_above(cabinet), "kinds": [(kind.value, KIND_TITLE[kind]) for kind in kinds]}
    if kinds:
        units, filters = _chosen(request)
        shown = Paginator(units, PAGE).get_page(request.GET.get("page"))
        rows = list(shown.object_list)
        names = names_above(rows)
        page |= {
            "filters": filters,
            "narrowings": units_above(cabinet.scope),
            "vacant": bool(request.GET.get("vacant")),
            "shown": shown,
            "rows": [(officer, names.get(officer.unit.parent_id or 0, "")) for officer in officers_of(rows)],
            "query": _query(request),
            "may_keep": cabinet.role in COORDINATORS,
        }
    return render(request, "cabinets/coordinators.html", page)


@allow(*EVERY_ROLE)
@require_safe
def coordinators_workbook(request: CabinetRequest) -> HttpResponse:
    officers, units = _listed(request)
    content = register_workbook(officers, names_above(units), now=clock.now())
    return attachment(content, "Координаторы.xlsx", XLSX)


@allow(*EVERY_ROLE)
@require_safe
def coordinators_cards(request: CabinetRequest) -> HttpResponse:
    """Contacts for the address book of a telephone."""
    officers, _ = _listed(request)
    return attachment(vcards(officers), "Координаторы.vcf", "text/vcard; charset=utf-8")


def _listed(request: CabinetRequest) -> tuple[list[Officer], list[Unit]]:
    """What the page shows, all pages of it; a cabinet with nobody below gets those above."""
    above = officers_above(request.cabinet)
    if not kinds_of_register(request.cabinet):
        return above, [officer.unit for officer in above]
    units = list(_chosen(request)[0])
    return above + officers_of(units), [officer.unit for officer in above] + units


def _chosen(request: CabinetRequest) -> tuple[UnitQuerySet, Filters]:
    kinds = kinds_of_register(request.cabinet)
    asked = Filters.of(request.GET, request.cabinet.scope)
    kind = asked.kind if request.GET.get("kind") in kinds else kinds[0]
    filters = Filters(kind, asked.search, asked.above)
    return register_units(request.cabinet, filters, vacant=bool(request.GET.get("vacant"))), filters


def _query(request: CabinetRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@allow(*COORDINATORS)
@require_safe
def roster_form(request: CabinetRequest) -> HttpResponse:
    """The list of the nearest level with those who work now, to be corrected and brought back."""
    kind = kinds_of_register(request.cabinet)[0]
    units = list(register_units(request.cabinet, Filters(kind), vacant=False))
    return attachment(roster_template(officers_of(units), now=clock.now()), "Список координаторов.xlsx", XLSX)


@allow(*COORDINATORS)
@never_cache
def roster(request: CabinetRequest) -> HttpResponse:
    """First a trial: what each line would do. The second button does exactly that."""
    form = RosterForm()
    page: dict[str, object] = {}
    if request.method == "POST" and "lines" in request.POST:
        return _apply(request)
    if request.method == "POST":
        form = RosterForm(request.POST, request.FILES)
        if form.is_valid():
            sent = form.cleaned_data["file"]
            lines, faults = read_roster(sent.read(), sent.name)
            plan = services.plan_roster(by=request.cabinet, lines=lines)
            page = {
                "faults": [fault_text(fault, CATALOGUE) for fault in (faults or plan.faults)],
                "plan": [(item, ACTION_TITLE[item.action]) for item in plan.lines],
                "signed": signing.dumps([line.as_dict() for line in lines], salt=_SALT, compress=True),
            }
    return render(request, "cabinets/roster.html", page | {"form": form})


def _apply(request: CabinetRequest) -> HttpResponse:
    try:
        typed = signing.loads(request.POST["lines"], salt=_SALT, max_age=3600)
    except signing.BadSignature as error:
        raise Http404 from error
    lines = [RosterLine(**line) for line in typed]
    plan = services.apply_roster(by=request.cabinet, lines=lines, now=clock.now())
    messages.success(request, f"Список принят, строк: {len(plan.lines)}. Новым координаторам выдайте коды активации.")
    return redirect("cabinets:coordinators")
