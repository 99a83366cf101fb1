"""Working days by the production calendar: weekends, public holidays and the days moved by the Government. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

#: ТК РФ, ст. 112: public holidays of every year. What is moved is data of the year.
PUBLIC_HOLIDAYS = frozenset({*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)})
_SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """Days off and working weekends beyond the weekends and the public holidays themselves."""

    days_off: frozenset[date] = field(default_factory=frozenset)
    working_weekends: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        if day in self.working_weekends:
            return True
        return day.weekday() < _SATURDAY and (day.month, day.day) not in PUBLIC_HOLIDAYS and day not in self.days_off

    def after(self, day: date, count: int) -> date:
        """The day that is `count` working days after `day` (before it, when negative): T+n. Zero leaves it as it is."""
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def idle_days(self, first: date, last: date) -> Iterator[date]:
        """Days of a period on which schools do not work, both ends included. Saturday is a school day for many."""
        day = first
        while day <= last:
            if day.weekday() > _SATURDAY or (day.weekday() < _SATURDAY and not self.is_working(day)):
                yield day
            day += timedelta(days=1)
