"""Versions of a plan-schedule between tables and rows: reads for the pages and the verbs."""

from dataclasses import dataclass

from vpr.campaigns.faults import CATALOGUE
from vpr.campaigns.models import Campaign, PlanSchedule, PlanState
from vpr.campaigns.queries import plan_in_force
from vpr.campaigns.reference import school_calendar
from vpr.campaigns.rules.plan_check import check_plan
from vpr.campaigns.rules.plan_difference import PlanChange, difference_of
from vpr.campaigns.rules.plan_rows import GroupRow, ItemRow, PlanRows, StepRow
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.campaigns.rules.plan_table import Known
from vpr.kernel.faults import Fault, Severity

_ORDER = {key: number for number, key in enumerate(STEPS)}
#: Fields that an item row and an item of the tables share by name.
SAME_FIELDS = (
    "period_from",
    "period_to",
    "materials_rule",
    "key_rule",
    "criteria_rule",
    "check_until",
    "upload_until",
    "late_upload_until",
    "results_on",
    "late_results_on",
    "duration_minutes",
    "pause_minutes",
    "source",
)


def rows_of(plan: PlanSchedule) -> PlanRows:
    """A version as rows: items by grade and subject, steps in the order of a campaign. Three queries."""
    items = [
        ItemRow(
            code=item.assessment.code,
            title=item.assessment.title,
            grade=item.assessment.grade,
            subject=item.assessment.subject,
            forms=tuple(item.forms),
            group=item.draw_group.number if item.draw_group else None,
            **{name: getattr(item, name) for name in SAME_FIELDS},
        )
        for item in plan.items.select_related("assessment", "draw_group")
    ]
    steps = [
        StepRow(step.key, step.opens_at, step.closes_at, step.start_is_told, step.source)
        for step in plan.steps.all()
        if step.key in STEPS
    ]
    groups = [GroupRow(group.grade, group.number, group.title, group.choose) for group in plan.draw_groups.all()]
    return PlanRows(
        tuple(sorted(items, key=lambda item: (item.grade, item.subject, item.code))),
        tuple(sorted(steps, key=lambda step: (step.closes_at, _ORDER[step.key]))),
        tuple(sorted(groups, key=lambda group: (group.grade, group.number))),
    )


def known_assessments(campaign: Campaign) -> Known:
    """Assessments that a table of the plan may name."""
    found = campaign.assessments.values_list("code", "title", "grade", "subject")
    return {code: (title, grade, subject) for code, title, grade, subject in found}


@dataclass(frozen=True)
class PlanReview:
    """A version beside the one in force: what is wrong in it and what it changes."""

    rows: PlanRows
    faults: list[Fault]
    changes: list[PlanChange]
    is_first: bool

    @property
    def errors(self) -> list[Fault]:
        return [fault for fault in self.faults if CATALOGUE[fault.code].severity is Severity.ERROR]


def review_of(campaign: Campaign, rows: PlanRows, *, against: PlanSchedule | None = None) -> PlanReview:
    """`against`: the version to compare with, the one in force unless given."""
    other = against or plan_in_force(campaign)
    faults = check_plan(rows, year=campaign.year, calendar=school_calendar())
    return PlanReview(rows, faults, difference_of(rows_of(other) if other else None, rows), other is None)


def draft_of(campaign: Campaign) -> PlanSchedule | None:
    return PlanSchedule.objects.filter(campaign=campaign, state=PlanState.DRAFT).first()
