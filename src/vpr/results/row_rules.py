"""The rules of one row: R04-R11. A row becomes a `ScriptRow`, or faults that name its cells."""

from collections.abc import Callable
from dataclasses import dataclass, field

from vpr.kernel.faults import Fault, Repair
from vpr.kernel.points import ABSENT_VARIANT, counted, mark_for
from vpr.results import reading
from vpr.results.reading import Bad, Value, is_blank
from vpr.results.score_table import ScoreTable
from vpr.results.scripts import ScoreSpec, ScriptRow, TaskPlace
from vpr.results.workbooks.scores import LARGEST_CLASS, ORDINAL_CLASSES_SINCE, allowed_codes
from vpr.workbook.headers import plain_text
from vpr.workbook.table import Cell

#: Repairs of a column are recorded under the rule that the column obeys.
_RULE_OF = {"code": "R-04", "class": "R-10", "gender": "R-10", "journal_mark": "R-11", "total": "R-09"}


@dataclass
class RowReading:
    """What one row gave; `script` is None when any fault keeps it from being understood."""

    faults: list[Fault] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    as_uploaded: dict[str, str] = field(default_factory=dict)
    code: int | None = None
    script: ScriptRow | None = None


class RowReader:
    """Reads rows of one table by one specification; everything that is equal for all rows is worked out once."""

    def __init__(self, spec: ScoreSpec, table: ScoreTable) -> None:
        self._spec = spec
        self._table = table
        self._titles = {column.key: column.title for column in table.column_order}
        self._tasks = [(place, f"task_{place.code}") for place in spec.tasks]
        self._has_dependencies = any(place.depends_on for place in spec.tasks)
        self._codes = allowed_codes(spec)
        self._variants = tuple(spec.variants)
        self._largest_class = LARGEST_CLASS if spec.generation >= ORDINAL_CLASSES_SINCE else 0
        self._allows_not_taught = spec.generation <= 2021

    def read(self, row: int, cells: list[Cell]) -> RowReading:
        """All faults of the row are collected; a row with any has no script."""
        got = RowReading()
        got.code = self._code(got, row, cells)
        cells = self._absent_throughout(got, row, cells)
        variants = [self._variant(got, row, cells, part) for part in range(1, self._spec.parts + 1)]
        points = self._points(got, row, cells, variants)
        is_absent = all(variant == ABSENT_VARIANT for variant in variants)
        class_name = self._class(got, row, cells, is_absent)
        gender = self._column(got, row, cells, "gender", reading.gender_of)
        mark = self._journal_mark(got, row, cells, is_absent)
        if self._has_dependencies:
            self._dependencies(got, row, points)
        if got.faults or got.code is None:
            return got
        self._total(got, row, cells, points)
        raw = sum(map(counted, points)) if ABSENT_VARIANT not in variants else None
        thresholds = self._spec.thresholds
        got.script = ScriptRow(
            code=got.code,
            class_name=str(class_name or ""),
            variant_1=variants[0],
            variant_2=variants[1] if len(variants) > 1 else None,
            points=tuple(points),
            raw_score=raw,
            mark=mark_for(raw, thresholds) if raw is not None and thresholds else None,
            journal_mark=mark if isinstance(mark, int) else None,
            gender=gender if isinstance(gender, int) else None,
            as_uploaded=got.as_uploaded,
        )
        return got

    def _absent_throughout(self, got: RowReading, row: int, cells: list[Cell]) -> list[Cell]:
        """A row that says «отсутствовал» once and nothing else is absent in both parts: so real forms of 2025 look."""
        if self._spec.parts == 1:
            return cells
        keys = ["variant_1", "variant_2"]
        stated = [reading.variant_of(cell, ()) for key in keys if not is_blank(cell := self._cell(cells, key))]
        if len(stated) != 1 or isinstance(stated[0], Bad) or stated[0].value != ABSENT_VARIANT:
            return cells
        if not all(self._is_untouched(cells, part) for part in (1, 2)):
            return cells
        blank = next(key for key in keys if is_blank(self._cell(cells, key)))
        index = self._table.columns[blank]
        self._repair(got, row, blank, "", "отсутствовал")
        padded = cells + [""] * (index + 1 - len(cells))
        return [*padded[:index], "отсутствовал", *padded[index + 1 :]]

    def _cell(self, cells: list[Cell], key: str) -> Cell:
        index = self._table.columns.get(key)
        return cells[index] if index is not None and index < len(cells) else ""

    def _column(
        self, got: RowReading, row: int, cells: list[Cell], key: str, parse: Callable[[Cell], Value | Bad]
    ) -> int | str | None:
        """Value of a cell that is not empty; notes its fault or repair."""
        cell = self._cell(cells, key)
        return None if is_blank(cell) else self._noted(got, row, key, cell, parse(cell))

    def _noted(
        self, got: RowReading, row: int, key: str, cell: Cell, read: Value | Bad, **details: object
    ) -> int | str | None:
        if isinstance(read, Bad):
            got.faults.append(Fault.at(read.code, self._table.cell(key, row), found=read.found, **details))
            return None
        if read.after is not None:
            self._repair(got, row, key, cell, read.after)
        return read.value

    def _repair(self, got: RowReading, row: int, key: str, cell: Cell, after: str) -> None:
        rule = _RULE_OF.get(key) or ("R-05" if key.startswith("variant") else "R-07")
        got.repairs.append(Repair(rule, self._table.cell(key, row), str(cell), after))
        got.as_uploaded[self._titles[key]] = str(cell)

    def _code(self, got: RowReading, row: int, cells: list[Cell]) -> int | None:
        cell = self._cell(cells, "code")
        if is_blank(cell):
            got.faults.append(Fault.at("R-04d", self._table.cell("code", row)))
            return None
        code = self._noted(got, row, "code", cell, reading.code_of(cell), example=self._codes[0].start)
        if not isinstance(code, int):
            return None
        if not any(code in codes for codes in self._codes):
            low, high = self._codes[0].start, self._codes[0].stop - 1
            got.faults.append(Fault.at("R-04c", self._table.cell("code", row), number=code, low=low, high=high))
        return code

    def _variant(self, got: RowReading, row: int, cells: list[Cell], part: int) -> int | None:
        """The variant of a part, ABSENT_VARIANT, or None after a fault."""
        key = f"variant_{part}"
        cell = self._cell(cells, key)
        allowed = ", ".join(map(str, self._variants)) or "номер варианта"
        if is_blank(cell):
            got.faults.append(Fault.at("R-05b", self._table.cell(key, row), allowed=allowed))
            return None
        value = self._noted(got, row, key, cell, reading.variant_of(cell, self._variants), allowed=allowed)
        return value if isinstance(value, int) else None

    def _points(self, got: RowReading, row: int, cells: list[Cell], variants: list[int | None]) -> list[int | None]:
        """One value for each task; None in a part that the participant did not write."""
        untouched = {part for part in range(1, len(variants) + 1) if self._is_untouched(cells, part)}
        points: list[int | None] = []
        for place, key in self._tasks:
            variant = variants[place.part - 1]
            cell = self._cell(cells, key)
            if variant == ABSENT_VARIANT:
                if not is_blank(cell):
                    got.faults.append(Fault.at("R-06a", self._table.cell(key, row), found=cell))
                points.append(None)
            elif is_blank(cell):
                # a part that nobody touched is one fault at its variant, not one for each task
                if variant is not None or place.part not in untouched:
                    got.faults.append(Fault.at("R-06b", self._table.cell(key, row), max=place.max_points))
                points.append(None)
            else:
                points.append(self._one(got, row, key, cell, place))
        return points

    def _one(self, got: RowReading, row: int, key: str, cell: Cell, place: TaskPlace) -> int | None:
        read = reading.points_of(cell, place.max_points, self._allows_not_taught)
        if isinstance(read, Value) and read.after is None:
            return read.value if isinstance(read.value, int) else None
        value = self._noted(got, row, key, cell, read, max=place.max_points)
        return value if isinstance(value, int) else None

    def _is_untouched(self, cells: list[Cell], part: int) -> bool:
        return all(is_blank(self._cell(cells, key)) for place, key in self._tasks if place.part == part)

    def _dependencies(self, got: RowReading, row: int, points: list[int | None]) -> None:
        """R-08: zero or X for the leading criterion leaves only zero and X for the others."""
        by_code = {place.code: value for (place, _), value in zip(self._tasks, points, strict=True)}
        for place, key in self._tasks:
            value = by_code[place.code]
            leading = by_code.get(place.depends_on) if place.depends_on else None
            if leading is not None and leading <= 0 and value is not None and value > 0:
                got.faults.append(
                    Fault.at(
                        "R-08",
                        self._table.cell(key, row),
                        found=value,
                        leading=place.depends_on,
                        zero="0" if leading == 0 else "X",
                        at=self._table.cell(f"task_{place.depends_on}", row).rpartition("!")[2],
                    )
                )

    def _class(self, got: RowReading, row: int, cells: list[Cell], is_absent: bool) -> int | str | None:
        cell = self._cell(cells, "class")
        cure = "укажите номер от 1 до 50" if self._largest_class else "укажите класс с буквой, например 4А"
        if is_blank(cell):
            if not is_absent:
                got.faults.append(Fault.at("R-10a", self._table.cell("class", row), cure=cure))
            return None
        return self._noted(got, row, "class", cell, reading.class_of(cell, self._largest_class), cure=cure)

    def _journal_mark(self, got: RowReading, row: int, cells: list[Cell], is_absent: bool) -> int | str | None:
        cell = self._cell(cells, "journal_mark")
        if is_blank(cell):
            if not is_absent:
                got.faults.append(Fault.at("R-11b", self._table.cell("journal_mark", row)))
            return None
        return self._noted(got, row, "journal_mark", cell, reading.journal_mark_of(cell))

    def _total(self, got: RowReading, row: int, cells: list[Cell], points: list[int | None]) -> None:
        """R-09: the cell is ignored; a sum that was typed or left stale is shown as repaired."""
        cell = self._cell(cells, "total")
        expected = sum(map(counted, points))
        if not is_blank(cell) and plain_text(cell) != str(expected) and cell != reading.FORMULA_ERROR:
            self._repair(got, row, "total", cell, str(expected))
