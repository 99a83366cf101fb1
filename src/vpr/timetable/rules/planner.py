"""«Предложить расписание»: places every duty of a school so that no rule is broken, evenly over the weeks. Pure.

A class is planned alone but for the seats at the computers. First one work a week is tried, then two, three, and at last
the earliest deadline first over every day: for works that take one day each this finds a place whenever there is one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from vpr.timetable.rules.days import FIRST_LESSON, LAST_LESSON, SchoolWeek, monday_of
from vpr.timetable.rules.sittings import COMPUTER, PAPER, WEEKLY, Duty, Placed

#: Any window must end somewhere: a work without dates in the plan is not placed at all.
_CAPS = (1, 2, WEEKLY, 7)
_MIDDLE_OF_WEEK = {1: 0, 2: 0, 3: 0, 0: 1, 4: 1, 5: 2}  # Tuesday to Thursday first


@dataclass(frozen=True)
class Work:
    """What takes one day of a class: a whole work, or a part of it when both do not fit into one day."""

    duties: tuple[Duty, ...]
    lessons: tuple[int, ...]
    after: tuple[int, int] | None = None  # (assessment, part) that must be placed on an earlier day

    @property
    def first(self) -> date:
        return self.duties[0].first or date.max

    @property
    def last(self) -> date:
        return self.duties[0].last or date.min

    @property
    def key(self) -> tuple[int, int]:
        return (self.duties[0].assessment, self.duties[0].part)


@dataclass
class _Load:
    """What is taken already: works of the school by day, seats by day and lesson, rooms are the school's own matter."""

    week: SchoolWeek
    works: Counter[date] = field(default_factory=Counter)
    seats: Counter[tuple[date, int]] = field(default_factory=Counter)

    def place(self, work: Work, on: date, wish: Callable[[Duty], str]) -> list[Placed] | None:
        """The parts on this day, moved to later lessons when the computers are taken; None when they do not fit."""
        span = work.lessons[-1] + work.duties[-1].lessons - work.lessons[0]
        for shift in range(LAST_LESSON - FIRST_LESSON + 2 - span):
            items = [
                Placed(duty, on, lesson + shift, wish(duty))
                for duty, lesson in zip(work.duties, work.lessons, strict=True)
            ]
            if all(self._has_seats(item) for item in items):
                return items
        return None

    def _has_seats(self, item: Placed) -> bool:
        if item.form != COMPUTER or self.week.computer_seats is None:
            return True
        if item.duty.participants > self.week.computer_seats:  # two shifts: the school is warned, nothing to find here
            return all(not self.seats[item.on, lesson] for lesson in range(item.lesson, item.last_lesson + 1))
        return all(
            self.seats[item.on, lesson] + item.duty.participants <= self.week.computer_seats
            for lesson in range(item.lesson, item.last_lesson + 1)
        )

    def take(self, items: Iterable[Placed]) -> None:
        for item in items:
            self.works[item.on] += 1
            if item.form == COMPUTER:
                for lesson in range(item.lesson, item.last_lesson + 1):
                    self.seats[item.on, lesson] += item.duty.participants


