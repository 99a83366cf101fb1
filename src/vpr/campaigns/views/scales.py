"""Mark scales: the editor of one with its ranges, the table of all with import and export."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.downloads import XLSX, attachment
from vpr.campaigns import services
from vpr.campaigns.faults import CATALOGUE
from vpr.campaigns.forms import ScaleForm, TableForm
from vpr.campaigns.ledger import stored_scripts
from vpr.campaigns.models import Assessment, Campaign
from vpr.campaigns.queries import assessment_lines, line_of
from vpr.campaigns.rules import check_scale, mark_ranges
from vpr.campaigns.rules.scales import SCALES
from vpr.campaigns.scale_table import ScalePlan, planned_scales, scale_texts
from vpr.campaigns.sheets import LARGEST_TABLE, table_xlsx
from vpr.campaigns.views.doors import assessment_or_404, author_of
from vpr.campaigns.views.kept import kept_table, token_of
from vpr.kernel.faults import render as fault_text
from vpr.kernel.roles import Role

_NUMBERS = frozenset({"2", "3", "4", "5"})


@allow(Role.FEDERAL_ORGANIZER)
def scale(request: CabinetRequest, code: str) -> HttpResponse:
    """«Показать диапазоны» previews, «Сохранить» writes, «Убрать шкалу» makes marks unavailable."""
    found = assessment_or_404(request, code)
    line = line_of(found)
    form = ScaleForm(request.POST or None, initial=_initial(found))
    page = {
        "assessment": found,
        "line": line,
        "form": form,
        "is_published": services.is_published(found),
        "scripts": stored_scripts(found),
    }
    if request.method != "POST":
        return render(request, "campaigns/scale.html", {**page, "ranges": line.ranges})
    if "remove" in request.POST:
        page["refusal"] = _save(request, found, None, "", request.POST.get("reason", ""))
    elif form.is_valid():
        faults = check_scale(form.thresholds, line.max_score)
        page["faults"] = [fault_text(fault, CATALOGUE) for fault in faults]
        page["ranges"] = [] if faults else mark_ranges(form.thresholds, line.max_score or form.thresholds[2])
        if faults or "save" not in request.POST:
            return render(request, "campaigns/scale.html", page)
        data = form.cleaned_data
        page["refusal"] = _save(request, found, form.thresholds, data["source"], data["reason"])
    else:
        return render(request, "campaigns/scale.html", page)
    if page["refusal"] is None:
        return redirect("campaigns:assessment", code=code)
    return render(request, "campaigns/scale.html", page)


def _initial(assessment: Assessment) -> dict[str, object]:
    present = getattr(assessment, "mark_scale", None)
    if present is None:
        return {}
    return {"from_3": present.from_3, "from_4": present.from_4, "from_5": present.from_5, "source": present.source}


def _save(
    request: CabinetRequest, assessment: Assessment, thresholds: tuple[int, int, int] | None, source: str, reason: str
) -> Refusal | None:
    try:
        services.change_scale(
            assessment=assessment, thresholds=thresholds, source=source, author=author_of(request, reason)
        )
    except Refusal as refusal:
        return refusal
    messages.success(request, "Шкала отметок сохранена." if thresholds else "Шкала убрана: отметки недоступны.")
    return None


@allow(Role.FEDERAL_ORGANIZER)
def scales(request: CabinetRequest, campaign: str) -> HttpResponse:
    """Scales of a whole campaign: the table, and the import of many with a dry run."""
    found = get_object_or_404(Campaign, code=campaign)
    page: dict[str, object] = {"campaign": found, "form": TableForm(), "columns": SCALES.columns}
    if request.method == "POST":
        content, name = _file(request)
        if content is None:
            page["form"] = TableForm(request.POST, request.FILES)
        else:
            plan = planned_scales(found, content, name)
            if not plan.faults and "token" in request.POST:
                page["refusal"] = _apply(request, plan)
                if page["refusal"] is None:
                    return redirect("campaigns:scales", campaign=found.code)
            page |= {
                "plan": plan,
                "faults": [(fault.code, fault_text(fault, CATALOGUE)) for fault in plan.faults],
                "token": "" if plan.faults else token_of(content, name),
            }
    page["lines"] = assessment_lines(found.assessments.all())
    return render(request, "campaigns/scales.html", page)


def _file(request: CabinetRequest) -> tuple[bytes | None, str]:
    """The uploaded table, or the one that was kept at the dry run."""
    if "token" in request.POST:
        return kept_table(request.POST["token"])
    upload = request.FILES.get("table")
    return (upload.read(LARGEST_TABLE + 1), upload.name or "") if upload else (None, "")


def _apply(request: CabinetRequest, plan: ScalePlan) -> Refusal | None:
    rows = [item.row for item in plan.changed]
    try:
        services.change_scales(rows=rows, author=author_of(request, request.POST.get("reason", "")))
    except Refusal as refusal:
        return refusal
    messages.success(request, f"Шкал сохранено: {len(rows)}.")
    return None


@allow(Role.FEDERAL_ORGANIZER)
@require_safe
def scales_export(request: CabinetRequest, campaign: str) -> HttpResponse:
    """The table of scales as it may be imported again; assessments without a scale have empty cells."""
    found = get_object_or_404(Campaign, code=campaign)
    rows = scale_texts(found)
    return attachment(table_xlsx(SCALES, rows, now=clock.now(), numbers=_NUMBERS), f"Шкалы {found.title}.xlsx", XLSX)
