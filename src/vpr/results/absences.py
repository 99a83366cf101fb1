"""What the stored scripts say of absence, for the timetable: rows «отсутствовал» of each class of the register."""

from collections import Counter

from django.db.models import Q

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment
from vpr.results.models import Script
from vpr.timetable.models import ClassGroup
from vpr.timetable.queries import classes_of
from vpr.timetable.rules.class_names import class_name


def absent_by_class(assessment: Assessment, unit: Unit) -> dict[int, int]:
    """Class id -> participants absent in some part; empty while the school has no results of the work.

    A form names a class by its ordinal (2026) or by its name in any spelling (earlier years).
    """
    own = Script.objects.filter(campaign=assessment.campaign_id, assessment=assessment, school_id=unit.pk)
    if not own.exists():
        return {}
    absent = Counter(own.filter(Q(variant_1=0) | Q(variant_2=0)).values_list("class_name", flat=True))
    groups = classes_of(unit, assessment.campaign, assessment.grade)
    return {group.pk: sum(count for text, count in absent.items() if _is_of(text, group)) for group in groups}


def _is_of(text: str, group: ClassGroup) -> bool:
    if text.isascii() and text.isdigit() and text == str(group.ordinal):
        return True
    name = class_name(text, group.grade)
    return name is not None and not text.isdigit() and name.letter == group.letter
