"""What the classes of a school write: the plan, the application, the level of a class, the draw -> duties."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, Campaign, Level, PlanItem
from vpr.campaigns.queries import plan_in_force
from vpr.enrollment.models import ApplicationLine
from vpr.timetable.models import ClassGroup, ReserveRequest, Sitting
from vpr.timetable.plugs import drawn_subjects
from vpr.timetable.queries.register import classes_of
from vpr.timetable.rules.reserve import State
from vpr.timetable.rules.sittings import COMPUTER, LANGUAGES, PAPER, Duty, lessons_of


@dataclass(frozen=True)
class _Source:
    """Everything that is asked of the database once for a school."""

    items: list[PlanItem]  # of the plan in force, or made up for open assessments while there is no plan
    applied: Mapping[int, frozenset[str]] | None  # assessment -> forms of the application; None: no application
    drawn: Mapping[int, tuple[int, ...]]
    reserve: Mapping[tuple[int, int], frozenset[date]]
    declared: Mapping[tuple[int, int, int], date]


def duties_of(unit: Unit, campaign: Campaign, today: date, items: Sequence[PlanItem] | None = None) -> list[Duty]:
    """One duty for every class × assessment × part, in the order of the register. Five queries for a school."""
    classes = classes_of(unit, campaign)
    if not classes:
        return []
    source = _source(unit, campaign, today, plan_items(campaign) if items is None else list(items))
    return [duty for group in classes for duty in _of_class(group, source)]


def plan_items(campaign: Campaign) -> list[PlanItem]:
    plan = plan_in_force(campaign)
    if plan is not None:
        return list(plan.items.select_related("assessment", "draw_group").order_by("assessment__subject", "id"))
    open_now = Assessment.objects.filter(campaign=campaign, is_open=True).order_by("subject", "code")
    return [PlanItem(assessment=item, forms=[PAPER]) for item in open_now]


def _source(unit: Unit, campaign: Campaign, today: date, items: list[PlanItem]) -> _Source:
    return _Source(
        items,
        applied_forms(unit, campaign),
        drawn_subjects(campaign, unit),
        _reserve_days(unit, campaign),
        {
            (group, assessment, part): on
            for group, assessment, part, on in Sitting.objects.filter(
                class_group__unit=unit, class_group__campaign=campaign, form=COMPUTER, on__lte=today, reserve=None
            ).values_list("class_group_id", "assessment_id", "part", "on")
        },
    )


def applied_forms(unit: Unit, campaign: Campaign) -> dict[int, frozenset[str]] | None:
    """Assessment -> forms that the school applied for; None when it has no application with figures."""
    lines = ApplicationLine.objects.filter(application__unit=unit, application__campaign=campaign)
    found: dict[int, set[str]] = defaultdict(set)
    for assessment, form in lines.values_list("assessment_id", "form"):
        found[assessment].add(form)
    return {assessment: frozenset(forms) for assessment, forms in found.items()} or None


def _reserve_days(unit: Unit, campaign: Campaign) -> dict[tuple[int, int], frozenset[date]]:
    """(class, assessment) -> granted days, for requests of whole classes."""
    granted = ReserveRequest.objects.filter(
        unit=unit, campaign=campaign, state=State.GRANTED, is_whole_class=True
    ).values_list("classes", "assessment_id", "granted_on")
    found: dict[tuple[int, int], set[date]] = defaultdict(set)
    for group, assessment, day in granted:
        if day is not None and group is not None:
            found[group, assessment].add(day)
    return {key: frozenset(days) for key, days in found.items()}


def _of_class(group: ClassGroup, source: _Source) -> Iterable[Duty]:
    own = [item for item in source.items if item.assessment.grade == group.grade]
    drawn = set(source.drawn.get(group.pk, ()))
    chosen = [item for item in own if _writes(item, group, own, drawn, source.applied)]
    languages = [item for item in chosen if item.assessment.subject in LANGUAGES and item.draw_group_id is None]
    for item in chosen:
        is_optional = len(languages) > 1 and item in languages
        for part in range(1, item.assessment.parts + 1):
            yield _duty(group, item, part, source, is_optional)


def _writes(
    item: PlanItem,
    group: ClassGroup,
    own: list[PlanItem],
    drawn: set[int],
    applied: Mapping[int, frozenset[str]] | None,
) -> bool:
    assessment = item.assessment
    if item.draw_group_id is not None:
        return assessment.pk in drawn
    if applied is not None and assessment.pk not in applied:
        return False
    same = [other.assessment for other in own if other.assessment.subject == assessment.subject]
    levels = {other.level for other in same if applied is None or other.pk in applied}
    if len(levels) < 2:
        return True
    return (assessment.level == Level.ADVANCED) == group.is_advanced


def _duty(group: ClassGroup, item: PlanItem, part: int, source: _Source, is_optional: bool) -> Duty:
    assessment = item.assessment
    key = (group.pk, assessment.pk, part)
    return Duty(
        group=group.pk,
        group_name=group.name,
        assessment=assessment.pk,
        code=assessment.code,
        title=assessment.title,
        part=part,
        parts=assessment.parts,
        lessons=lessons_of(item.duration_minutes or assessment.minutes, assessment.parts),
        forms=_forms(item, (source.applied or {}).get(assessment.pk, frozenset())),
        first=item.period_from,
        last=item.period_to,
        pause=item.pause_minutes,
        participants=group.participants,
        week_of=group.week_of,
        is_drawn=item.draw_group_id is not None,
        is_optional=is_optional,
        subject=assessment.subject,
        reserve=source.reserve.get((group.pk, assessment.pk), frozenset()),
        declared=source.declared.get(key),
    )


def _forms(item: PlanItem, applied: frozenset[str]) -> tuple[str, ...]:
    """Forms of the plan that the school applied for; all of the plan's while it applied for none of them."""
    allowed = tuple(form for form in (PAPER, COMPUTER) if form in (item.forms or [PAPER]))
    return tuple(form for form in allowed if form in applied) or allowed
