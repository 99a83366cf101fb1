"""Observers for tests: candidates of a school, classes that write on a day."""

from datetime import date

from vpr.campaigns.models import Assessment
from vpr.objectivity.models import Duty, Observer
from vpr.timetable.models import ClassGroup, Sitting

DAY = date(2026, 4, 22)


def candidate(campaign, unit, name="Павлова Ольга Игоревна", *, now, **more):
    return Observer.objects.create(
        campaign=campaign,
        unit=unit,
        ordinal=Observer.objects.filter(campaign=campaign, unit=unit).count() + 1,
        name=name,
        phone="8 921 000-00-00",
        proposed_at=now,
        **more,
    )


def writes(assessment, unit, grade, letter, *, now, on=DAY):
    """A class of the school writes the assessment on this day."""
    group, _ = ClassGroup.objects.get_or_create(
        campaign=assessment.campaign,
        unit=unit,
        grade=grade,
        letter=letter,
        defaults={"ordinal": ClassGroup.objects.filter(unit=unit, grade=grade).count() + 1, "participants": 20},
    )
    return Sitting.objects.create(
        class_group=group, assessment=assessment, on=on, lesson_from=2, lesson_to=3, changed_at=now
    )


def duty(assessment, unit, *, now):
    """Somebody sent to the school on a day on which it writes; made when first needed."""
    assert isinstance(assessment, Assessment)
    found = Duty.objects.filter(unit=unit).first()
    if found is None:
        writes(assessment, unit, 8, "А", now=now)
        found = Duty.objects.create(
            observer=candidate(assessment.campaign, unit, now=now), unit=unit, on=DAY, assigned_at=now
        )
    return found
