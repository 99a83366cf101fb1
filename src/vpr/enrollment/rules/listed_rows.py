"""Rows of the reconciliation form -> lines of the list and what is wrong with them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vpr.enrollment.rules import cells
from vpr.enrollment.rules.reconciling import SchoolLine
from vpr.enrollment.words import LegalForm, SchoolKind, Settlement, Status
from vpr.kernel.faults import Fault
from vpr.workbook.filling import FilledRow

_BY_LABEL = {status.label: status for status in Status}


@dataclass(frozen=True)
class Known:
    """What the rules must know of the region: only codes that the form names."""

    municipality: str
    present: Mapping[str, SchoolLine]
    schools: frozenset[str]  # active schools of the region
    municipalities: frozenset[str]
    with_results: frozenset[str] = frozenset()  # closing schools with accepted uploads in this campaign


def judge_rows(rows: Sequence[FilledRow], known: Known) -> tuple[list[SchoolLine], list[Fault]]:
    lines, faults = [], []
    leaving = {row.text("code") for row in rows if _status(row) in (Status.CLOSED, Status.REORGANIZED)}
    names = {cells.fold(line.name) for line in known.present.values()}
    for row in rows:
        if row.is_prefilled:
            faults += _about_present(row, known)
        else:
            faults += _about_new(row, names)
            names.add(cells.fold(row.text("name")))
        faults += _about_target(row, known, leaving)
        line, more = _line(row)
        faults += more
        lines.append(line)
    there = {row.text("code") for row in rows if row.is_prefilled}
    faults += [Fault.at("V-16", value=line.title) for code, line in known.present.items() if code not in there]
    return lines, faults


def _status(row: FilledRow) -> Status:
    return _BY_LABEL.get(row.text("status"), Status.ACTIVE)


def _about_present(row: FilledRow, known: Known) -> list[Fault]:
    faults = []
    if _status(row) is Status.NEW:
        faults.append(Fault.at("V-03", row.address("status")))
    if row.text("code") in known.with_results:
        faults.append(Fault.at("V-18", row.address("status"), value=row.text("code")))
    if not row.text("name"):
        faults.append(Fault.at("V-01", row.address("name")))
    return faults


def _about_new(row: FilledRow, names: set[str]) -> list[Fault]:
    faults = []
    if row.text("code"):
        faults.append(Fault.at("V-03", row.address("code")))
    if _status(row) is not Status.NEW:
        faults.append(Fault.at("V-02", row.address("status")))
    if not row.text("name"):
        faults.append(Fault.at("V-01", row.address("name")))
    elif cells.fold(row.text("name")) in names:
        faults.append(Fault.at("V-17", row.address("name"), value=row.text("name")))
    return faults


def _about_target(row: FilledRow, known: Known, leaving: set[str]) -> list[Fault]:
    """The column «Куда»: a successor for a reorganized school, a municipality for one that moves, nothing for others."""
    status, into = _status(row), row.text("into").lower()
    code = ""
    if status is Status.REORGANIZED:
        if not into:
            code = "V-04"
        elif into == row.text("code"):
            code = "V-06"
        elif into in leaving:
            code = "V-07"
        elif into not in known.schools:
            code = "V-05"
    elif status is Status.MOVED:
        if not into:
            code = "V-08"
        elif into == known.municipality:
            code = "V-10"
        elif into not in known.municipalities:
            code = "V-09"
    elif into:
        code = "V-11"
    return [Fault.at(code, row.address("into"), value=into)] if code else []


def _line(row: FilledRow) -> tuple[SchoolLine, list[Fault]]:
    faults = []
    primary, basic, secondary = row.is_yes("primary"), row.is_yes("basic"), row.is_yes("secondary")
    grades, subjects = cells.grades(row.text("grades")), cells.subjects(row.text("subjects"))
    by_level = cells.grades_of_levels(primary, basic, secondary)
    if grades is None:
        faults.append(Fault.at("V-12", row.address("grades"), value=row.text("grades")))
    elif not by_level:
        faults.append(Fault.at("V-15", row.address("primary")))
    elif not frozenset(grades) <= by_level:
        strange = cells.grades_text(frozenset(grades) - by_level)
        faults.append(Fault.at("V-13", row.address("grades"), value=strange))
    if subjects is None:
        faults.append(Fault.at("V-14", row.address("subjects"), value=row.text("subjects")))
    status = _status(row)
    line = SchoolLine(
        code=row.text("code"),
        name=row.text("name"),
        short_name=row.text("short_name"),
        status=status.value,
        into=row.text("into").lower(),
        kind=_value(SchoolKind, row.text("kind")),
        legal_form=_value(LegalForm, row.text("legal_form")),
        settlement=_value(Settlement, row.text("settlement")),
        has_primary=primary,
        has_basic=basic,
        has_secondary=secondary,
        takes_part=row.is_yes("takes_part"),
        grades=grades or (),
        subjects=subjects or (),
    )
    return line, faults


def _value(kind: type[SchoolKind | LegalForm | Settlement], label: str) -> str:
    found = cells.choice(kind, label) if label else None
    return found.value if found is not None else ""
