"""Doorway: scope -> report -> page, chart or file. Outside the scope nothing exists."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vpr.analytics import queries
from vpr.analytics.charts.drawing import ChartNotDrawn, svg_of
from vpr.analytics.charts.specs import Width
from vpr.analytics.downloads import text, xlsx
from vpr.analytics.forms import choices_of, filters_of
from vpr.analytics.rendering import table_html
from vpr.analytics.report import STAGE_TITLE, Report, Stage
from vpr.analytics.reports.registry import REPORTS
from vpr.analytics.specification import specification_of
from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.campaigns.models import Assessment
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES, UnitKind

#: Individual results are listed in a spreadsheet up to here; a CSV may be four times as long.
XLSX_PARTICIPANTS = 5_000
CSV_PARTICIPANTS = 60_000

NAMES_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'none'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def _may_preview(cabinet: Cabinet) -> bool:
    """Only the school itself sees its preliminary figures."""
    return cabinet.scope.kind is UnitKind.SCHOOL


def _found(request: CabinetRequest, assessment: str, unit: str) -> tuple[Assessment, Unit]:
    reached = unit_or_404(request.cabinet, unit)
    return get_object_or_404(Assessment.objects.select_related("campaign"), code=assessment), reached


def _report(
    request: CabinetRequest, assessment: Assessment, unit: Unit, name: str, *, is_listing: bool = False
) -> Report:
    if name not in REPORTS:
        raise Http404
    return queries.report(
        name,
        assessment=assessment,
        unit=unit,
        now=clock.now(),
        filters=filters_of(request.GET),
        may_preview=_may_preview(request.cabinet),
        prefer_own=request.GET.get("stage") == "own",
        is_listing=is_listing,
    )


@require_safe
@allow(*EVERY_ROLE)
def index(request: CabinetRequest) -> HttpResponse:
    """Every assessment with the stage of its results for the cabinet's own unit."""
    unit = request.cabinet.unit
    found = queries.standings(unit, may_preview=_may_preview(request.cabinet))
    return render(request, "analytics/index.html", {"unit": unit, "standings": found, "stages": STAGE_TITLE})


@require_safe
@allow(*SCHOOL_ROLES)
def own_results(request: CabinetRequest) -> HttpResponse:
    """The school's own results of every assessment it has uploaded, preliminary ones too."""
    unit = request.cabinet.unit
    found = [s for s in queries.standings(unit, may_preview=True) if s.stage is not Stage.NONE]
    return render(request, "analytics/own_results.html", {"unit": unit, "standings": found, "stages": STAGE_TITLE})


@require_safe
@allow(*EVERY_ROLE)
def reports(request: CabinetRequest, assessment: str, unit: str) -> HttpResponse:
    """The seven reports of an assessment for a unit."""
    work, reached = _found(request, assessment, unit)
    summary = _report(request, work, reached, "marks_statistics")
    return render(
        request,
        "analytics/reports.html",
        {
            "assessment": work,
            "unit": reached,
            "report": summary,
            "definitions": REPORTS.values(),
            "table": _tables(request, work, summary)[:1],
            "is_school": reached.kind == UnitKind.SCHOOL,
        },
    )


@require_safe
@allow(*EVERY_ROLE)
def report(request: CabinetRequest, assessment: str, unit: str, name: str) -> HttpResponse:
    """A report page: charts, tables, how it was counted, downloads."""
    work, reached = _found(request, assessment, unit)
    found = _report(request, work, reached, name)
    return render(
        request,
        "analytics/report.html",
        {
            "assessment": work,
            "unit": reached,
            "report": found,
            "definition": REPORTS[name],
            "definitions": REPORTS.values(),
            "tables": _tables(request, work, found),
            "choices": choices_of(found),
            "query": request.GET.urlencode(),
            "stages": STAGE_TITLE,
            "has_own": _may_preview(request.cabinet) and found.frame.stage is Stage.PUBLISHED,
            "is_own": request.GET.get("stage") == "own",
            "is_school": reached.kind == UnitKind.SCHOOL,
        },
    )


def _tables(request: CabinetRequest, assessment: Assessment, found: Report) -> list[str]:
    """HTML of every table; a unit inside the scope is a link to its own report."""
    reached = set(_reachable(request.cabinet, {row.unit for table in found.tables for row in table.rows if row.unit}))

    def link(code: str) -> str | None:
        if code not in reached or code == found.frame.unit:
            return None
        return reverse("analytics:report", args=[assessment.code, code, found.name])

    return [table_html(table, link, found.frame.unit) for table in found.tables]


def _reachable(cabinet: Cabinet, codes: set[str]) -> list[str]:
    return list(Unit.objects.within(cabinet.scope).filter(code__in=codes).values_list("code", flat=True))


@require_safe
@allow(*EVERY_ROLE)
def chart(request: CabinetRequest, assessment: str, unit: str, name: str, chart: str, width: str) -> HttpResponse:
    """One chart as SVG; the page shows it as an image, so drawing never holds the page up."""
    work, reached = _found(request, assessment, unit)
    found = next((c for c in _report(request, work, reached, name).charts if c.key == chart), None)
    if found is None or width not in set(Width):
        raise Http404
    try:
        drawn = svg_of(found, Width(width))
    except ChartNotDrawn:
        return HttpResponse(
            "График не построен; те же числа есть в таблице.", status=503, content_type="text/plain; charset=utf-8"
        )
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=60"
    if "download" in request.GET:
        response["Content-Disposition"] = _attachment(f"{REPORTS[name].file_stem}.svg")
    return response


@require_safe
@allow(*EVERY_ROLE)
def download(request: CabinetRequest, assessment: str, unit: str, name: str, kind: str) -> HttpResponse:
    """XLSX in the customary layout, or CSV of one table (`?table=below`)."""
    work, reached = _found(request, assessment, unit)
    if name not in REPORTS or kind not in ("xlsx", "csv", "json"):
        raise Http404
    found = _report(request, work, reached, name)
    if name == "individual_results" and found.participants <= (
        XLSX_PARTICIPANTS if kind == "xlsx" else CSV_PARTICIPANTS
    ):
        found = _report(request, work, reached, name, is_listing=True)
    if kind == "xlsx":
        content, media = xlsx.workbook(found), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    elif kind == "json":
        content, media = text.json_of(found).encode(), "application/json"
    else:
        wanted = request.GET.get("table", "main")
        table = next((t for t in found.tables if t.key == wanted), None)
        if table is None:
            raise Http404
        content, media = text.csv_of(table), "text/csv; charset=utf-8"
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = _attachment(f"{REPORTS[name].file_stem}.{kind}")
    return response


def _attachment(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name)}"


@require_safe
@allow(*EVERY_ROLE)
def names(request: CabinetRequest, assessment: str, unit: str) -> HttpResponse:
    """Individual results with names joined in the browser; the policy forbids the page to send anything anywhere."""
    work, reached = _found(request, assessment, unit)
    if reached.kind != UnitKind.SCHOOL:
        raise Http404
    found = _report(request, work, reached, "individual_results")
    spec = specification_of(work)
    response = render(
        request,
        "analytics/names.html",
        {"assessment": work, "unit": reached, "report": found, "results": queries.sheets(found, spec)},
    )
    response["Content-Security-Policy"] = NAMES_POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response
