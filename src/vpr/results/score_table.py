"""Rows of a score sheet with their addresses, wherever they came from: a workbook or the browser grid."""

import json
from dataclasses import dataclass, field
from functools import cached_property

from vpr.results.reading import FORMULA_ERROR, is_blank
from vpr.results.scripts import ScoreSpec
from vpr.results.workbooks.scores import columns_of
from vpr.workbook.declaration import Column, ColumnKind, address, column_letter
from vpr.workbook.locate import Location
from vpr.workbook.table import Cell, Workbook

SHEET = "Протокол"


@dataclass(frozen=True)
class ScoreTable:
    """`columns`: key of the declaration -> 0-based index; `rows`: (1-based number in the sheet, cells)."""

    sheet: str
    columns: dict[str, int]
    rows: list[tuple[int, list[Cell]]]
    column_order: tuple[Column, ...]
    other_headers: dict[int, str] = field(default_factory=dict)  # columns that the form does not know

    @cached_property
    def declared(self) -> frozenset[int]:
        return frozenset(self.columns.values())

    def cell(self, key: str, row: int) -> str:
        """`Протокол!D17`; the first column when the sheet has no such column."""
        return address(self.sheet, row, self.columns.get(key, 0))


def table_of_workbook(spec: ScoreSpec, book: Workbook, location: Location) -> ScoreTable:
    """The located sheet below its header; cells of formula errors say so instead of being empty."""
    sheet = location.sheet
    errors = {cell for title, cell in book.error_cells if title == sheet.title}
    rows = []
    for at, cells in enumerate(sheet.rows[location.header_row + 1 :], start=location.header_row + 2):
        rows.append((at, _with_errors(at, cells, errors) if errors else cells))
    others = {index: text for text, index in location.unknown}
    return ScoreTable(sheet.title, location.columns, rows, columns_of(spec), others)


def _with_errors(row: int, cells: list[Cell], errors: set[str]) -> list[Cell]:
    width = max(
        [len(cells), *(_index(cell) + 1 for cell in errors if cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(row))]
    )
    padded = cells + [""] * (width - len(cells))
    return [
        FORMULA_ERROR if is_blank(cell) and f"{column_letter(at)}{row}" in errors else cell
        for at, cell in enumerate(padded)
    ]


def _index(cell: str) -> int:
    column = 0
    for letter in cell.rstrip("0123456789"):
        column = column * 26 + ord(letter) - 64
    return column - 1


class NotAGrid(ValueError):
    """The content of the browser grid is not what the page sends."""


def table_of_grid(spec: ScoreSpec, content: bytes) -> ScoreTable:
    """JSON `{"columns": [...], "rows": [[...], ...]}` of the browser grid; row 2 is the first, as in the form."""
    try:
        grid = json.loads(content)
        titles, rows = grid["columns"], grid["rows"]
        cells = [[_grid_cell(cell) for cell in row] for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise NotAGrid from error
    by_title = {column.title: column.key for column in columns_of(spec)}
    columns = {by_title[title]: index for index, title in enumerate(titles) if title in by_title}
    missing = [c.title for c in columns_of(spec) if c.is_required and c.key not in columns]
    if missing or len(cells) > 3000:
        raise NotAGrid(", ".join(missing))
    return ScoreTable(SHEET, columns, list(enumerate(cells, start=2)), columns_of(spec))


def _grid_cell(cell: object) -> Cell:
    """Everything in the grid is text: digits are numbers there, which is no repair."""
    text = "" if cell is None else str(cell)[:500]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def is_filled(table: ScoreTable, cells: list[Cell]) -> bool:
    """Whether a person wrote anything in the row beside its code and its total."""
    for column in table.column_order:
        if column.kind in (ColumnKind.CODE, ColumnKind.TOTAL):
            continue
        index = table.columns.get(column.key)
        if index is not None and index < len(cells) and cells[index] != "" and not is_blank(cells[index]):
            return True
    return False


def has_more_than_declared(table: ScoreTable, cells: list[Cell]) -> bool:
    """Whether anything stands outside of the declared columns: a note beside the table, an inserted column."""
    declared = table.declared
    return len(cells) > len(declared) and any(cell != "" for index, cell in enumerate(cells) if index not in declared)
