"""Doorway of past campaigns: bring exports, watch them load, read what was refused."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import allow
from vpr.cabinets.scope import Cabinet
from vpr.kernel.roles import FEDERAL_ROLES, REGIONAL_ROLES
from vpr.results.forms import BringForm
from vpr.results.importing.receiving import receive_imports
from vpr.results.importing.report import as_csv, as_xlsx, report_of
from vpr.results.models import ImportFile, ImportState

_PER_PAGE = 50
_FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@allow(*REGIONAL_ROLES, *FEDERAL_ROLES)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    cabinet: Cabinet = request.cabinet  # type: ignore[attr-defined]
    form = BringForm(request.POST or None, request.FILES or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        brought = ((file.name, file.read()) for file in form.cleaned_data["exports"])
        try:
            receive_imports(
                unit=cabinet.unit,
                brought=brought,
                year=form.cleaned_data["year"],
                assessment_code=form.cleaned_data["assessment"],
                account=cabinet.account,
                now=clock.now(),
            )
            return redirect("results:imports")
        except Refusal as refused:
            refusal = str(refused)
    rows = ImportFile.objects.within(cabinet.scope).select_related("load", "load__assessment__campaign", "unit")
    waiting = rows.filter(state=ImportState.WAITING).count()
    page = Paginator(rows.order_by("-brought_at", "-id"), _PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "refusal": refusal, "page": page, "waiting": waiting}
    template = "results/_imports.html" if request.headers.get("HX-Request") else "results/imports.html"
    return render(request, template, context, status=409 if refusal else 200)


@allow(*REGIONAL_ROLES, *FEDERAL_ROLES)
@require_GET
def import_report(request: HttpRequest, number: int) -> HttpResponse:
    brought = _brought(request, number)
    report = report_of(brought.load) if brought.load else None
    page = Paginator(report.refusals, _PER_PAGE).get_page(request.GET.get("page")) if report else None
    return render(request, "results/import_report.html", {"brought": brought, "report": report, "page": page})


@allow(*REGIONAL_ROLES, *FEDERAL_ROLES)
@require_GET
def import_refusals(request: HttpRequest, number: int, form: str) -> HttpResponse:
    brought = _brought(request, number)
    if form not in _FILES or brought.load is None:
        raise Http404
    write, kind = _FILES[form]
    response = HttpResponse(write(report_of(brought.load)), content_type=kind)
    name = f"Отклонённые строки {brought.name.rsplit('.', 1)[0]}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _brought(request: HttpRequest, number: int) -> ImportFile:
    cabinet: Cabinet = request.cabinet  # type: ignore[attr-defined]
    rows = ImportFile.objects.within(cabinet.scope).select_related(
        "load", "load__assessment__campaign", "unit", "brought_by"
    )
    return get_object_or_404(rows, pk=number)
