"""School days: six-day weeks, holidays of pupils, public holidays (DOMAIN §1 row 9: no work in holidays). Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

#: ВПР are written on lessons 2-4 (S5 «Общие положения» 11), never after the lessons.
FIRST_LESSON, LAST_LESSON = 2, 4
LESSONS = tuple(range(FIRST_LESSON, LAST_LESSON + 1))
WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True)
class Holiday:
    """A run of days without lessons, both ends included."""

    first: date
    last: date
    title: str

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class SchoolWeek:
    """How a school works: what the rules of a timetable need to know of it."""

    is_six_day: bool = False
    holidays: tuple[Holiday, ...] = ()
    shortest_break: int = 10  # minutes between two lessons
    computer_seats: int | None = None  # None: not told

    def closed(self, day: date) -> str:
        """Why there are no lessons on a day; "" when there are."""
        if day.weekday() == _SUNDAY:
            return "воскресенье"
        if day.weekday() == _SATURDAY and not self.is_six_day:
            return "суббота, а школа работает пять дней"
        return next((holiday.title for holiday in self.holidays if holiday.holds(day)), "")

    def days(self, first: date, last: date) -> list[date]:
        """School days of a period."""
        return [day for day in days_between(first, last) if not self.closed(day)]


def days_between(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def mondays_of(first: date, last: date) -> list[date]:
    """Weeks that a period touches."""
    count = (monday_of(last) - monday_of(first)).days // 7 + 1
    return [monday_of(first) + timedelta(weeks=number) for number in range(count)]


def week_text(monday: date) -> str:
    """«20.04–26.04.2026»: how a week is chosen and shown."""
    return f"{monday:%d.%m}–{monday + timedelta(days=6):%d.%m.%Y}"


def period_text(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "срок не задан"
    return f"{first:%d.%m.%Y}" if first == last else f"{first:%d.%m}–{last:%d.%m.%Y}"


def check_holidays(holidays: Iterable[Holiday]) -> list[str]:
    """What is wrong in the holidays of a region as typed; sentences for its page."""
    wrong = []
    for holiday in holidays:
        if holiday.last < holiday.first:
            wrong.append(f"{holiday.title}: каникулы кончаются раньше, чем начались. Поменяйте даты местами.")
        elif (holiday.last - holiday.first).days > 120:
            wrong.append(f"{holiday.title}: каникулы длиннее четырёх месяцев. Проверьте год.")
    return wrong