def propose(
    duties: Iterable[Duty],
    week: SchoolWeek,
    *,
    kept: Iterable[Placed] = (),
    wish: Callable[[Duty], str] | None = None,
    not_before: date | None = None,
) -> list[Placed]:
    """Places for the duties that are not in `kept`. What cannot be placed is left out: the check names it.

    `wish`: the form that the school applied for; `not_before`: nothing is planned on days that have passed.
    """
    chosen = wish or first_form
    load, placed = _Load(week), list(kept)
    load.take(placed)
    fixed = {item.duty.key for item in placed}
    by_class: dict[int, list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.key not in fixed and duty.first and duty.last and not duty.is_optional:
            by_class[duty.group].append(duty)
    for group, own in sorted(by_class.items(), key=lambda pair: min(duty.last or date.max for duty in pair[1])):
        taken = [item for item in placed if item.duty.group == group]
        found = _plan_class(own, taken, load, chosen, not_before)
        load.take(found)
        placed += found
    return placed


def first_form(duty: Duty) -> str:
    return PAPER if PAPER in duty.forms else duty.forms[0]


def _plan_class(
    duties: list[Duty], taken: list[Placed], load: _Load, wish: Callable[[Duty], str], not_before: date | None
) -> list[Placed]:
    works = _works(duties, load.week)
    best: list[Placed] = []
    for cap in _CAPS:
        found = _fill(works, taken, load, wish, cap, not_before)
        if len(found) == len(duties):
            return found
        best = max(best, found, key=len)
    return best


def _works(duties: list[Duty], week: SchoolWeek) -> list[Work]:
    by_work: dict[int, list[Duty]] = defaultdict(list)
    for duty in sorted(duties, key=lambda duty: (duty.assessment, duty.part)):
        by_work[duty.assessment].append(duty)
    works: list[Work] = []
    for parts in by_work.values():
        lessons = _lessons_of_one_day(parts, week)
        if lessons:
            works.append(Work(tuple(parts), lessons))
            continue
        works += [
            Work((duty,), (FIRST_LESSON,), (duty.assessment, parts[at - 1].part) if at else None)
            for at, duty in enumerate(parts)
        ]
    return works


def _lessons_of_one_day(parts: list[Duty], week: SchoolWeek) -> tuple[int, ...]:
    """Lessons on which all parts begin on one day; () when the day is too short for them and their breaks."""
    lessons, lesson = [], FIRST_LESSON
    for at, duty in enumerate(parts):
        if at and week.shortest_break < duty.pause:
            lesson += 1  # a free lesson is break enough
        lessons.append(lesson)
        lesson += duty.lessons
    return tuple(lessons) if lesson - 1 <= LAST_LESSON else ()


def _fill(
    works: list[Work],
    taken: list[Placed],
    load: _Load,
    wish: Callable[[Duty], str],
    cap: int,
    not_before: date | None,
) -> list[Placed]:
    """Day by day, the work that must end first; at most `cap` works of the class in a week."""
    waiting = sorted(works, key=lambda work: (work.last, work.first, work.key))
    used, weekly = {item.on for item in taken}, Counter(monday_of(on) for on in {item.on for item in taken})
    found: list[Placed] = []
    for monday in _weeks(works, not_before):
        days = [
            day for day in _days(monday, load, cap) if day not in used and (not_before is None or day >= not_before)
        ]
        for day in days:
            if weekly[monday] >= cap:
                break
            for work in waiting:
                items = _try(work, day, found, load, wish)
                if items is not None:
                    found += items
                    waiting.remove(work)
                    weekly[monday] += 1
                    break
    return found


def _weeks(works: list[Work], not_before: date | None) -> list[date]:
    first = max(min(work.first for work in works), not_before or date.min)
    last = max(work.last for work in works)
    weeks = max(0, (monday_of(last) - monday_of(first)).days // 7 + 1)
    return [monday_of(first) + timedelta(weeks=number) for number in range(weeks)]


def _days(monday: date, load: _Load, cap: int) -> list[date]:
    """School days of a week, the emptiest first; in the last attempt in order, so that no deadline is missed."""
    days = load.week.days(monday, monday + timedelta(days=6))
    if cap == _CAPS[-1]:
        return days
    return sorted(days, key=lambda day: (load.works[day], _MIDDLE_OF_WEEK[day.weekday()], day))


def _try(work: Work, day: date, found: list[Placed], load: _Load, wish: Callable[[Duty], str]) -> list[Placed] | None:
    duty = work.duties[0]
    if not work.first <= day <= work.last:
        return None
    if duty.is_drawn and duty.week_of and monday_of(day) != duty.week_of:
        return None
    if work.after is not None:
        before = next((item for item in found if (item.duty.assessment, item.duty.part) == work.after), None)
        if before is None or before.on >= day:
            return None
    return load.place(work, day, wish)
