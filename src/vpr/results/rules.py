"""Rows of a score workbook -> scripts, faults, repairs. Pure: the same function serves files and the browser grid."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from vpr.kernel.faults import Fault, Repair
from vpr.kernel.points import NOT_ATTEMPTED
from vpr.results.personal import personal_faults
from vpr.results.plain_rows import PlainRows
from vpr.results.row_rules import RowReader, RowReading
from vpr.results.score_table import ScoreTable, has_more_than_declared, is_filled
from vpr.results.scripts import ScoreSpec, ScriptRow

#: From how many participants on equal rows or full scores are a question: in a class of two they are nothing.
SUSPICIOUS_FROM = 3


@dataclass(frozen=True)
class KnownScript:
    """The same participant code in another assessment of the campaign."""

    title: str
    class_name: str
    gender: int | None = None


@dataclass
class Understanding:
    """What a table says. `rows` holds only rows without a fault."""

    rows: list[ScriptRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    rows_read: int = 0

    @property
    def participants(self) -> int:
        return sum(has_written(row) for row in self.rows)


def understand(spec: ScoreSpec, table: ScoreTable, known: Mapping[int, KnownScript] | None = None) -> Understanding:
    """Applies every rule to every row that a person began; never stops at the first fault."""
    understood = Understanding()
    reader, plain = RowReader(spec, table), PlainRows(spec, table)
    first_rows: dict[int, int] = {}
    for row, cells in table.rows:
        script = plain.read(cells)
        personal: list[Fault] = []
        if script is None or has_more_than_declared(table, cells):
            personal = personal_faults(table, row, cells)
            understood.faults += personal
        if script is not None and script.code not in first_rows:
            first_rows[script.code] = row
            understood.rows_read += 1
            understood.rows.append(script)
        elif is_filled(table, cells):
            got = reader.read(row, cells)
            script = _add(understood, table, row, _silent(got, personal) if personal else got, first_rows)
        if known and script is not None:
            understood.faults += _disagreement(script, known.get(script.code), table.cell("class", row))
    if not understood.rows_read:
        understood.faults.append(Fault.at("R-16a"))
    understood.faults += _count_faults(spec, understood)
    understood.faults += _sameness_faults(spec, understood)
    return understood


def _add(
    understood: Understanding, table: ScoreTable, row: int, got: RowReading, first_rows: dict[int, int]
) -> ScriptRow | None:
    """Takes over what a row gave; the second row of a code is a fault (R-04) and no script."""
    understood.rows_read += 1
    understood.faults += got.faults
    understood.repairs += got.repairs
    if got.code is not None:
        first = first_rows.setdefault(got.code, row)
        if first != row:
            at = table.cell("code", first).rpartition("!")[2]
            understood.faults.append(Fault.at("R-04b", table.cell("code", row), number=got.code, first=at))
            return None
    if got.script is not None:
        understood.rows.append(got.script)
    return got.script


def _silent(got: RowReading, personal: list[Fault]) -> RowReading:
    """Nothing else is told of a cell that holds a person: another fault or repair would quote what it says."""
    cells = {fault.cell for fault in personal}
    faults = [fault for fault in got.faults if fault.cell not in cells]
    return replace(got, faults=faults, repairs=[repair for repair in got.repairs if repair.cell not in cells])


def has_written(script: ScriptRow) -> bool:
    """A participant is a row with a variant in any part (DOMAIN §9.3)."""
    return bool(script.variant_1 or script.variant_2)  # ABSENT_VARIANT is zero


def position_notices(*, wave: int | None, is_late: bool, replaces_version: int | None) -> list[Fault]:
    """R-15 and R-17: what the person should know of an upload that is otherwise right."""
    notices = []
    if is_late:
        notices.append(Fault.at("R-15", wave=wave or 2))
    if replaces_version:
        notices.append(Fault.at("R-17", version=replaces_version))
    return notices


def _disagreement(script: ScriptRow, before: KnownScript | None, cell: str) -> list[Fault]:
    """R-13: one code is one participant in all works of the campaign."""
    if before is None or not has_written(script):
        return []
    pairs = []
    if before.class_name and script.class_name and before.class_name != script.class_name:
        pairs.append((f"класс {before.class_name}", f"класс {script.class_name}"))
    if before.gender and script.gender and before.gender != script.gender:
        words = {1: "м", 2: "ж"}
        pairs.append((f"пол {words[before.gender]}", f"пол {words[script.gender]}"))
    return [Fault.at("R-13", cell, number=script.code, other=before.title, before=was, after=now) for was, now in pairs]


def _count_faults(spec: ScoreSpec, understood: Understanding) -> list[Fault]:
    """R-12: a row with a fault is taken for a participant, so that mending the faults does not change the answer."""
    absent = sum(not has_written(script) for script in understood.rows)
    count = understood.rows_read - absent
    if not spec.participants or not understood.rows_read:
        return []
    if count > spec.participants:
        return [Fault.at("R-12a", found=count, expected=spec.participants)]
    if count * 2 < spec.participants:
        return [Fault.at("R-12b", found=count, expected=spec.participants)]
    return []


def _sameness_faults(spec: ScoreSpec, understood: Understanding) -> list[Fault]:
    """R-14: a question about the whole table, asked when every row is understood."""
    written = [script for script in understood.rows if has_written(script)]
    count = len(written)
    if not written or len(understood.rows) < understood.rows_read:
        return []
    points = {script.points for script in written}
    full = tuple(place.max_points for place in spec.tasks)
    if all(value in (NOT_ATTEMPTED, None) for row in points for value in row):
        return [Fault.at("R-14c", count=count)]
    if count >= SUSPICIOUS_FROM and points == {full}:
        return [Fault.at("R-14b", count=count)]
    if count >= SUSPICIOUS_FROM and len(points) == 1:
        return [Fault.at("R-14a", count=count)]
    return []
