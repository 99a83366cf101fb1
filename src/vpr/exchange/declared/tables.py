"""The declared sheets of an upload with their addresses, wherever the rows came from: a workbook or the browser grid."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vpr.exchange.declared.faults import TROUBLES
from vpr.kernel.faults import Fault
from vpr.workbook.declaration import Form, Sheet, address, column_letter
from vpr.workbook.locate import Location, locate_all
from vpr.workbook.table import Cell, Failure, SheetCells, Workbook
from vpr.workbook.understanding import FORMULA_ERROR

FIRST_ROW = 2  # below the header, as in the template


@dataclass(frozen=True)
class Table:
    """`places`: column key -> 0-based index; `rows`: (1-based number in the person's sheet, cells)."""

    sheet: Sheet
    title: str
    places: Mapping[str, int]
    rows: Sequence[tuple[int, list[Cell]]]
    row_count: int = 0
    other_headers: Mapping[int, str] = field(default_factory=dict)  # columns that the form does not know


@dataclass(frozen=True)
class Tables:
    """What was found of a form. Nothing of it is judged further when `faults` hold an error."""

    tables: Sequence[Table] = ()
    faults: Sequence[Fault] = ()
    others: Sequence[SheetCells] = ()  # sheets that are not of the form


def tables_of_workbook(form: Form, book: Workbook) -> Tables:
    """Each declared sheet below its header, found by the words of the header."""
    found = locate_all(book.sheets, form.sheets)
    tables, faults = [], []
    for sheet, location in zip(form.sheets, found, strict=True):
        if location is None:
            faults.append(Fault.at("W-03d", title=sheet.title))
        else:
            faults += _header_faults(sheet, location)
            tables.append(_table(sheet, location, book))
    taken = {id(location.sheet) for location in found if location}
    return Tables(tables, faults, [sheet for sheet in book.sheets if id(sheet) not in taken])


def _header_faults(sheet: Sheet, location: Location) -> list[Fault]:
    title, row = location.sheet.title, location.header_row + 1
    missing = [column for column in sheet.columns if column.key not in location.columns]
    faults = [Fault.at("W-03a", address(title, row, 0), title=column.title) for column in missing]
    for key, index in location.repeated:
        faults.append(Fault.at("W-03b", address(title, row, index), title=sheet.column(key).title))
    for text, index in location.unknown:
        if any(index < len(cells) and cells[index] != "" for cells in location.sheet.rows[row:]):
            faults.append(Fault.at("W-03c", address(title, row, index), title=text.strip()))
    return faults


def _table(sheet: Sheet, location: Location, book: Workbook) -> Table:
    cells = location.sheet
    errors = {cell for title, cell in book.error_cells if title == cells.title}
    first = location.header_row + 1
    rows = [
        (number, _with_errors(number, row, location, errors) if errors else row)
        for number, row in enumerate(cells.rows[first:], start=first + 1)
    ]
    others = {index: text for text, index in location.unknown}
    return Table(sheet, cells.title, location.columns, rows, cells.row_count - first, others)


def _with_errors(number: int, row: list[Cell], location: Location, errors: set[str]) -> list[Cell]:
    """Cells of formula errors say so: the reader gives them as empty."""
    broken = [index for index in location.columns.values() if f"{column_letter(index)}{number}" in errors]
    if not broken:
        return row
    padded = row + [""] * (max(broken) + 1 - len(row))
    for index in broken:
        if padded[index] == "":
            padded[index] = FORMULA_ERROR
    return padded


def tables_of_grid(form: Form, content: bytes) -> Tables:
    """JSON `{"form": key, "sheets": {key: {"columns": [...], "rows": [[...], ...]}}}` of the browser grid."""
    try:
        said = json.loads(content)
        tables = [_grid_table(sheet, said["sheets"][sheet.key]) for sheet in form.sheets]
    except (ValueError, KeyError, TypeError):
        return Tables(faults=[Fault.at("W-03e")])
    return Tables(tables)


def _grid_table(sheet: Sheet, said: Mapping[str, Sequence[Sequence[object]]]) -> Table:
    keys = [str(key) for key in said["columns"]]
    if keys != [column.key for column in sheet.columns]:
        raise ValueError("other columns")
    rows: list[tuple[int, list[Cell]]] = [
        (number, [_grid_cell(cell) for cell in row]) for number, row in enumerate(said["rows"], start=FIRST_ROW)
    ]
    return Table(sheet, sheet.title, {key: index for index, key in enumerate(keys)}, rows, len(rows))


def _grid_cell(cell: object) -> Cell:
    """Everything in the grid is text: digits are numbers there, which is no repair."""
    text = "" if cell is None else str(cell)
    is_number = text.isascii() and text.isdigit() and len(text) < 10 and (text == "0" or text[0] != "0")
    return int(text) if is_number else text


def grid_content(form: Form, rows: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """What the browser grid sends to the exchange: the rows of each sheet by its key, in the declared order."""
    sheets = {
        sheet.key: {"columns": [column.key for column in sheet.columns], "rows": [list(row) for row in rows[sheet.key]]}
        for sheet in form.sheets
    }
    return json.dumps({"form": form.key, "sheets": sheets}, ensure_ascii=False).encode()


def failure_fault(failure: Failure) -> Fault:
    """W-01 in the words of its cause."""
    code, detail = TROUBLES[failure.trouble]
    return Fault.at(code, **({detail: failure.detail} if detail else {}))
