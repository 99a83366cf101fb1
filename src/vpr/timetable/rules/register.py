"""The class register of a school as typed -> classes and faults (S5 3.2, DOMAIN §5.6). Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vpr.kernel.faults import Fault
from vpr.timetable.rules.class_names import LONGEST, class_name, letter_order, shown

#: DOMAIN §14.2: the largest class of a region has 48 pupils; above this a number is a slip of the keyboard.
LARGEST_CLASS = 60


@dataclass(frozen=True)
class ClassRow:
    """One class of the register; `places` gives the cell that a fault names."""

    grade: int
    letter: str
    participants: int
    is_advanced: bool = False
    subjects: tuple[str, ...] = ()
    week_of: date | None = None
    places: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    @property
    def name(self) -> str:
        return f"{self.grade}{self.letter}"

    def fault(self, code: str, column: str = "letter", /, **details: object) -> Fault:
        return Fault.at(code, self.places.get(column, ""), name=self.name, **details)


@dataclass(frozen=True)
class DrawnGrade:
    """What the plan draws in a grade: groups of subjects and how many of each; weeks in which it may be held."""

    grade: int
    groups: tuple[tuple[tuple[str, ...], int], ...]  # (subject keys, how many are chosen)
    weeks: tuple[date, ...]  # Mondays

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for keys, _ in self.groups for key in keys))


def understood_letter(text: str, grade: int, place: str) -> tuple[str | None, list[Fault]]:
    """The letter of the register out of what was typed; a spelling that is not of the list is shown as understood."""
    name = class_name(text, grade)
    if name is None or len(name.letter) > LONGEST:
        return None, [Fault.at("C-01", place, value=text, grade=grade)]
    return name.letter, [] if text == shown(name.letter) else [Fault.at("C-13", place, value=text, name=name.full)]


def check_register(
    rows: Sequence[ClassRow],
    grades: Iterable[int],
    drawn: Mapping[int, DrawnGrade],
    locks: Mapping[tuple[int, str], str],
    before: Sequence[ClassRow],
) -> list[Fault]:
    """All faults of a register. `locks`: (grade, letter) -> why the class may not change; `before`: the register in force."""
    faults = _twice(rows)
    for row in rows:
        faults += _own_faults(row, drawn.get(row.grade))
    count = Counter(row.grade for row in rows)
    faults += [Fault.at("C-09", "", grade=grade) for grade in sorted(grades) if grade not in count]
    faults += [row.fault("C-03", grade=row.grade) for row in rows if not row.letter and count[row.grade] > 1]
    return faults + _locked(rows, locks, before)


def _twice(rows: Sequence[ClassRow]) -> list[Fault]:
    seen: dict[tuple[int, str], ClassRow] = {}
    faults = []
    for row in rows:
        if (row.grade, row.letter) in seen:
            faults.append(row.fault("C-02"))
        seen.setdefault((row.grade, row.letter), row)
    return faults


def _own_faults(row: ClassRow, drawn: DrawnGrade | None) -> list[Fault]:
    faults = []
    if row.participants > LARGEST_CLASS:
        faults.append(row.fault("C-04", "participants", count=row.participants, most=LARGEST_CLASS))
    if row.participants == 0:
        faults.append(row.fault("C-05", "participants"))
    if drawn is None:
        return faults
    if row.week_of is None:
        faults.append(row.fault("C-07", "week_of"))
    elif drawn.weeks and row.week_of not in drawn.weeks:
        faults.append(row.fault("C-08", "week_of", week=f"{row.week_of:%d.%m.%Y}"))
    for keys, choose in drawn.groups:
        taught = sum(1 for key in keys if key in row.subjects)
        if taught < choose:
            faults.append(row.fault("C-06", "subjects", taught=taught, choose=choose))
    return faults


def _locked(rows: Sequence[ClassRow], locks: Mapping[tuple[int, str], str], before: Sequence[ClassRow]) -> list[Fault]:
    """After the draw a class keeps its name, its subjects and its week; numbers of participants may still be put right.

    Its neighbours are free: those that a redraw has set free, those of a later week, those that have come since.
    """
    faults = []
    now = {(row.grade, row.letter): row for row in rows}
    for was in sorted(before, key=lambda row: (row.grade, letter_order(row.letter))):
        reason, row = locks.get((was.grade, was.letter)), now.get((was.grade, was.letter))
        if reason is None:
            continue
        if row is None:
            faults.append(Fault.at("C-11", "", name=was.name, reason=reason))
        elif (set(was.subjects), was.week_of) != (set(row.subjects), row.week_of):
            faults.append(row.fault("C-10", reason=reason))
    return faults


def check_bound(rows: Sequence[ClassRow], bound: Iterable[tuple[int, str]]) -> list[Fault]:
    """Classes of which something is on record already: they may not vanish."""
    present = {(row.grade, row.letter) for row in rows}
    return [
        Fault.at("C-12", "", name=f"{grade}{letter}")
        for grade, letter in sorted(bound, key=lambda pair: (pair[0], letter_order(pair[1])))
        if (grade, letter) not in present
    ]


def ordinals(letters: Iterable[str], present: Mapping[str, int]) -> dict[str, int]:
    """Ordinal of each class of a grade: those in the register keep theirs, new ones follow in the order of the alphabet.

    The score form of 2026 knows a class by this number alone (DOMAIN §5.2): it must not change under a form already sent.
    """
    wanted = sorted(set(letters), key=letter_order)
    kept = {letter: present[letter] for letter in wanted if letter in present}
    free = (number for number in range(1, len(wanted) + len(present) + 1) if number not in kept.values())
    return kept | {letter: next(free) for letter in wanted if letter not in kept}
