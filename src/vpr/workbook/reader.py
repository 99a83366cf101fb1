"""Cells out of .xlsx, .ods and .xls by calamine. Runs only in the reader's process: calamine may abort it.

`skip_empty_area=False`: the default drops leading rows and columns and shifts every address.
"""

import io
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from vpr.workbook.precheck import FORM_LIMITS, Finding, Limits, precheck
from vpr.workbook.precheck_xml import is_plainly_near_in_export
from vpr.workbook.table import Cell, Trouble, Unreadable

#: Kept of each sheet: enough for a form and to see that a longer file is not one.
KEPT_ROWS = 3_000
KEPT_COLUMNS = 300
KEPT_CELLS = 400_000
MAX_SHEETS = 60


@dataclass(frozen=True)
class Bounds:
    """How much of a workbook is read."""

    limits: Limits = FORM_LIMITS
    rows: int = KEPT_ROWS
    cells: int = KEPT_CELLS


FORM = Bounds()
#: The schools of the country in one list: 40,000 rows of twenty cells.
LIST = Bounds(Limits(20 * 1024 * 1024, 256 * 1024 * 1024, is_plainly_near_in_export), rows=60_000, cells=1_500_000)


def read(content: bytes, skipped: Container[str] = (), bounds: Bounds = FORM) -> dict[str, Any]:
    """The workbook as plain JSON values in the shape of `table.Workbook`; raises `Unreadable`.

    Sheets whose title is `skipped` (lists and instruction of a form) come without their rows.
    """
    finding = precheck(content, bounds.limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(finding.content))
        sheets = _sheets(book, skipped, bounds)
    except PasswordError as error:
        raise Unreadable(Trouble.ENCRYPTED) from error
    except (CalamineError, OSError, ValueError) as error:
        trouble = Trouble.ENCRYPTED if "password" in str(error).lower() else Trouble.BROKEN
        raise Unreadable(trouble, type(error).__name__) from error
    return _answer(finding, sheets)


def _answer(finding: Finding, sheets: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "sheets": sheets,
        "properties": finding.properties,
        "error_cells": finding.error_cells,
    }


def _sheets(book: CalamineWorkbook, skipped: Container[str], bounds: Bounds) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    left = bounds.cells
    for meta in book.sheets_metadata[:MAX_SHEETS]:
        if meta.typ is not SheetTypeEnum.WorkSheet:
            continue
        if meta.name in skipped:
            kept.append({"title": meta.name, "rows": [], "row_count": 0, "is_hidden": True})
            continue
        sheet = book.get_sheet_by_name(meta.name)
        rows = [_row(row) for row in sheet.to_python(skip_empty_area=False, nrows=bounds.rows)]
        count = sheet.total_height if len(rows) == bounds.rows else 0
        while rows and not rows[-1]:
            rows.pop()
        left -= sum(map(len, rows))
        if left < 0:
            rows = rows[:50]  # enough to recognize what it is
        kept.append(
            {
                "title": meta.name[:100],
                "rows": rows,
                "row_count": max(count, len(rows)),
                "is_hidden": meta.visible is not SheetVisibleEnum.Visible,
            }
        )
    return kept


def _row(cells: list[Any]) -> list[Cell]:
    """Plain cells without the empty tail: whole numbers as int, everything unusual as text."""
    row = [
        (int(cell) if cell.is_integer() else cell)
        if type(cell) is float
        else cell
        if type(cell) is str
        else _plain(cell)
        for cell in cells
    ]
    while row and row[-1] == "":
        row.pop()
    return row[:KEPT_COLUMNS]


def _plain(cell: Any) -> Cell:
    if isinstance(cell, bool):
        return "ИСТИНА" if cell else "ЛОЖЬ"
    if isinstance(cell, int):
        return cell
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)
