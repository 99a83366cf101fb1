"""A granted reserve day takes its place: sittings on that day and a later end of uploads; a revoked one gives it back."""

from datetime import date, datetime, timedelta

from django.db.models import Max

from vpr.cabinets.models import Account
from vpr.exchange.services import extend_upload, workbook_of_assessment
from vpr.timetable.models import ReserveRequest, Sitting
from vpr.timetable.queries.reserve import plan_item_of
from vpr.timetable.queries.week import school_week
from vpr.timetable.rules.days import FIRST_LESSON, LAST_LESSON
from vpr.timetable.rules.reserve import State
from vpr.timetable.rules.sittings import lessons_of
from vpr.timetable.services.sittings import recount


def place_reserve(request: ReserveRequest, account: Account | None, now: datetime) -> None:
    """A whole class moves to the day; for those who were absent a sitting is added beside the one that took place."""
    form = _form_of(request)
    for group in request.classes.all():
        own = Sitting.objects.filter(class_group=group, assessment=request.assessment)
        if request.is_whole_class:
            form = own.filter(reserve=None).values_list("form", flat=True).first() or form
            own.filter(reserve=None).delete()
        Sitting.objects.bulk_create(
            Sitting(
                class_group=group,
                assessment=request.assessment,
                part=part,
                form=form,
                on=on,
                lesson_from=first,
                lesson_to=last,
                reserve=request,
                changed_at=now,
            )
            for part, on, first, last in _parts(request)
        )
    _set_upload(request, request.upload_until, account, now)
    recount(unit=request.unit, campaign=request.campaign, now=now)


def take_back_reserve(request: ReserveRequest, account: Account | None, now: datetime) -> None:
    request.sittings.all().delete()
    _set_upload(request, None, account, now)
    recount(unit=request.unit, campaign=request.campaign, now=now)


def _set_upload(request: ReserveRequest, until: datetime | None, account: Account | None, now: datetime) -> None:
    """Two reserve days of one work: the later end counts. The wave follows from the moment of the upload."""
    others = ReserveRequest.objects.filter(unit=request.unit, assessment=request.assessment, state=State.GRANTED)
    latest = others.exclude(pk=request.pk).aggregate(latest=Max("upload_until"))["latest"]
    ends = [end for end in (until, latest) if end]
    extend_upload(
        unit=request.unit,
        workbook=workbook_of_assessment(request.assessment),
        until=max(ends) if ends else None,
        by=account,
        now=now,
    )


def _form_of(request: ReserveRequest) -> str:
    item = plan_item_of(request.assessment)
    return (item.forms or ["paper"])[0] if item else "paper"


def _parts(request: ReserveRequest) -> list[tuple[int, date, int, int]]:
    """(part, day, first lesson, last lesson): on one day when it is long enough, else on the next school day too."""
    assert request.granted_on is not None
    item = plan_item_of(request.assessment)
    minutes = (item.duration_minutes if item else None) or request.assessment.minutes
    lessons = lessons_of(minutes, request.assessment.parts)
    day, lesson, found = request.granted_on, FIRST_LESSON, []
    for part in range(1, request.assessment.parts + 1):
        if lesson + lessons - 1 > LAST_LESSON:
            day, lesson = _next_school_day(request, day), FIRST_LESSON
        found.append((part, day, lesson, min(LAST_LESSON, lesson + lessons - 1)))
        lesson += lessons
    return found


def _next_school_day(request: ReserveRequest, day: date) -> date:
    days = school_week(request.unit, request.campaign).days(day + timedelta(days=1), day + timedelta(days=30))
    return days[0] if days else day
