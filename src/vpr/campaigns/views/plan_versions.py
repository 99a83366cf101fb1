"""Versions of the plan-schedule: list, one version with its faults and differences, publication, the table as a file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.downloads import XLSX, attachment
from vpr.cabinets.models import Unit
from vpr.campaigns import services
from vpr.campaigns.faults import CATALOGUE
from vpr.campaigns.forms import TableForm
from vpr.campaigns.models import Campaign, PlanSchedule, PlanState
from vpr.campaigns.plan_versions import PlanReview, draft_of, known_assessments, review_of, rows_of
from vpr.campaigns.queries import plan_in_force
from vpr.campaigns.reference import plan_years
from vpr.campaigns.rules.plan_dates import SHORT_TITLES
from vpr.campaigns.rules.plan_difference import grouped_texts
from vpr.campaigns.rules.plan_rows import (
    ItemRow,
    PlanRows,
    StepRow,
    day_text,
    period_text,
    step_text,
    value_text,
)
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.campaigns.rules.plan_table import PLAN, plan_texts, read_plan
from vpr.campaigns.sheets import LARGEST_TABLE, read_table, table_xlsx
from vpr.campaigns.views.doors import author_of
from vpr.campaigns.views.kept import kept_table, token_of
from vpr.kernel.faults import Fault, Severity
from vpr.kernel.faults import render as fault_text
from vpr.kernel.roles import Role, UnitKind

_NUMBERS = frozenset({"group", "choose", "duration_minutes", "pause_minutes"})
_TOLD = (UnitKind.SCHOOL, UnitKind.MUNICIPALITY, UnitKind.REGION)


def version_or_404(campaign: str, version: int) -> PlanSchedule:
    return get_object_or_404(PlanSchedule.objects.select_related("campaign"), campaign__code=campaign, version=version)


def draft_or_404(campaign: str, version: int) -> PlanSchedule:
    """Only a draft is edited: for a published version the editor does not exist."""
    plan = version_or_404(campaign, version)
    if plan.state != PlanState.DRAFT:
        raise Http404
    return plan


def to_version(plan: PlanSchedule) -> HttpResponse:
    return redirect("campaigns:plan_version", campaign=plan.campaign.code, version=plan.version)


@allow(Role.FEDERAL_ORGANIZER)
@require_safe
def plan_versions(request: CabinetRequest, campaign: str) -> HttpResponse:
    found = get_object_or_404(Campaign, code=campaign)
    page = {
        "campaign": found,
        "plans": found.plans.select_related("made_by", "published_by").order_by("-version"),
        "draft": draft_of(found),
        "packaged": found.code in plan_years() and not found.plans.exists(),
    }
    return render(request, "campaigns/plan_versions.html", page)


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def begin_plan(request: CabinetRequest, campaign: str) -> HttpResponse:
    """A copy of the version in force, the packaged plan, or an empty one."""
    found, author = get_object_or_404(Campaign, code=campaign), author_of(request)
    if request.POST.get("from") == "reference":
        plan = services.load_reference_plan(code=found.code, author=author)
    else:
        plan = services.begin_plan(campaign=found, author=author, note=request.POST.get("note", "")[:2000])
    messages.success(request, f"Составлен черновик: версия {plan.version}.")
    return to_version(plan)


@allow(Role.FEDERAL_ORGANIZER)
@require_safe
def plan_version(request: CabinetRequest, campaign: str, version: int) -> HttpResponse:
    plan = version_or_404(campaign, version)
    rows = rows_of(plan)
    against = _before(plan)
    review = review_of(plan.campaign, rows, against=against)
    known = known_assessments(plan.campaign)
    page = {
        "campaign": plan.campaign,
        "plan": plan,
        "is_draft": plan.state == PlanState.DRAFT,
        "against": against,
        "steps": [(kind.title, _step_of(rows, key)) for key, kind in STEPS.items()],
        "groups": [
            (group, [i.title for i in rows.items if _belongs(i, group.grade, group.number)]) for group in rows.groups
        ],
        "items": [shown_item(item) for item in rows.items],
        "absent": sorted(set(known) - {item.code for item in rows.items}),
        "known": known,
        **_review_page(review),
    }
    return render(request, "campaigns/plan_version.html", page)


def _before(plan: PlanSchedule) -> PlanSchedule | None:
    """A draft is compared with what is in force, a published version with the one that it replaced."""
    if plan.state == PlanState.DRAFT:
        return plan_in_force(plan.campaign)
    published = plan.campaign.plans.exclude(published_at=None).filter(version__lt=plan.version)
    return published.order_by("-version").first()


def _belongs(item: ItemRow, grade: int, number: int) -> bool:
    return (item.grade, item.group) == (grade, number)


def _step_of(rows: PlanRows, key: str) -> str:
    found: StepRow | None = next((step for step in rows.steps if step.key == key), None)
    return step_text(found) if found else ""


def shown_item(item: ItemRow) -> dict[str, object]:
    """An item as texts of the table; what is not told is said."""
    rules = ("materials_rule", "key_rule", "criteria_rule")
    days = ("check_until", "upload_until", "late_upload_until", "results_on", "late_results_on")
    return {
        "code": item.code,
        "title": item.title,
        "period": period_text(item.period_from, item.period_to),
        "is_dated": bool(item.period_from),
        "group": item.group,
        "minutes": item.duration_minutes,
        "source": item.source,
        "forms": value_text("forms", item.forms),
        **{key: SHORT_TITLES.get(getattr(item, key), "") for key in rules},
        **{key: day_text(getattr(item, key)) for key in days},
    }


def _review_page(review: PlanReview) -> dict[str, object]:
    return {
        "errors": fault_lines(review.faults, Severity.ERROR),
        "warnings": fault_lines(review.faults, Severity.WARNING),
        "changes": grouped_texts(review.changes),
        "is_first": review.is_first,
    }


def fault_lines(faults: list[Fault], severity: Severity) -> list[tuple[str, str]]:
    return [(f.code, fault_text(f, CATALOGUE)) for f in faults if CATALOGUE[f.code].severity is severity]


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def discard_plan(request: CabinetRequest, campaign: str, version: int) -> HttpResponse:
    plan = version_or_404(campaign, version)
    services.discard_plan(plan=plan, author=author_of(request))
    messages.success(request, f"Черновик версии {version} удалён.")
    return redirect("campaigns:plan_versions", campaign=campaign)


@allow(Role.FEDERAL_ORGANIZER)
def publish_plan(request: CabinetRequest, campaign: str, version: int) -> HttpResponse:
    """What the publication would change, whom it tells, and the button that does it."""
    plan = draft_or_404(campaign, version)
    review = review_of(plan.campaign, rows_of(plan))
    page = {"campaign": plan.campaign, "plan": plan, "refusal": None, **_review_page(review)}
    if request.method == "POST":
        try:
            note = request.POST.get("note", plan.note)[:2000]
            done = services.publish_plan(plan=plan, author=author_of(request), note=note)
        except Refusal as refusal:
            page["refusal"] = refusal
        else:
            messages.success(
                request,
                f"План-график опубликован, версия {version}. Изменений: {len(done.changes)}, "
                f"у работ сдвинуты сроки: {done.moved}. Уведомления отправляются.",
            )
            return to_version(plan)
    page["told"] = Unit.objects.filter(is_active=True, kind__in=_TOLD).count()
    return render(request, "campaigns/plan_publish.html", page)


@allow(Role.FEDERAL_ORGANIZER)
@require_safe
def plan_export(request: CabinetRequest, campaign: str, version: int) -> HttpResponse:
    plan = version_or_404(campaign, version)
    content = table_xlsx(PLAN, plan_texts(rows_of(plan)), now=clock.now(), numbers=_NUMBERS)
    return attachment(content, f"План-график {plan.campaign.title}, версия {version}.xlsx", XLSX)


@allow(Role.FEDERAL_ORGANIZER)
def plan_import(request: CabinetRequest, campaign: str, version: int) -> HttpResponse:
    """A table read into a draft: first what it would change, then «Применить»."""
    plan = draft_or_404(campaign, version)
    page: dict[str, object] = {"campaign": plan.campaign, "plan": plan, "form": TableForm(), "columns": PLAN.columns}
    if request.method == "POST":
        content, name = _file(request)
        if content is None:
            page["form"] = TableForm(request.POST, request.FILES)
        else:
            lines, faults = read_table(PLAN, content, name)
            rows, wrong = read_plan(lines, known_assessments(plan.campaign))
            faults += wrong
            if not faults and "token" in request.POST:
                services.write_plan(plan=plan, rows=rows)
                messages.success(request, "Таблица записана в черновик.")
                return to_version(plan)
            page |= _dry_run(plan, rows, faults, token="" if faults else token_of(content, name))
    return render(request, "campaigns/plan_import.html", page)


def _dry_run(plan: PlanSchedule, rows: PlanRows, faults: list[Fault], token: str) -> dict[str, object]:
    """Cells that cannot be read keep the table out; what does not make sense is shown and may be mended in the draft."""
    review = review_of(plan.campaign, rows, against=plan)
    return {
        "faults": [(fault.code, fault_text(fault, CATALOGUE)) for fault in faults],
        "token": token,
        "counts": (len(rows.items), len(rows.steps), len(rows.groups)),
        **({} if faults else _review_page(review)),
    }


def _file(request: CabinetRequest) -> tuple[bytes | None, str]:
    """The uploaded table, or the one that was kept at the dry run."""
    if "token" in request.POST:
        return kept_table(request.POST["token"])
    upload = request.FILES.get("table")
    return (upload.read(LARGEST_TABLE + 1), upload.name or "") if upload else (None, "")
