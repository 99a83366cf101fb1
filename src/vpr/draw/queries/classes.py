"""Classes that take part in a round, and rows of its public files."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from vpr.campaigns.models import Campaign
from vpr.draw.engine import ClassRow
from vpr.draw.models import LOCKED_STATES, DrawRound, FrozenClass
from vpr.draw.queries.plan import DrawPlan
from vpr.draw.subjects import drawn_keys
from vpr.timetable.models import ClassGroup


def classes_for(found: DrawRound) -> QuerySet[ClassGroup]:
    """Classes of the round's grades and weeks that no other round has taken; of a redraw the named ones."""
    classes = ClassGroup.objects.filter(campaign=found.campaign, unit__is_active=True).select_related("unit__region")
    if found.is_redraw:
        return classes.filter(pk__in=found.only_classes).order_by("unit__code", "grade", "letter")
    return waiting_classes(found.campaign, found.grades, found.weeks).order_by("unit__code", "grade", "letter")


def waiting_classes(campaign: Campaign, grades: Iterable[int], weeks: Iterable[date] | None) -> QuerySet[ClassGroup]:
    """Classes of these grades and weeks (None: of any) that have not been in a round that counts."""
    taken = FrozenClass.objects.filter(class_group=OuterRef("pk"), round__state__in=LOCKED_STATES)
    found = ClassGroup.objects.filter(campaign=campaign, grade__in=grades, unit__is_active=True).exclude(subjects=[])
    found = found.exclude(week_of=None) if weeks is None else found.filter(week_of__in=weeks)
    return found.filter(~Exists(taken)).select_related("unit__region")


def row_of(item: ClassGroup) -> ClassRow:
    region = item.unit.region
    return ClassRow(
        school=item.unit.code,
        grade=item.grade,
        letter=item.letter,
        region=region.code if region else "",
        subjects=drawn_keys(item.subjects),
        week=item.week_of.isoformat() if item.week_of else "",
    )


def relevant(row: ClassRow, plan: DrawPlan) -> ClassRow:
    """The row with the subjects of the plan's groups alone: the others would only be published for nothing."""
    wanted = {subject for group in plan.of_grades([row.grade]) for subject in group.subjects}
    kept = tuple(subject for subject in row.subjects if subject in wanted)
    return ClassRow(row.school, row.grade, row.letter, row.region, kept, row.week)
