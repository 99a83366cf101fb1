"""The consolidated file -> a decision for every school, and what is wrong with it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vpr.enrollment.rules.application_rows import Typed, understand
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
    lines: Lines
    grades: tuple[int, ...]
    offered: frozenset[str]  # keys of the works that the school may hold


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
    figures = _figures(rows, places)
    for row in rows.get("schools", ()):
        school = schools.get(row.text("code"))
        if school is None:
            continue
        if row.text("stamp") != school.stamp:
            found.faults.append(Fault.at("A-11", row.address("stamp"), value=school.stamp))
        typed, where = figures.get(school.code, ({}, {}))
        decided, faults = _decision(row, school, typed, where, places)
        found.faults += faults
        if decided is not None:
            found.decided.append(decided)
    return found


def _decision(
    row: FilledRow,
    school: SchoolNow,
    typed: Mapping[str, Typed],
    where: Mapping[str, FilledRow],
    places: Mapping[str, WorkPlace],
) -> tuple[Decided | None, list[Fault]]:
    """None: «ждём», nothing happens to the school."""
    understood = understand(typed, places, lambda key, part: where[key].address(f"{key}|{_PARTS[part]}"))
    decision, note = row.text("decision"), row.text("note")
    is_changed = understood.lines != {key: numbers for key, numbers in school.lines.items() if key in places}
    if decision == WAIT:
        return None, [Fault.at("A-12", row.address("decision"), value=decision)] if is_changed else []
    if decision == NOT_TAKING:
        # the figures of a school that has sent them and is now left out are taken away with it
        is_typed = understood.lines and is_changed
        faults = [Fault.at("A-13", row.address("decision"))] if is_typed else []
        return Decided(school.unit_id, False, {}, note), faults
    if not understood.lines and not understood.faults:
        return None, [Fault.at("A-14", row.address("decision"))]
    return Decided(school.unit_id, True, understood.lines if is_changed else None, note), understood.faults


def _figures(
    rows: Mapping[str, Sequence[FilledRow]], places: Mapping[str, WorkPlace]
) -> dict[str, tuple[dict[str, Typed], dict[str, FilledRow]]]:
    """code of the school -> cells by work, and the row in which each work stands."""
    by_grade: dict[int, list[tuple[str, tuple[str, str, str]]]] = {}
    for key, place in places.items():
        by_grade.setdefault(place.grade, []).append((key, (f"{key}|c", f"{key}|p", f"{key}|e")))
    found: dict[str, tuple[dict[str, Typed], dict[str, FilledRow]]] = {}
    for grade, columns in by_grade.items():
        for row in rows.get(f"grade_{grade}", ()):
            typed, where = found.setdefault(row.text("code"), ({}, {}))
            for key, names in columns:
                cells = [row.cells.get(name, "") for name in names]
                if any(cells):
                    typed[key] = Typed(*(int(cell) if cell else None for cell in cells))
                    where[key] = row
    return found
