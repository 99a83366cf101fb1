"""Editors of a draft of the plan-schedule: assessments (one or many), steps, draw groups."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from vpr.cabinets.access import CabinetRequest, allow
from vpr.campaigns import services
from vpr.campaigns.models import PlanSchedule
from vpr.campaigns.plan_forms import GroupsForm, ItemsForm, StepsForm
from vpr.campaigns.plan_versions import known_assessments, rows_of
from vpr.campaigns.rules.plan_rows import ItemRow, PlanRows
from vpr.campaigns.views.plan_versions import draft_or_404, to_version
from vpr.kernel.roles import Role


@allow(Role.FEDERAL_ORGANIZER)
def plan_items(request: CabinetRequest, campaign: str, version: int) -> HttpResponse:
    """`?code=` names the assessments, also those that the version does not have yet."""
    plan = draft_or_404(campaign, version)
    rows = rows_of(plan)
    chosen = _chosen(request.GET.getlist("code"), rows, plan)
    form = ItemsForm(request.POST or None, items=chosen, groups=rows.groups)
    if request.method == "POST" and form.is_valid():
        changed = {item.code: form.changed(item) for item in chosen}
        kept = [item for item in rows.items if item.code not in changed]
        services.write_plan(plan=plan, rows=replace(rows, items=(*kept, *changed.values())))
        messages.success(request, f"Записано в черновик, работ: {len(changed)}.")
        return to_version(plan)
    page = {"campaign": plan.campaign, "plan": plan, "form": form, "items": chosen}
    return render(request, "campaigns/plan_items.html", page)


def _chosen(codes: list[str], rows: PlanRows, plan: PlanSchedule) -> list[ItemRow]:
    known, present = known_assessments(plan.campaign), {item.code: item for item in rows.items}
    if not codes or any(code not in known for code in codes):
        raise Http404
    return [present.get(code) or ItemRow(code, *known[code]) for code in dict.fromkeys(codes)]


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def plan_drop(request: CabinetRequest, campaign: str, version: int) -> HttpResponse:
    """Takes assessments out of the draft."""
    plan = draft_or_404(campaign, version)
    codes, rows = set(request.POST.getlist("code")), rows_of(plan)
    kept = tuple(item for item in rows.items if item.code not in codes)
    services.write_plan(plan=plan, rows=replace(rows, items=kept))
    messages.success(request, f"Убрано из черновика, работ: {len(rows.items) - len(kept)}.")
    return to_version(plan)


@allow(Role.FEDERAL_ORGANIZER)
def plan_steps(request: CabinetRequest, campaign: str, version: int) -> HttpResponse:
    plan = draft_or_404(campaign, version)
    rows = rows_of(plan)
    form = StepsForm(request.POST or None, steps=rows.steps)
    if request.method == "POST" and form.is_valid():
        services.write_plan(plan=plan, rows=replace(rows, steps=form.steps()))
        messages.success(request, "Этапы записаны в черновик.")
        return to_version(plan)
    return render(request, "campaigns/plan_steps.html", {"campaign": plan.campaign, "plan": plan, "form": form})


@allow(Role.FEDERAL_ORGANIZER)
def plan_groups(request: CabinetRequest, campaign: str, version: int) -> HttpResponse:
    plan = draft_or_404(campaign, version)
    rows = rows_of(plan)
    form = GroupsForm(request.POST or None, groups=rows.groups)
    if request.method == "POST" and form.is_valid():
        services.write_plan(plan=plan, rows=_without_lost_groups(replace(rows, groups=form.groups())))
        messages.success(request, "Группы записаны в черновик.")
        return to_version(plan)
    return render(request, "campaigns/plan_groups.html", {"campaign": plan.campaign, "plan": plan, "form": form})


def _without_lost_groups(rows: PlanRows) -> PlanRows:
    """Assessments of a group that is gone are written by all classes again."""
    present = {(group.grade, group.number) for group in rows.groups}
    items = (item if (item.grade, item.group) in present else replace(item, group=None) for item in rows.items)
    return replace(rows, items=tuple(items))
