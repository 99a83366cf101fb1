"""The list of schools in the browser: upload, dry run, «Загрузить»."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.downloads import XLSX, attachment
from vpr.campaigns.views.kept import kept_table, token_of
from vpr.enrollment.faults import LIST
from vpr.enrollment.services.importing import import_schools
from vpr.enrollment.sheets import empty_list
from vpr.kernel.faults import render as fault_text
from vpr.kernel.roles import Role, UnitKind

_SHOWN = 200
_LARGEST = 20 * 1024 * 1024


@allow(Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR)
def import_list(request: CabinetRequest) -> HttpResponse:
    """First what would change, then the press that does it. A region brings its own schools only."""
    if request.method != "POST":
        return render(request, "enrollment/import_schools.html", {"report": None})
    if "apply" in request.POST:
        content, _ = kept_table(request.POST.get("token", ""))
        report = import_schools(content=content, region=_region(request), by=request.cabinet, now=clock.now())
        messages.success(
            request, f"Список загружен: новых школ {report.schools_new}, всего строк {report.rows_stored}."
        )
        return redirect("cabinets:units")
    chosen = request.FILES.get("file")
    if chosen is None or chosen.size is None or chosen.size > _LARGEST:
        messages.error(request, "Выберите файл со списком школ, не больше 20 МБ.")
        return render(request, "enrollment/import_schools.html", {"report": None}, status=422)
    content = chosen.read()
    if not isinstance(content, bytes):
        raise BadRequest
    report = import_schools(content=content, region=_region(request), by=request.cabinet, dry_run=True, now=clock.now())
    page = {
        "report": report,
        "name": chosen.name,
        "token": token_of(content, chosen.name or "") if report.rows_stored else "",
        "refusals": [fault_text(fault, LIST) for fault in report.faults[:_SHOWN]],
        "elsewhere": report.elsewhere[:_SHOWN],
    }
    return render(request, "enrollment/import_schools.html", page, status=422 if report.faults else 200)


@allow(Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR)
@require_safe
def sample_list(request: CabinetRequest) -> HttpResponse:
    """The empty list with its columns and how each is written."""
    return attachment(empty_list(now=clock.now()), "Список школ.xlsx", XLSX)


def _region(request: CabinetRequest) -> str:
    unit = request.cabinet.unit
    return unit.code[3:5] if unit.kind == UnitKind.REGION else ""
