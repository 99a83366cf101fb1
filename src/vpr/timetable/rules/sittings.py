"""The timetable of a school: what each class writes, where it was placed, what is wrong in that (S5, DOMAIN §1, §4). Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from vpr.kernel.faults import Fault
from vpr.timetable.rules.days import FIRST_LESSON, LAST_LESSON, SchoolWeek, monday_of, period_text

PAPER, COMPUTER = "paper", "computer"
FORM_TITLE = {PAPER: "бумажная", COMPUTER: "компьютерная"}
LANGUAGES = frozenset({"en", "de", "fr"})
#: More works of one class in a week than this are allowed and pointed at.
WEEKLY = 3
_LESSON_MINUTES = 45


@dataclass(frozen=True)
class Duty:
    """One part of an assessment that one class writes."""

    group: int
    group_name: str  # 8А
    assessment: int
    code: str  # 2026.en8
    title: str
    part: int = 1
    parts: int = 1
    lessons: int = 1  # how many in a row the part takes
    forms: tuple[str, ...] = (PAPER,)
    first: date | None = None  # the period of the plan; None when the plan does not date it
    last: date | None = None
    pause: int = 10  # minutes between the parts
    participants: int = 0
    week_of: date | None = None  # of a drawn subject: the week that the school planned
    is_drawn: bool = False
    is_optional: bool = False  # one of several languages of a grade: the class may not write it
    subject: str = ""
    reserve: frozenset[date] = frozenset()  # granted days outside the period
    declared: date | None = None  # the day of the computer form that has already come: it opens on no other day

    @property
    def key(self) -> tuple[int, int, int]:
        return (self.group, self.assessment, self.part)

    @property
    def row_key(self) -> str:
        """How a row of the form names the duty: `8А · 2026.en8 · 1`."""
        return f"{self.group_name} · {self.code} · {self.part}"

    @property
    def period(self) -> str:
        return period_text(self.first, self.last)

    @property
    def name(self) -> str:
        return f"{self.group_name}, {self.title}" + (f", часть {self.part}" if self.parts > 1 else "")

    def allows(self, day: date) -> bool:
        if day in self.reserve:
            return True
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Placed:
    """A duty with its day; `place` gives the cell that a fault names."""

    duty: Duty
    on: date
    lesson: int
    form: str = PAPER
    room: str = ""
    places: dict[str, str] = field(default_factory=dict, compare=False, hash=False)  # column key -> address

    @property
    def last_lesson(self) -> int:
        return self.lesson + self.duty.lessons - 1

    def fault(self, code: str, column: str = "on", /, **details: object) -> Fault:
        return Fault.at(code, self.places.get(column, ""), name=self.duty.name, **details)

    def overlaps(self, other: "Placed") -> bool:
        return self.on == other.on and self.lesson <= other.last_lesson and other.lesson <= self.last_lesson


def lessons_of(minutes: int | None, parts: int) -> int:
    """Lessons in a row that one part takes: 45 minutes and less are one lesson, 60 and 90 are two."""
    each = (minutes or _LESSON_MINUTES) / max(parts, 1)
    return max(1, -(-int(each) // _LESSON_MINUTES))


def check_timetable(placed: Sequence[Placed], duties: Iterable[Duty], week: SchoolWeek) -> list[Fault]:
    """Everything wrong in a timetable; nothing stops at the first fault."""
    faults = [fault for item in placed for fault in _own_faults(item, week)]
    faults += _missing(placed, duties)
    by_class: dict[int, list[Placed]] = defaultdict(list)
    for item in placed:
        by_class[item.duty.group].append(item)
    for items in by_class.values():
        faults += [*_of_one_day(items), *_parts(items, week), *_weekly(items)]
    return [*faults, *_rooms(placed), *_seats(placed, week)]


def _own_faults(item: Placed, week: SchoolWeek) -> list[Fault]:
    duty, faults = item.duty, []
    if not duty.allows(item.on):
        faults.append(item.fault("U-01", on=day_text(item.on), period=duty.period))
    if reason := week.closed(item.on):
        faults.append(item.fault("U-02", on=day_text(item.on), reason=reason))
    if item.lesson < FIRST_LESSON or item.last_lesson > LAST_LESSON:
        faults.append(item.fault("U-03", "lesson", lesson=item.lesson, lessons=duty.lessons, **_latest(duty)))
    if item.form not in duty.forms:
        allowed = ", ".join(FORM_TITLE[form] for form in duty.forms)
        faults.append(item.fault("U-04", "form", form=FORM_TITLE.get(item.form, item.form), allowed=allowed))
    if item.form == COMPUTER and duty.declared not in (None, item.on):
        faults.append(item.fault("U-05", declared=day_text(duty.declared)))
    if duty.is_drawn and duty.week_of and item.on not in duty.reserve and monday_of(item.on) != duty.week_of:
        faults.append(item.fault("U-13", on=day_text(item.on), week=day_text(duty.week_of)))
    return faults


def _latest(duty: Duty) -> dict[str, int]:
    return {"latest": max(FIRST_LESSON, LAST_LESSON - duty.lessons + 1)}


def _missing(placed: Sequence[Placed], duties: Iterable[Duty]) -> list[Fault]:
    present = {item.duty.key for item in placed}
    absent = [duty for duty in duties if not duty.is_optional and duty.key not in present]
    return [Fault.at("U-06", "", name=duty.name, period=duty.period) for duty in absent]


def _of_one_day(items: list[Placed]) -> list[Fault]:
    """Two works of a class on one day; parts of one work are not two works."""
    faults = []
    for one, other in combinations(sorted(items, key=_order), 2):
        if one.on == other.on and one.duty.assessment != other.duty.assessment and not _are_halves(one, other):
            faults.append(other.fault("U-07", on=day_text(one.on), other=one.duty.title))
    return faults


def _are_halves(one: Placed, other: Placed) -> bool:
    """Halves of a class write their languages at the same time."""
    return one.duty.subject in LANGUAGES and other.duty.subject in LANGUAGES


def _parts(items: list[Placed], week: SchoolWeek) -> list[Fault]:
    """Two parts: in order, on one day with a break or on two days (DOMAIN §4, conditions of 2025)."""
    by_work: dict[int, dict[int, Placed]] = defaultdict(dict)
    for item in items:
        by_work[item.duty.assessment][item.duty.part] = item
    faults = []
    for parts in by_work.values():
        first, second = parts.get(1), parts.get(2)
        if first is None or second is None:
            continue
        if second.on < first.on or (second.on == first.on and second.lesson <= first.last_lesson):
            faults.append(second.fault("U-08", "lesson" if second.on == first.on else "on"))
        elif second.on == first.on and second.lesson == first.last_lesson + 1:
            faults += _break(second, week)
    return faults


def _break(second: Placed, week: SchoolWeek) -> list[Fault]:
    if week.shortest_break >= second.duty.pause:
        return []
    return [second.fault("U-09", "lesson", minutes=week.shortest_break, pause=second.duty.pause)]


def _weekly(items: list[Placed]) -> list[Fault]:
    weeks: dict[date, dict[int, Placed]] = defaultdict(dict)
    for item in sorted(items, key=_order):
        weeks[monday_of(item.on)].setdefault(item.duty.assessment, item)
    return [
        next(iter(works.values())).fault("U-10", week=day_text(monday), count=len(works), most=WEEKLY)
        for monday, works in weeks.items()
        if len(works) > WEEKLY
    ]


def _rooms(placed: Sequence[Placed]) -> list[Fault]:
    """One room cannot hold two classes at once."""
    rooms: dict[tuple[str, date], list[Placed]] = defaultdict(list)
    for item in placed:
        if item.room.strip():
            rooms[item.room.strip().lower(), item.on].append(item)
    return [
        other.fault("U-11", "room", room=other.room, other=one.duty.group_name)
        for items in rooms.values()
        for one, other in combinations(sorted(items, key=_order), 2)
        if one.duty.group != other.duty.group and one.overlaps(other)
    ]


def _seats(placed: Sequence[Placed], week: SchoolWeek) -> list[Fault]:
    """Participants at the computers on every lesson against the seats that the school has."""
    if week.computer_seats is None:
        return []
    faults: list[Fault] = []
    for (on, lesson), items in sorted(computer_load(placed).items()):
        taken = sum(item.duty.participants for item in items)
        if taken <= week.computer_seats:
            continue
        numbers = {"on": day_text(on), "lesson": lesson, "taken": taken, "seats": week.computer_seats}
        faults.append(items[-1].fault("U-12" if len(items) > 1 else "U-14", "lesson", **numbers))
    return faults


def computer_load(placed: Iterable[Placed]) -> dict[tuple[date, int], list[Placed]]:
    """(day, lesson) -> who sits at the computers then."""
    load: dict[tuple[date, int], list[Placed]] = defaultdict(list)
    for item in placed:
        if item.form == COMPUTER:
            for lesson in range(item.lesson, item.last_lesson + 1):
                load[item.on, lesson].append(item)
    return load


def _order(item: Placed) -> tuple[date, int, str]:
    return (item.on, item.lesson, item.duty.title)


def day_text(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
