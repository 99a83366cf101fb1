"""The timetable as it stands: sittings of a school, and as the rules see them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.timetable.models import Sitting
from vpr.timetable.rules.sittings import Duty, Placed


def sittings_of(unit: Unit, campaign: Campaign) -> QuerySet[Sitting]:
    """Every sitting of a school, reserve days included, by day and lesson."""
    found = Sitting.objects.filter(class_group__unit=unit, class_group__campaign=campaign)
    return found.select_related("class_group", "assessment", "reserve").order_by(
        "on", "lesson_from", "class_group", "part"
    )


def placed_of(unit: Unit, campaign: Campaign, duties: Iterable[Duty]) -> list[Placed]:
    """Sittings that answer a duty; days for those who were absent stand beside the timetable and are left out."""
    by_key = {duty.key: duty for duty in duties}
    found = []
    for item in sittings_of(unit, campaign):
        duty = by_key.get((item.class_group_id, item.assessment_id, item.part))
        if duty is not None and (item.reserve is None or item.reserve.is_whole_class):
            found.append(Placed(duty, item.on, item.lesson_from, item.form, item.room))
    return found
