"""The class register: what a school has told, what its form begins with, what the plan draws."""

from datetime import date

from django.db.models import Q

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, Campaign, DrawGroup, PlanState
from vpr.campaigns.queries import plan_in_force
from vpr.timetable.models import ClassGroup
from vpr.timetable.rules.days import mondays_of
from vpr.timetable.rules.register import ClassRow, DrawnGrade


def classes_of(unit: Unit, campaign: Campaign, grade: int | None = None) -> list[ClassGroup]:
    """Classes in the order of the register."""
    found = ClassGroup.objects.filter(unit=unit, campaign=campaign)
    return list(found if grade is None else found.filter(grade=grade))


def class_ordinals(unit: Unit, campaign: Campaign, grade: int) -> dict[int, str]:
    """Ordinal of the score form -> name of the class: {1: "8А", 2: "8Б"}."""
    return {item.ordinal: item.name for item in classes_of(unit, campaign, grade)}


def counts_of_grades(unit: Unit, campaign: Campaign) -> dict[int, tuple[int, int]]:
    """Grade -> number of classes and of participants: what an application begins with."""
    found: dict[int, tuple[int, int]] = {}
    for item in classes_of(unit, campaign):
        count, participants = found.get(item.grade, (0, 0))
        found[item.grade] = (count + 1, participants + item.participants)
    return found


def rows_of(unit: Unit, campaign: Campaign) -> list[ClassRow]:
    """The register in force as rows of its form."""
    return [_row(item, item.grade) for item in classes_of(unit, campaign)]


def first_rows(unit: Unit, campaign: Campaign) -> tuple[list[ClassRow], str]:
    """What the form begins with, and where it comes from: this register, or the classes of last year a grade older."""
    rows = rows_of(unit, campaign)
    if rows:
        return rows, "own"
    last = (
        ClassGroup.objects.filter(unit=unit, campaign__year__lt=campaign.year)
        .order_by("-campaign__year", "-campaign_id")
        .values_list("campaign_id", "campaign__year")
        .first()
    )
    if last is None:
        return [], ""
    grades, drawn = set(grades_of(campaign)), drawn_grades(campaign)
    older = ClassGroup.objects.filter(unit=unit, campaign_id=last[0])
    grown = [_row(item, item.grade + campaign.year - last[1], drawn) for item in older]
    return [row for row in grown if row.grade in grades], str(last[1])


def _row(item: ClassGroup, grade: int, drawn: dict[int, DrawnGrade] | None = None) -> ClassRow:
    """`drawn`: the row is of another year, so its subjects and week are those of the new plan."""
    if drawn is None:
        subjects, week = tuple(item.subjects), item.week_of
    else:
        subjects, week = (drawn[grade].subjects if grade in drawn else ()), None
    return ClassRow(grade, item.letter, item.participants, item.is_advanced, subjects, week)


def grades_of(campaign: Campaign) -> list[int]:
    """Grades of the plan in force, or of the open assessments while there is none."""
    plan = plan_in_force(campaign)
    if plan is not None:
        return sorted(set(plan.items.values_list("assessment__grade", flat=True)))
    found = Assessment.objects.filter(campaign=campaign, is_open=True).values_list("grade", flat=True)
    return sorted(set(found))


def bound_classes(unit: Unit, campaign: Campaign) -> set[tuple[int, str]]:
    """Classes with absences or requests for a reserve day on record."""
    on_record = Q(absences__isnull=False) | Q(reserve_requests__isnull=False)
    found = ClassGroup.objects.filter(on_record, unit=unit, campaign=campaign)
    return set(found.values_list("grade", "letter"))


def advanced_grades(campaign: Campaign) -> list[int]:
    """Grades with works of the advanced level: only there the level of a class is asked."""
    found = Assessment.objects.filter(campaign=campaign, level="advanced").values_list("grade", flat=True)
    return sorted(set(found))


def drawn_grades(campaign: Campaign) -> dict[int, DrawnGrade]:
    """Grades of which the plan in force draws subjects, with the weeks in which they may be held."""
    groups = DrawGroup.objects.filter(plan__campaign=campaign, plan__state=PlanState.PUBLISHED)
    by_grade: dict[int, list[DrawGroup]] = {}
    for group in groups.prefetch_related("items__assessment").order_by("grade", "number"):
        by_grade.setdefault(group.grade, []).append(group)
    return {grade: _drawn_grade(grade, found) for grade, found in by_grade.items()}


def _drawn_grade(grade: int, groups: list[DrawGroup]) -> DrawnGrade:
    choices, days = [], list[date]()
    for group in groups:
        items = list(group.items.all())
        keys = tuple(dict.fromkeys(item.assessment.subject for item in items))
        choices.append((keys, group.choose))
        days += [day for item in items for day in (item.period_from, item.period_to) if day]
    weeks = tuple(mondays_of(min(days), max(days))) if days else ()
    return DrawnGrade(grade, tuple(choices), weeks)
