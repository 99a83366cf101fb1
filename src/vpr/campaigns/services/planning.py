"""Drafts of the plan-schedule: begun, written, thrown away; and the packaged plan of a year. Publication is beside."""

from django.db import transaction
from django.db.models import Max

from vpr.base.refusals import Refusal
from vpr.cabinets.models import Unit
from vpr.cabinets.services import record_audit
from vpr.campaigns.models import Assessment, Campaign, DrawGroup, PlanItem, PlanSchedule, PlanState, PlanStep
from vpr.campaigns.plan_versions import SAME_FIELDS, draft_of, rows_of
from vpr.campaigns.queries import plan_in_force
from vpr.campaigns.reference import reference_plan
from vpr.campaigns.rules.plan_rows import ItemRow, PlanRows
from vpr.campaigns.services.amending import Author
from vpr.campaigns.services.creating import create_assessment, ensure_campaign, generation_of
from vpr.kernel.roles import UnitKind

PLAN_VERBS = {
    "began_plan": "составлена версия плана-графика",
    "discarded_plan": "удалён черновик плана-графика",
    "published_plan": "опубликован план-график",
}


class DraftExists(Refusal):
    """Черновик плана-графика уже есть: измените его или удалите."""


class PlanIsFixed(Refusal):
    """Эта версия плана-графика уже опубликована: она не меняется. Составьте новую версию."""


class NoPackagedPlan(Refusal):
    """В комплекте нет плана-графика этой кампании. Составьте его сами."""


@transaction.atomic
def begin_plan(*, campaign: Campaign, author: Author, note: str = "") -> PlanSchedule:
    """The next version: a copy of the one in force, or an empty one. One draft at a time."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if draft_of(campaign):
        raise DraftExists
    present = plan_in_force(campaign)
    plan = _new_version(campaign, author, note, source=present.source if present else "")
    if present:
        _write(plan, rows_of(present))
    return plan


@transaction.atomic
def write_plan(*, plan: PlanSchedule, rows: PlanRows) -> None:
    """Replaces everything in a draft. Whether it makes sense is asked at the publication: a draft may be unfinished."""
    if PlanSchedule.objects.select_for_update().get(pk=plan.pk).state != PlanState.DRAFT:
        raise PlanIsFixed
    _write(plan, rows)


@transaction.atomic
def discard_plan(*, plan: PlanSchedule, author: Author) -> None:
    locked = PlanSchedule.objects.select_for_update().get(pk=plan.pk)
    if locked.state != PlanState.DRAFT:
        raise PlanIsFixed
    journal("discarded_plan", locked, author)
    locked.delete()


@transaction.atomic
def load_reference_plan(*, code: str, author: Author) -> PlanSchedule:
    """The packaged plan as a draft; cards of assessments of which nothing but the name is known are made for it.

    A campaign that already has a version keeps it: the newest is given back untouched.
    """
    known = reference_plan(code)
    if known is None:
        raise NoPackagedPlan
    campaign = ensure_campaign(code=known.code, title=known.title, year=known.year)
    present = campaign.plans.order_by("-version").first()
    if present:
        return present
    _ensure_cards(campaign, known.rows.items)
    plan = _new_version(campaign, author, known.note, source=known.source)
    _write(plan, known.rows)
    return plan


def _ensure_cards(campaign: Campaign, items: tuple[ItemRow, ...]) -> None:
    """Without a specification: maxima are never invented (DOMAIN §6.4 names subjects only)."""
    present = set(campaign.assessments.values_list("code", flat=True))
    for item in items:
        if item.code not in present:
            create_assessment(
                code=item.code,
                title=item.title,
                minutes=item.duration_minutes,
                generation=generation_of(campaign),
                source=item.source,
            )


def _new_version(campaign: Campaign, author: Author, note: str, *, source: str) -> PlanSchedule:
    last = campaign.plans.aggregate(last=Max("version"))["last"] or 0
    plan = PlanSchedule.objects.create(
        campaign=campaign,
        version=last + 1,
        note=note,
        source=source,
        made_at=author.now,
        made_by=author.account,
    )
    journal("began_plan", plan, author)
    return plan


def journal(verb: str, plan: PlanSchedule, author: Author) -> None:
    record_audit(
        account=author.account,
        unit=Unit.objects.filter(kind=UnitKind.COUNTRY).first(),
        verb=verb,
        subject=f"{plan.campaign}, версия {plan.version}",
        now=author.now,
    )


def _write(plan: PlanSchedule, rows: PlanRows) -> None:
    plan.items.all().delete()
    plan.steps.all().delete()
    plan.draw_groups.all().delete()
    groups = DrawGroup.objects.bulk_create(
        DrawGroup(plan=plan, grade=row.grade, number=row.number, title=row.title, choose=row.choose)
        for row in rows.groups
    )
    by_place = {(group.grade, group.number): group for group in groups}
    assessments = dict(
        Assessment.objects.filter(campaign=plan.campaign_id, code__in=[row.code for row in rows.items]).values_list(
            "code", "pk"
        )
    )
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan,
            assessment_id=assessments[row.code],
            forms=list(row.forms),
            draw_group=by_place.get((row.grade, row.group or 0)),
            **{name: getattr(row, name) for name in SAME_FIELDS},
        )
        for row in rows.items
    )
    PlanStep.objects.bulk_create(
        PlanStep(
            plan=plan,
            key=row.key,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            start_is_told=row.start_is_told,
            source=row.source,
        )
        for row in rows.steps
    )
