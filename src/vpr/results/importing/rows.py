"""Rows of a sheet -> scripts, repairs and refusals. Pure: works on whole columns, then builds one script at a time.

A row is refused when a cell of it cannot be understood without guessing; everything else is repaired and reported.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from vpr.kernel.points import mark_for
from vpr.results.importing import cells
from vpr.results.importing.cells import EMPTY, GARBAGE, UNKNOWN, Understood
from vpr.results.importing.columns import Column, SheetColumns
from vpr.results.importing.decoding import Decoded, Mask, Numbers, Repaired, decode, typed
from vpr.results.importing.layouts import Layout
from vpr.results.importing.presence import PartPresence, presence_of
from vpr.results.importing.tally import EXAMPLES, FileTally, RepairExample, RowRefusal
from vpr.results.scripts import ScriptRow, TaskPlace


@dataclass(frozen=True)
class RowSpec:
    """What rows are held against. `columns[i]` holds the points of `tasks[i]`."""

    tasks: tuple[TaskPlace, ...]
    columns: tuple[int, ...]
    parts: int
    thresholds: tuple[int, int, int] | None
    variants: frozenset[int]  # empty: any number is a variant
    pupil_grade: int
    region: str = ""  # two digits: schools of other regions are refused
    school: str = ""  # for a filled form, which does not name its school


@dataclass
class FileRows:
    """Scripts by school code, and what happened to the rest. Several sheets of a file fill one of these."""

    scripts: dict[str, list[ScriptRow]] = field(default_factory=dict)
    seen: dict[tuple[str, int], str] = field(default_factory=dict)
    tally: FileTally = field(default_factory=FileTally)


def participant_rows(sheet: SheetColumns, layout: Layout) -> Numbers:
    """0-based numbers of the rows below the header that hold anything but a computed total.

    A form has its codes printed beforehand: a row with nothing else is not used.
    """
    printed = ("total", "code") if layout.is_form else ("total",)
    used = [column for role, column in layout.roles.items() if role not in printed]
    used += [*layout.variants, *(task.column for task in layout.tasks)]
    filled = np.zeros(sheet.row_count, dtype=bool)
    for number in used:
        column = sheet.columns[number]
        filled |= np.array([text.strip() != "" for text in column.texts])[column.index]
    filled[: layout.header_row + 1] = False
    return np.flatnonzero(filled).astype(np.int32)


class SheetRows:
    """One sheet held against a specification; `into` takes the outcome."""

    def __init__(self, sheet: SheetColumns, layout: Layout, spec: RowSpec, into: FileRows) -> None:
        self.title, self.layout, self.spec, self.into = sheet.title, layout, spec, into
        self.numbers = participant_rows(sheet, layout)
        self._columns = sheet.columns
        self.bad: Mask = np.zeros(len(self.numbers), dtype=bool)
        self.repaired: list[Repaired] = []
        self.refusals: list[tuple[int, RowRefusal]] = []

    def read(self) -> None:
        count = len(self.numbers)
        self.into.tally.rows_read += count
        if count == 0:
            return
        schools = self._schools()
        codes = self._decode("code", cells.participant_code)
        self._refuse(codes.values < 1, codes, "I-03")
        points = [self._points(task, column) for task, column in zip(self.spec.tasks, self.spec.columns, strict=True)]
        matrix = np.stack([one.values for one in points], axis=1)
        presence = self._presence(points, matrix)
        self._build(schools, codes, matrix, presence)

    # columns

    def _column(self, number: int) -> Column:
        return self._columns[number].rows_at(self.numbers)

    def _decode(self, role: str, read: Callable[[str], Understood]) -> Decoded:
        number = self.layout.roles.get(role)
        column = Column([""], np.zeros(len(self.numbers), dtype=np.int32)) if number is None else self._column(number)
        header = "" if number is None else self.layout.headers[number].strip()
        decoded = decode(header, column, read)
        self.repaired += decoded.repaired
        return decoded

    def _schools(self) -> list[str]:
        """Six digits for every row; "" where the login is none or the region is foreign."""
        if self.spec.school:
            return [self.spec.school] * len(self.numbers)
        number = self.layout.roles["login"]
        column = self._column(number)
        digits = [cells.school(text) for text in column.texts]
        header = self.layout.headers[number].strip()
        for distinct, school in enumerate(digits):
            foreign = bool(school and self.spec.region and not school.startswith(self.spec.region))
            if school and not foreign:
                continue
            rows = column.index == distinct
            self._refuse_rows(rows, header, column, "I-02" if foreign else "I-01")
        return [digits[index] for index in column.index]

    def _points(self, task: TaskPlace, number: int) -> Decoded:
        decoded = decode(self.layout.headers[number].strip(), self._column(number), cells.points)
        self.repaired += decoded.repaired
        limit = str(task.max_points)
        self._refuse(decoded.values == GARBAGE, decoded, "I-05", limit)
        self._refuse(decoded.values > task.max_points, decoded, "I-06", limit)
        return decoded

    def _variants(self) -> list[Decoded]:
        decoded = []
        for number in self.layout.variants[: self.spec.parts]:
            one = decode(self.layout.headers[number].strip(), self._column(number), cells.variant)
            if self.spec.variants:
                self._forget_unlisted(one)
            self.repaired += one.repaired
            decoded.append(one)
        return decoded

    def _forget_unlisted(self, one: Decoded) -> None:
        for value in set(np.unique(one.values).tolist()) - self.spec.variants:
            if value > 0:
                rows = np.flatnonzero(one.values == value).astype(np.int32)
                one.repaired.append(Repaired("variant", one.header, one.column, rows, "не учтён"))
                one.values[rows] = UNKNOWN

    def _presence(self, points: list[Decoded], matrix: Numbers) -> PartPresence:
        parts = np.array([task.part for task in self.spec.tasks])
        variants = self._variants()
        presence = presence_of([one.values for one in variants], matrix, parts, self.spec.parts)
        first = variants[0]
        self._refuse(presence.nothing, first, "I-09")
        self._refuse(presence.contradiction, first, "I-08")
        for place, one in enumerate(points):
            self._refuse(presence.gaps[:, place], one, "I-07")
        for kind, mask, after in (
            ("part_absent", presence.silent, "отсутствовал"),
            ("absent_zeros", presence.zeros, "баллы убраны"),
        ):
            rows = np.flatnonzero(mask).astype(np.int32)
            self.repaired.append(Repaired(kind, first.header, first.column, rows, after))
        return presence

    # refusals

    def _refuse(self, rows: Mask, decoded: Decoded, code: str, limit: str = "") -> None:
        self._refuse_rows(rows, decoded.header, decoded.column, code, limit)

    def _refuse_rows(self, rows: Mask, header: str, column: Column, code: str, limit: str = "") -> None:
        self.bad |= rows
        for row in np.flatnonzero(rows).tolist():
            self._refuse_one(row, header, column.text(row), code, limit)

    def _refuse_one(self, row: int, header: str, value: str, code: str, limit: str = "") -> None:
        refusal = RowRefusal(self.title, int(self.numbers[row]) + 1, header, value[:120], code, limit)
        self.refusals.append((row, refusal))

    # scripts

    def _build(self, schools: list[str], codes: Decoded, matrix: Numbers, presence: PartPresence) -> None:
        marks = self._decode("journal", cells.journal_mark)
        genders = self._decode("gender", cells.gender)
        classes = self._classes()
        matrix[~presence.is_present_by_task] = EMPTY
        sums = np.where(matrix > 0, matrix, 0).sum(axis=1)
        self._compare_totals(sums, presence.is_whole)
        texts = self._uploaded_texts()
        self._refuse_duplicates(schools, codes)
        lines = zip(
            schools, codes.values.tolist(), classes, genders.values.tolist(), presence.variants.tolist(),
            matrix.tolist(), sums.tolist(), self._marks(sums), presence.is_whole.tolist(), marks.values.tolist(),
            self.bad.tolist(), strict=True,
        )  # fmt: skip
        nothing: dict[str, str] = {}
        for row, (school, code, name, sex, variants, values, raw, mark, whole, journal, bad) in enumerate(lines):
            if bad:
                continue
            script = ScriptRow(
                code, name, _known(variants[0]), _known(variants[1]),
                tuple(values) if whole else tuple(None if value == EMPTY else value for value in values),
                raw if whole else None, mark if whole else None,
                None if journal == EMPTY else journal, None if sex == EMPTY else sex, texts.get(row, nothing),
            )  # fmt: skip
            self.into.scripts.setdefault(school, []).append(script)
            self.into.tally.stored += 1
        self._report()

    def _marks(self, sums: Numbers) -> list[int | None]:
        """As `kernel.points.mark_for`, once for each sum."""
        thresholds = self.spec.thresholds
        if thresholds is None:
            return [None] * len(sums)
        marks = [mark_for(raw, thresholds) for raw in range(int(sums.max(initial=0)) + 1)]
        return [marks[raw] for raw in sums.tolist()]

    def _classes(self) -> list[str]:
        number = self.layout.roles.get("class")
        if number is None:
            return [""] * len(self.numbers)
        column = self._column(number)
        names = [cells.class_name(text, self.spec.pupil_grade) for text in column.texts]
        for distinct, (name, kind) in enumerate(names):
            if kind:
                rows = np.flatnonzero(column.index == distinct).astype(np.int32)
                self.repaired.append(Repaired(kind, self.layout.headers[number].strip(), column, rows, name))
        return [names[index][0] for index in column.index]

    def _compare_totals(self, sums: Numbers, whole: Mask) -> None:
        totals = self._decode("total", cells.total)
        if not totals.header:
            return
        differs = (totals.values != sums) & (totals.values != EMPTY) & whole & ~self.bad
        rows = np.flatnonzero(differs).astype(np.int32)
        for value in np.unique(sums[rows]).tolist():
            same = rows[sums[rows] == value]
            self.repaired.append(Repaired("total", totals.header, totals.column, same, str(value)))

    def _refuse_duplicates(self, schools: list[str], codes: Decoded) -> None:
        for row, (school, code, bad) in enumerate(zip(schools, codes.values.tolist(), self.bad.tolist(), strict=True)):
            if bad:
                continue
            key = (school, code)
            place = f"{int(self.numbers[row]) + 1} листа «{self.title}»"
            before = self.into.seen.setdefault(key, place)
            if before is not place:
                self.bad[row] = True
                self._refuse_one(row, codes.header, codes.text(row), "I-04", before)

    def _uploaded_texts(self) -> dict[int, dict[str, str]]:
        """{row: {header: text}} of the cells that were repaired."""
        texts: dict[int, dict[str, str]] = {}
        for repaired in self.repaired:
            for row in repaired.rows.tolist():
                texts.setdefault(row, {}).setdefault(repaired.header, repaired.column.text(row)[:120])
        return texts

    def _report(self) -> None:
        self.into.tally.refusals += [refusal for _, refusal in sorted(self.refusals, key=lambda pair: pair[0])]
        for repaired in self.repaired:
            rows = repaired.rows[~self.bad[repaired.rows]]
            examples = [
                RepairExample(
                    self.title,
                    int(self.numbers[row]) + 1,
                    repaired.header,
                    typed(repaired.column.text(row)[:120], repaired.after),
                    repaired.after,
                )
                for row in rows[:EXAMPLES].tolist()
            ]
            self.into.tally.repair(repaired.kind, int(rows.size), examples)


def _known(variant: int) -> int | None:
    return None if variant < 0 else variant
