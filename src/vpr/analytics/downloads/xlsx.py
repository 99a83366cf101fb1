"""XLSX in the customary layout of the real exports (DOMAIN §9.1): R1 title, R3-R6 frame, then the table."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from vpr.analytics.report import NO_DATA, Column, Kind, Report, Row, Table

SHEET_LIMIT = 31  # Excel
_TABLE_ROW = 7  # R8 when there is a merged heading in R7, as in Ф1
_TONES = {"ok": "#DDEFE3", "attention": "#FFF2CC", "stop": "#F8D9D3"}


def workbook(report: Report) -> bytes:
    """The report as a file; the same report of the same day gives the same bytes."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = _formats(book)
    for number, table in enumerate(report.tables):
        name = report.frame.sheet if number == 0 else table.title[:SHEET_LIMIT]
        sheet = book.add_worksheet(name)
        _frame(sheet, report, formats)
        _table(sheet, table, formats)
    _notes(book.add_worksheet("Как посчитано"), report, formats)
    book.close()
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    border = {"border": 1, "border_color": "#B7BFC0", "valign": "top"}
    made = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "plain": book.add_format({}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({**border, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"}),
        "group": book.add_format({**border, "bold": True, "bg_color": "#EEF2F2"}),
        "empty": book.add_format({**border, "align": "right", "font_color": "#5B6668"}),
    }
    for tone, color in {"": None, **_TONES}.items():
        fill = {"bg_color": color} if color else {}
        made[f"{Kind.TEXT}{tone}"] = book.add_format({**border, **fill, "text_wrap": True})
        made[f"{Kind.COUNT}{tone}"] = book.add_format({**border, **fill, "num_format": "0"})
        made[f"{Kind.POINTS}{tone}"] = book.add_format({**border, **fill, "num_format": "0", "align": "right"})
        made[f"{Kind.PERCENT}{tone}"] = book.add_format({**border, **fill, "num_format": "0.00"})
    return made


def _frame(sheet: Any, report: Report, formats: dict[str, Any]) -> None:
    frame = report.frame
    sheet.write_string(0, 0, frame.title, formats["title"])
    sheet.write_string(2, 0, frame.line, formats["plain"])
    for row, (label, value) in enumerate(
        (("Предмет:", frame.subject), ("Максимальный первичный балл:", frame.max_score), ("Дата:", frame.date)), start=3
    ):
        sheet.write_string(row, 0, label, formats["plain"])
        sheet.write(row, 1, value, formats["plain"])


def _table(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    columns = table.columns
    sheet.set_row(_TABLE_ROW, 32)
    if any(len(column.over) > 2 for column in columns):
        sheet.set_row(_TABLE_ROW - 1, 48)
    _heading_above(sheet, columns, formats)
    for at, column in enumerate(columns):
        sheet.write_string(_TABLE_ROW, at, column.title, formats["head"])
        sheet.set_column(at, at, max(30, _width(column)) if at == 0 else _width(column))  # the frame stands there too
    first = _TABLE_ROW + 1
    if any(column.under for column in columns):
        for at, column in enumerate(columns):
            sheet.write_string(first, at, column.under, formats["head"])
        sheet.set_row(first, 30 if any(len(column.under) > 6 for column in columns) else 15)
        first += 1
    sheet.freeze_panes(first, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TABLE_ROW - 1, first - 1)
    for number, row in enumerate(table.rows, start=first):
        _row(sheet, number, row, columns, formats)


def _width(column: Column) -> float:
    if column.key == "group":
        return 46
    if column.kind is Kind.TEXT:
        return 40 if column.key in ("skill", "school_name") else 16
    return max(9.0, min(18.0, len(column.title) * 0.9))


def _heading_above(sheet: Any, columns: tuple[Column, ...], formats: dict[str, Any]) -> None:
    """R7: equal neighboring headings are merged into one cell."""
    start = 0
    while start < len(columns):
        end = start
        while end + 1 < len(columns) and columns[end + 1].over == columns[start].over:
            end += 1
        if columns[start].over and end > start:
            sheet.merge_range(_TABLE_ROW - 1, start, _TABLE_ROW - 1, end, columns[start].over, formats["head"])
        elif columns[start].over:
            sheet.write_string(_TABLE_ROW - 1, start, columns[start].over, formats["head"])
        start = end + 1


def _row(sheet: Any, number: int, row: Row, columns: tuple[Column, ...], formats: dict[str, Any]) -> None:
    if row.heading:
        sheet.write_string(number, 0, row.heading, formats["group"])
        return
    tones = row.tones or ("",) * len(columns)
    for at, (column, value, tone) in enumerate(zip(columns, row.cells, tones, strict=True)):
        kind = formats[f"{column.kind}{tone}"]
        if value is None:
            text = NO_DATA if column.kind is Kind.PERCENT else ""
            sheet.write_string(number, at, text, formats["empty"])
        elif isinstance(value, str):
            sheet.write_string(number, at, value, kind)
        else:
            sheet.write_number(number, at, float(value) if isinstance(value, Decimal) else value, kind)


def _notes(sheet: Any, report: Report, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 110)
    for number, line in enumerate((*report.method, *report.notes, *report.questions)):
        sheet.write_string(number, 0, line, formats["wrapped"])
