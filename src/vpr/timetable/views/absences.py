"""Absences with valid reasons: numbers that a school notes, counts for those above."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.kernel.roles import SCHOOL_ROLES
from vpr.timetable.queries.absences import AbsenceLine, absence_counts, absence_lines
from vpr.timetable.rules.absences import REASONS
from vpr.timetable.services.absences import AbsenceCounts, note_absences
from vpr.timetable.views.doors import ABOVE_SCHOOL, campaign_or_404, crumbs, place_or_404


@allow(*SCHOOL_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: CabinetRequest) -> HttpResponse:
    campaign = campaign_or_404()
    lines = absence_lines(request.cabinet.unit, campaign)
    refusal = ""
    if request.method == "POST":
        noted = [_noted(request, line) for line in lines]
        try:
            kept = note_absences(
                unit=request.cabinet.unit,
                campaign=campaign,
                noted=noted,
                account=request.cabinet.account,
                now=clock.now(),
            )
        except Refusal as refused:
            refusal = str(refused)
            lines = [
                AbsenceLine(line.class_group, line.assessment, dict(item.counts), line.in_results)
                for line, item in zip(lines, noted, strict=True)
            ]
        else:
            messages.success(request, f"Сохранено. Классов и работ с отсутствовавшими: {kept}.")
            return redirect("timetable:absences")
    page = {"campaign": campaign, "unit": request.cabinet.unit, "lines": lines, "reasons": REASONS, "refusal": refusal}
    page["totals"] = [sum(line.counts[key] for line in lines) for key in REASONS]
    return render(request, "timetable/absences.html", page, status=409 if refusal else 200)


@allow(*ABOVE_SCHOOL)
@require_safe
def absences_below(request: CabinetRequest, unit: str = "") -> HttpResponse:
    campaign, place = campaign_or_404(), place_or_404(request, unit)
    counts = absence_counts(place, campaign)
    page = {
        "campaign": campaign,
        "unit": place,
        "crumbs": crumbs(request, place),
        "counts": counts,
        "reasons": REASONS,
        "totals": [sum(row) for row in zip(*(item.reasons for item in counts), strict=True)],
    }
    return render(request, "timetable/absences_below.html", page)


def _noted(request: HttpRequest, line: AbsenceLine) -> AbsenceCounts:
    return AbsenceCounts(
        line.class_group, line.assessment, {key: _number(request.POST.get(f"{key}-{line.name}", "")) for key in REASONS}
    )


def _number(text: str) -> int:
    """Digits of a number field; anything else counts as nothing, the field lets nothing else in."""
    bare = text.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 4 else 0
