"""The calendar of a school: weeks × classes, as a page shows it. Built from placed duties, so a proposal is shown too."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from vpr.kernel.subjects import SUBJECTS
from vpr.timetable.models import Sitting
from vpr.timetable.rules.days import WEEKDAYS, monday_of
from vpr.timetable.rules.sittings import COMPUTER, Placed


@dataclass(frozen=True)
class Mark:
    """One sitting in a cell of the calendar."""

    day: str  # «ср 22.04»
    subject: str  # «АЯ»
    title: str  # spelled out, for readers of the screen
    lessons: str
    is_computer: bool
    is_reserve: bool


@dataclass(frozen=True)
class Calendar:
    """`weeks`: Mondays with their texts; `rows`: a class and its marks in every week."""

    weeks: tuple[tuple[date, str], ...]
    rows: tuple[tuple[str, tuple[tuple[Mark, ...], ...]], ...]


@dataclass(frozen=True)
class _Entry:
    """A placed duty or a stored sitting, whichever the calendar is made of."""

    group: str
    on: date
    first: int
    last: int
    subject: str
    title: str
    part: int  # 0 where the work has one part
    is_computer: bool
    is_reserve: bool

    def mark(self) -> Mark:
        code = SUBJECTS[self.subject].abbreviation if self.subject in SUBJECTS else self.subject
        return Mark(
            f"{WEEKDAYS[self.on.weekday()]} {self.on:%d.%m}",
            f"{code} ч. {self.part}" if self.part else code,
            f"{self.title}, часть {self.part}" if self.part else self.title,
            f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}",
            self.is_computer,
            self.is_reserve,
        )


def calendar_of_placed(placed: Iterable[Placed], extra: Iterable[Sitting] = ()) -> Calendar:
    """`extra`: days for those who were absent, beside the timetable."""
    return _calendar([*map(_of_placed, placed), *map(_of_sitting, extra)])


def calendar_of_sittings(sittings: Iterable[Sitting]) -> Calendar:
    return _calendar([_of_sitting(item) for item in sittings])


def _of_placed(item: Placed) -> _Entry:
    duty = item.duty
    part = duty.part if duty.parts > 1 else 0
    is_reserve = item.on in duty.reserve
    is_computer = item.form == COMPUTER
    return _Entry(
        duty.group_name, item.on, item.lesson, item.last_lesson, duty.subject, duty.title, part, is_computer, is_reserve
    )


def _of_sitting(row: Sitting) -> _Entry:
    work = row.assessment
    part = row.part if work.parts > 1 else 0
    is_computer = row.form == COMPUTER
    return _Entry(
        row.class_group.name,
        row.on,
        row.lesson_from,
        row.lesson_to,
        work.subject,
        work.title,
        part,
        is_computer,
        row.reserve_id is not None,
    )


def _calendar(entries: list[_Entry]) -> Calendar:
    cells: dict[tuple[str, date], list[_Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: (entry.on, entry.first)):
        cells[entry.group, monday_of(entry.on)].append(entry)
    mondays = sorted({monday for _, monday in cells})
    names = sorted({name for name, _ in cells}, key=_class_order)
    rows = tuple(
        (name, tuple(tuple(entry.mark() for entry in cells.get((name, monday), ())) for monday in mondays))
        for name in names
    )
    return Calendar(tuple((monday, f"{monday:%d.%m}–{monday + timedelta(days=6):%d.%m}") for monday in mondays), rows)


def _class_order(name: str) -> tuple[int, str]:
    digits = "".join(char for char in name[:2] if char.isdigit())
    return (int(digits or 0), name)
