"""The plan-schedule of the demo: every date counts from `now`, so that some step is always open, over and to come."""

from datetime import datetime, timedelta

from vpr.base.clock import MOSCOW
from vpr.campaigns.models import Assessment, Campaign, PlanSchedule, PlanState
from vpr.campaigns.rules.plan_rows import COMPUTER, PAPER, GroupRow, ItemRow, PlanRows, StepRow
from vpr.campaigns.rules.plan_windows import derived_of
from vpr.campaigns.services.amending import Author
from vpr.campaigns.services.editing import change_dates
from vpr.campaigns.services.planning import begin_plan, load_reference_plan, write_plan
from vpr.campaigns.services.roadmaps import ensure_template
from vpr.simulation.demo.calendar import PLANS

#: Days from now: what is over, what runs, what is to come.
STEPS = {
    "coordinators": (-90, -75),
    "reconciliation": (-80, -70),
    "application": (-74, -62),
    "consolidated": (-64, -56),
    "correction": (-60, -52),
    "freeze": (-54, -46),
    "instructions": (-60, -46),
    "context": (-10, 4),
    "classes": (-12, 6),
    "timetable": (-9, 12),
    "draw": (-8, 30),
    "observers": (-9, 14),
    "reserve": (-42, 40),
}
#: Grade 6 writes Russian and mathematics and draws one subject of each group (DOMAIN §6.4).
GRADE = 6
FIXED, HUMANITIES, SCIENCES = ("ru", "ma"), ("is", "li"), ("gg", "bi")
FIRST_DAY, LAST_DAY = 9, 30
NOTE = "План вымышленного региона: все сроки считаются от дня, когда он создан."


def ensure_plan(campaign: Campaign, *, author: Author) -> PlanSchedule:
    """A version in force. It is put there directly: a demo of any year keeps dates that run from today."""
    plan = load_reference_plan(code=campaign.code, author=author)  # makes the cards of works that the plan names
    if plan.state != PlanState.DRAFT:
        plan = begin_plan(campaign=campaign, author=author)
    rows = plan_rows(campaign, author.now)
    write_plan(plan=plan, rows=rows)
    PlanSchedule.objects.filter(pk=plan.pk).update(
        state=PlanState.PUBLISHED, published_at=author.now, note=NOTE, source=""
    )
    ensure_template(campaign=campaign, author=author)
    _date_uploads([item for item in rows.items if item.grade == GRADE], author)
    return plan


def _date_uploads(items: list[ItemRow], author: Author) -> None:
    """Windows and waves as the plan says; those of the shown assessments are set by their stage."""
    for item in items:
        dates = derived_of(item)
        assessment = Assessment.objects.get(code=item.code)
        change_dates(assessment=assessment, windows=[*dates.windows.values()], waves=[*dates.waves], author=author)


def plan_rows(campaign: Campaign, now: datetime) -> PlanRows:
    titles = dict(campaign.assessments.values_list("code", "title"))
    groups = (GroupRow(GRADE, 1, "Гуманитарный предмет"), GroupRow(GRADE, 2, "Естественно-научный предмет"))
    subjects = [(key, None) for key in FIXED] + [(key, 1) for key in HUMANITIES] + [(key, 2) for key in SCIENCES]
    items = [*_shown(titles, now)]
    items += [
        _item(f"{campaign.code}.{key}{GRADE}", titles, now, (FIRST_DAY, LAST_DAY, LAST_DAY + 7, LAST_DAY + 20), group)
        for key, group in subjects
    ]
    today = now.astimezone(MOSCOW).replace(hour=0, minute=0, second=0, microsecond=0)
    steps = [
        StepRow(key, today + timedelta(days=opens), today + timedelta(days=closes))
        for key, (opens, closes) in STEPS.items()
    ]
    return PlanRows(tuple(items), tuple(steps), groups)


def _shown(titles: dict[str, str], now: datetime) -> list[ItemRow]:
    """Assessments whose results the demo shows: held in the days before their uploads close."""
    return [
        _item(plan.code, titles, now, (plan.opens - 3, plan.closes - 1, plan.closes, plan.late_until), None)
        for plan in PLANS
    ]


def _item(
    code: str, titles: dict[str, str], now: datetime, days: tuple[int, int, int, int], group: int | None
) -> ItemRow:
    first, last, upload, late = (now.date() + timedelta(days=number) for number in days)
    subject = "".join(letter for letter in code.partition(".")[2] if letter.isalpha())
    return ItemRow(
        code=code,
        title=titles[code],
        grade=int(code.partition(subject)[2]),
        subject=subject,
        forms=(PAPER, COMPUTER) if group and subject in ("is", "gg", "bi") else (PAPER,),
        period_from=first,
        period_to=last,
        materials_rule="eve_14_local",
        criteria_rule="with_archive",
        check_until=upload,
        upload_until=upload,
        late_upload_until=late,
        results_on=upload + timedelta(days=9),
        late_results_on=late + timedelta(days=9),
        group=group,
        duration_minutes=45,
    )
