"""The browser grid of the score workbook: the columns of the declaration as plain values for the page. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from vpr.results.faults import CATALOGUE
from vpr.results.reading import Value, points_of
from vpr.results.scripts import ScoreSpec
from vpr.results.workbooks.scores import ABSENT, allowed_codes, columns_of, issued_codes
from vpr.workbook.declaration import ROWS_RESERVED, Column, ColumnKind

Row = list[str]

MAX_TEXT = 60
#: Faults that the page tells at once, in the words of the catalogue.
TOLD_AT_ONCE = {
    "code": "R-04a",
    "secondCode": "R-04b",
    "foreignCode": "R-04c",
    "variant": "R-05a",
    "absent": "R-06a",
    "outside": "R-07a",
    "points": "R-07b",
    "dependent": "R-08",
    "choice": "R-10b",
    "journal": "R-11a",
}
#: The page opens with as many rows when neither issued codes nor expected participants are known: a usual class.
USUAL_CLASS = 25
#: More issued codes than this are a reserve, not a list of participants.
MANY_CODES = 300

_KINDS = {
    ColumnKind.CODE: "code",
    ColumnKind.POINTS: "points",
    ColumnKind.ORDINAL: "choice",
    ColumnKind.CHOICE: "choice",
    ColumnKind.TEXT: "text",
    ColumnKind.TOTAL: "total",
}
_HEADS = {
    "code": ("Код", "участника"),
    "class": ("Класс", ""),
    "gender": ("Пол", "м или ж"),
    "journal_mark": ("Журнал", "отметка"),
}


@dataclass(frozen=True)
class GridColumn:
    """A column as the page needs it. `kind`: code | variant | points | choice | text | total."""

    key: str
    title: str  # as in the XLSX form
    head: str  # short, for the table head
    note: str  # under the head: «до 3»
    kind: str
    help: str
    allowed: str  # what may stand here, in words
    values: tuple[str, ...]  # empty: any text
    max: int  # of a column of points
    part: int
    depends: int | None  # index of the criterion whose zero forces this one to 0 or X
    required: bool


@dataclass(frozen=True)
class GridForm:
    spec: ScoreSpec
    columns: tuple[GridColumn, ...]

    def index_of(self, key: str) -> int:
        return next(index for index, column in enumerate(self.columns) if column.key == key)

    @property
    def code(self) -> int:
        return self.index_of("code")

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.columns]


def grid_form(spec: ScoreSpec) -> GridForm:
    declared = columns_of(spec)
    keys = [column.key for column in declared]
    return GridForm(spec, tuple(_grid_column(spec, column, keys) for column in declared))


def _grid_column(spec: ScoreSpec, column: Column, keys: Sequence[str]) -> GridColumn:
    head, note = _head(spec, column)
    return GridColumn(
        key=column.key,
        title=column.title,
        head=head,
        note=note,
        kind="variant" if column.key.startswith("variant_") else _KINDS[column.kind],
        help=column.help,
        allowed=_allowed(column),
        values=column.allowed if column.kind is not ColumnKind.CODE else (),
        max=column.max_points,
        part=column.part,
        depends=keys.index(column.depends_on) if column.depends_on else None,
        required=column.is_required,
    )


def _head(spec: ScoreSpec, column: Column) -> tuple[str, str]:
    if column.kind is ColumnKind.POINTS:
        return column.key.removeprefix("task_"), f"до {column.max_points}"
    if column.key.startswith("variant_"):
        return "Вар.", "" if spec.parts == 1 else f"часть {column.part}"
    if column.kind is ColumnKind.TOTAL:
        return "Итого", f"из {spec.max_score}"
    return _HEADS.get(column.key, (column.title, ""))


def _allowed(column: Column) -> str:
    if column.kind is ColumnKind.POINTS:
        special = [value for value in column.allowed if not value.isdigit()]
        return " или ".join([f"от 0 до {column.max_points}", *special])
    if column.kind is ColumnKind.ORDINAL:
        return f"от 1 до {column.max_points}"
    return ", ".join(column.allowed)


def starting_rows(form: GridForm) -> list[Row]:
    """A row for each issued code; of a large reserve, as many as the application expects."""
    codes = allowed_codes(form.spec)[0]
    expected = form.spec.participants or USUAL_CLASS
    is_list = issued_codes(form.spec) is not None and len(codes) <= MANY_CODES
    count = len(codes) if is_list else min(len(codes), expected)
    empty = [""] * (len(form.columns) - 1)
    return [[str(code), *empty] for code in codes[:count]]


def rows_of_cells(form: GridForm, cells: Mapping[tuple[str, str], str]) -> list[Row]:
    """Rows of an accepted upload, (participant code, column title) -> text, with the codes that it did not use."""
    rows = {row[form.code]: row for row in starting_rows(form)}
    at = {title: index for index, title in enumerate(form.titles)}
    for (code, title), text in cells.items():
        row = rows.setdefault(code, [code if index == form.code else "" for index in range(len(at))])
        if title in at:
            row[at[title]] = _mended(form.columns[at[title]], text)
    return sorted(rows.values(), key=lambda row: (len(row[form.code]), row[form.code]))


def _mended(column: GridColumn, text: str) -> str:
    """The cell after the safe repair that the check has already applied: «х» of an accepted workbook opens as «X»."""
    if column.kind != "points" or not text:
        return text
    read = points_of(text, column.max, allows_not_taught=False)
    return read.after or text if isinstance(read, Value) else text


def fitted(form: GridForm, rows: Sequence[Sequence[str]]) -> list[Row]:
    """Rows with exactly one cell for each column, whatever was stored."""
    width = len(form.columns)
    return [[*row[:width], *([""] * (width - len(row)))] for row in rows]


def is_started(form: GridForm, row: Sequence[str]) -> bool:
    """Whether anything but the code and the computed total stands in the row."""
    return any(
        text.strip() for text, column in zip(row, form.columns, strict=True) if column.kind not in ("code", "total")
    )


def grid_content(form: GridForm, rows: Sequence[Sequence[str]]) -> bytes:
    """What is sent to the exchange: titles and the rows that were begun, in the declared order."""
    begun = [list(row) for row in fitted(form, rows) if is_started(form, row)]
    return json.dumps({"columns": form.titles, "rows": begun}, ensure_ascii=False).encode()


def is_rows(form: GridForm, typed: object) -> bool:
    """Whether a request to save has the shape {revision, length, rows: [[number, cells], ...]} of this form."""
    if not isinstance(typed, dict) or not all(type(typed.get(name)) is int for name in ("revision", "length")):
        return False
    length, rows = typed["length"], typed.get("rows")
    if not 0 <= length <= ROWS_RESERVED or not isinstance(rows, list):
        return False
    return all(
        isinstance(row, list)
        and len(row) == 2
        and type(row[0]) is int
        and 0 <= row[0] < length
        and _is_row(form, row[1])
        for row in rows
    )


def _is_row(form: GridForm, cells: object) -> bool:
    return (
        isinstance(cells, list)
        and len(cells) == len(form.columns)
        and all(isinstance(text, str) and len(text) <= MAX_TEXT and "\x00" not in text for text in cells)
    )


def page_form(form: GridForm) -> dict[str, Any]:
    """The part of the page's JSON that follows from the declaration alone."""
    codes = allowed_codes(form.spec)
    return {
        "title": form.spec.title,
        "columns": [asdict(column) for column in form.columns],
        "absent": ABSENT,
        "thresholds": form.spec.thresholds,
        "code": form.code,
        "class": form.index_of("class"),
        "total": form.index_of("total"),
        "entry": form.index_of("variant_1"),
        "codes": [[part.start, part.stop - 1] for part in codes],
        "texts": {name: CATALOGUE[code].message for name, code in TOLD_AT_ONCE.items()},
        "maxRows": ROWS_RESERVED,
    }
