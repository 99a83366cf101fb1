"""Settings of a school's day and the holidays of a region."""

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import record_audit
from vpr.kernel.roles import UnitKind
from vpr.timetable.models import SchoolDay, SchoolHoliday
from vpr.timetable.rules.days import Holiday, check_holidays


class HolidaysNotYours(Refusal):
    """Каникулы региона меняет региональный координатор."""


class HolidaysWrong(Refusal):
    """Каникулы не сохранены: проверьте даты."""


class LessonsWrong(Refusal):
    """Начало уроков не сохранено: каждый следующий урок начинается позже предыдущего."""


@transaction.atomic
def save_school_day(
    *,
    by: Cabinet,
    is_six_day: bool,
    shortest_break: int,
    computer_seats: int | None,
    lesson_starts: Sequence[time],
    now: datetime,
) -> SchoolDay:
    """The school tells how it works; the rules of its timetable follow."""
    if sorted(set(lesson_starts)) != list(lesson_starts):
        raise LessonsWrong
    day, _ = SchoolDay.objects.update_or_create(
        unit=by.unit,
        defaults={
            "is_six_day": is_six_day,
            "shortest_break": shortest_break,
            "computer_seats": computer_seats,
            "lesson_starts": list(lesson_starts),
        },
    )
    record_audit(account=by.account, unit=by.unit, verb="saved_school_day", subject=by.unit.name, now=now)
    return day


@transaction.atomic
def replace_holidays(*, by: Cabinet, holidays: Sequence[Holiday], now: datetime) -> None:
    """An empty list brings the recommended holidays back."""
    if by.unit.kind != UnitKind.REGION:
        raise HolidaysNotYours
    if wrong := check_holidays(holidays):
        raise HolidaysWrong(" ".join(wrong))
    SchoolHoliday.objects.filter(unit=by.unit).delete()
    SchoolHoliday.objects.bulk_create(
        [SchoolHoliday(unit=by.unit, title=item.title, first=item.first, last=item.last) for item in holidays]
    )
    record_audit(
        account=by.account,
        unit=by.unit,
        verb="saved_holidays",
        subject=by.unit.name,
        now=now,
        details={"holidays": [f"{item.title}: {item.first} – {item.last}" for item in holidays]},
    )
