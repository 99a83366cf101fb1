"""The consolidated file -> a decision for every school, and what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from vpr.enrollment.rules.application_rows import Typed, Understood, understand
from vpr.enrollment.rules.applying import Lines, WorkPlace
from vpr.kernel.faults import Fault
from vpr.workbook.filling import FilledRow

CONFIRM, NOT_TAKING, WAIT = "подтверждаю", "не участвует", "ждём"
DECISIONS = (CONFIRM, NOT_TAKING, WAIT)
UNANSWERED = "не заполнена"
_PARTS = {"class_count": "c", "participants": "p", "experts": "e"}


@dataclass(frozen=True)
class SchoolNow:
    """A school as it stands when the file is made and when it comes back."""

    unit_id: int
    code: str
    name: str
    stamp: str
    is_answered: bool
    takes_part: bool
    has_figures: bool
    figures: Callable[[], Lines]  # what it has sent; asked for the few that the file changes
    cells: Mapping[int, Mapping[str, str]]  # grade -> the row of its sheet as it goes out
    is_closed: bool = False  # frozen or confirmed by the region: the municipality changes nothing any more
    wants_reason: bool = False  # frozen: the region changes with a reason


@dataclass(frozen=True)
class Decided:
    """What becomes of one school. `lines` None: the figures stay."""

    unit_id: int
    takes_part: bool
    lines: Lines | None
    note: str


@dataclass
class Decisions:
    decided: list[Decided] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def decide(
    rows: Mapping[str, Sequence[FilledRow]], schools: Mapping[str, SchoolNow], places: Mapping[str, WorkPlace]
) -> Decisions:
    found = Decisions()
    figures = _figures(rows, schools, places)
    for row in rows.get("schools", ()):
        school = schools.get(row.text("code"))
        if school is None:
            continue
        if row.text("stamp") != school.stamp:
            found.faults.append(Fault.at("A-11", row.address("stamp"), value=school.stamp))
        decided, faults = _decision(row, school, figures.get(school.code), places)
        found.faults += faults
        if decided is not None and _is_change(school, decided):
            found.faults += _closed(row, school)
        if decided is not None:
            found.decided.append(decided)
    return found


def _decision(
    row: FilledRow,
    school: SchoolNow,
    figures: _Figures | None,
    places: Mapping[str, WorkPlace],
) -> tuple[Decided | None, list[Fault]]:
    """None: «ждём», nothing happens to the school. `figures` None: they came back as they went out."""
    understood, is_changed, is_held = Understood(), False, school.has_figures
    if figures is not None:
        where = figures.where
        understood = understand(figures.typed, places, lambda key, part: where[key].address(f"{key}|{_PARTS[part]}"))
        is_changed = understood.lines != {key: numbers for key, numbers in school.figures().items() if key in places}
        is_held = bool(understood.lines or understood.faults)
    decision, note = row.text("decision"), row.text("note")
    if decision == WAIT:
        return None, [Fault.at("A-12", row.address("decision"), value=decision)] if is_changed else []
    if decision == NOT_TAKING:
        # the figures of a school that has sent them and is now left out are taken away with it
        faults = [Fault.at("A-13", row.address("decision"))] if understood.lines and is_changed else []
        return Decided(school.unit_id, False, {}, note), faults
    if not is_held:
        return None, [Fault.at("A-14", row.address("decision"))]
    return Decided(school.unit_id, True, understood.lines if is_changed else None, note), understood.faults


def _is_change(school: SchoolNow, decided: Decided) -> bool:
    if not school.is_answered or school.takes_part != decided.takes_part:
        return True
    return decided.takes_part and decided.lines is not None


def _closed(row: FilledRow, school: SchoolNow) -> list[Fault]:
    """A changed school that may not be changed here, or not without a reason."""
    if school.is_closed:
        return [Fault.at("A-17", row.address("decision"))]
    if school.wants_reason and not row.text("note"):
        return [Fault.at("A-18", row.address("note"))]
    return []


@dataclass
class _Figures:
    """Cells of one school by work, and the row in which each stands."""

    typed: dict[str, Typed] = field(default_factory=dict)
    where: dict[str, FilledRow] = field(default_factory=dict)


def _figures(
    rows: Mapping[str, Sequence[FilledRow]], schools: Mapping[str, SchoolNow], places: Mapping[str, WorkPlace]
) -> dict[str, _Figures]:
    """Figures of the schools in which a cell has changed: in a big file most rows come back as they went out."""
    by_grade: dict[int, list[str]] = {}
    for key, place in places.items():
        by_grade.setdefault(place.grade, []).append(key)
    changed = {
        row.cells["code"]
        for grade in by_grade
        for row in rows.get(f"grade_{grade}", ())
        if (school := schools.get(row.cells["code"])) and row.cells != school.cells.get(grade)
    }
    found: dict[str, _Figures] = {code: _Figures() for code in changed}
    for grade, keys in by_grade.items():
        for row in rows.get(f"grade_{grade}", ()):
            own = found.get(row.cells["code"])
            if own is not None:
                _read_row(row, keys, own)
    return found


def _read_row(row: FilledRow, keys: Sequence[str], own: _Figures) -> None:
    for key in keys:
        cells = [row.text(f"{key}|{part}") for part in _PARTS.values()]
        if any(cells):
            own.typed[key] = Typed(*(int(cell) if cell else None for cell in cells))
            own.where[key] = row
