"""For the enrollment: of the works that a school has applied for, those that its classes have drawn."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Exists, OuterRef

from vpr.base.copying import among
from vpr.campaigns.models import Assessment, Campaign
from vpr.draw.models import DrawnSubject
from vpr.draw.queries.plan import draw_plan
from vpr.timetable.models import ClassGroup


def narrow(assessment: Assessment, participants: Mapping[int, int]) -> Mapping[int, int]:
    """Schools all of whose classes of the grade have drawn: participants of the classes that write the work.

    The others stay as they applied: what a class that still waits will write is not known.
    """
    campaign, grade = assessment.campaign, assessment.grade
    published = DrawnSubject.objects.in_force().filter(class_group__campaign=campaign, class_group__grade=grade)
    if not published.exists() or assessment.pk not in _drawn_works(campaign, grade):
        return participants
    schools = settled_schools(campaign, grade, participants)
    rows = published.filter(assessment=assessment, class_group__unit__in=among(sorted(schools)))
    drawn: dict[int, int] = defaultdict(int)
    for unit, count in rows.values_list("class_group__unit_id", "class_group__participants"):
        drawn[unit] += count
    return {unit: drawn[unit] if unit in schools else count for unit, count in participants.items()}


def settled_schools(campaign: Campaign, grade: int, schools: Collection[int]) -> set[int]:
    """Schools with classes of the grade, of which none waits for a draw: of these alone anything may be withdrawn."""
    classes = ClassGroup.objects.filter(campaign=campaign, grade=grade, unit__in=among(sorted(schools)))
    drawn = DrawnSubject.objects.in_force().filter(class_group=OuterRef("pk"))
    # not `exclude(pk__in=...)`: NOT IN over a list that outgrows work_mem is compared row by row
    waiting = classes.filter(~Exists(drawn)).order_by().values_list("unit_id", flat=True)
    return set(classes.order_by().values_list("unit_id", flat=True)) - set(waiting)


def _drawn_works(campaign: Campaign, grade: int) -> set[int]:
    works = draw_plan(campaign).works.items()
    return {work.assessment for (of, _), found in works if of == grade for work in found}
