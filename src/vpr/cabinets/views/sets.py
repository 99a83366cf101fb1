"""Sets of responsible coordinators: the region makes them and puts any of its schools into them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from vpr.base import clock
from vpr.cabinets import services
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.coordinators import officers_of
from vpr.cabinets.directory import Filters, units_below
from vpr.cabinets.forms import SetForm
from vpr.cabinets.models import Unit, UnitMove, UnitQuerySet
from vpr.kernel.roles import Role, UnitKind

_FOUND = 30


@allow(Role.REGIONAL_COORDINATOR)
def sets(request: CabinetRequest) -> HttpResponse:
    form = SetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.create_set(by=request.cabinet, name=form.cleaned_data["name"], now=clock.now())
        messages.success(request, "Набор создан. Добавьте в него школы и назначьте ответственного координатора.")
        return redirect("cabinets:set", code=made.code)
    found = list(_sets(request).annotate(schools_count=Count("children", filter=Q(children__is_active=True))))
    keepers: dict[int, list[str]] = {}
    for officer in officers_of(found):
        told = "координатор не назначен" if officer.is_vacant else officer.person or "имя не указано"
        keepers.setdefault(officer.unit.pk, []).append(told)
    page = {"form": form, "rows": [(unit, ", ".join(keepers[unit.pk])) for unit in found]}
    return render(request, "cabinets/sets.html", page)


@allow(Role.REGIONAL_COORDINATOR)
def one_set(request: CabinetRequest, code: str) -> HttpResponse:
    """Schools of a set; a search for schools to put into it; its name."""
    chosen = _set_or_404(request, code)
    form = SetForm(request.POST or None, initial={"name": chosen.name})
    if request.method == "POST" and form.is_valid():
        services.rename_set(by=request.cabinet, chosen=chosen, name=form.cleaned_data["name"], now=clock.now())
        messages.success(request, "Название сохранено.")
        return redirect("cabinets:set", code=code)
    search = request.GET.get("q", "").strip()
    offered = units_below(request.cabinet.scope, Filters(UnitKind.SCHOOL, search)).exclude(parent=chosen)
    shown = Paginator(Unit.objects.schools().filter(parent=chosen).by_name(), 50).get_page(request.GET.get("page"))
    former = _former_places([unit.pk for unit in shown.object_list])
    page = {
        "chosen": chosen,
        "form": form,
        "search": search,
        "offered": offered.select_related("parent")[:_FOUND] if search else [],
        "shown": shown,
        "rows": [(unit, former.get(unit.pk, "")) for unit in shown.object_list],
        "places": _places(request).exclude(pk=chosen.pk),
        "query": "",
    }
    return render(request, "cabinets/set.html", page)


@allow(Role.REGIONAL_COORDINATOR)
@require_POST
def move(request: CabinetRequest, code: str) -> HttpResponse:
    """Ticked schools go into this set, or from it to the chosen place."""
    chosen = _set_or_404(request, code)
    schools = list(
        units_below(request.cabinet.scope, Filters(UnitKind.SCHOOL)).filter(code__in=request.POST.getlist("school"))
    )
    wanted = request.POST.get("to", "")
    to = _places(request).filter(code=wanted).first() if wanted else chosen
    if not schools or to is None:
        messages.warning(request, "Отметьте школы и выберите, куда их перевести.")
        return redirect("cabinets:set", code=code)
    reason = request.POST.get("reason", "")
    moved = services.move_schools(by=request.cabinet, schools=schools, to=to, reason=reason, now=clock.now())
    messages.success(request, f"Переведено школ: {moved}. Куда: {to.name}.")
    return redirect("cabinets:set", code=code)


@allow(Role.REGIONAL_COORDINATOR)
@require_POST
def close(request: CabinetRequest, code: str) -> HttpResponse:
    chosen = _set_or_404(request, code)
    services.close_set(by=request.cabinet, chosen=chosen, now=clock.now())
    messages.success(request, "Набор закрыт.")
    return redirect("cabinets:sets")


def _places(request: CabinetRequest) -> UnitQuerySet:
    return units_below(request.cabinet.scope, Filters(UnitKind.MUNICIPALITY))


def _sets(request: CabinetRequest) -> UnitQuerySet:
    return _places(request).filter(is_direct=True)


def _set_or_404(request: CabinetRequest, code: str) -> Unit:
    found = unit_or_404(request.cabinet, code)
    if not found.is_direct or not found.is_active:
        raise Http404
    return found


def _former_places(keys: list[int]) -> dict[int, str]:
    """Code of the municipality from which each school came last."""
    moves = UnitMove.objects.filter(unit__in=keys, came_from__is_direct=False).order_by("moved_at")
    return dict(moves.values_list("unit_id", "came_from__code"))
