"""From a declared form and the rows known beforehand to the XLSX that one unit fills in. Made at download, never stored."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet, column_letter
from vpr.workbook.filled_rows import LOCKED_SAMPLE, OPEN_SAMPLE, WHOLE, with_rows
from vpr.workbook.filling import DAY, PrefilledRow
from vpr.workbook.template import CREATED, META_SHEET, SERVICE_SHEET
from vpr.workbook.template_styles import FilledStyles, write_instruction
from vpr.workbook.understanding import LONGEST_TEXT
from vpr.workbook.wording import help_of

#: A list of a column may be typed over only by a mistake: the form says what it takes and does not let it in.
_ERROR = {"error_type": "stop"}
_LEAST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_LARGEST_WHOLE = 999_999_999
#: Long sheets get a filter: one municipality or one subject of many.
_ROWS_TO_FILTER = 20


def build_filled_template(
    form: Form, prefilled: Mapping[str, Sequence[PrefilledRow]], identity: Sequence[tuple[str, str]], unit_title: str
) -> bytes:
    """XLSX: the instruction first, then the declared sheets, then what is hidden."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": form.title, "subject": form.subtitle, "created": CREATED})
    for name, value in identity:
        book.set_custom_property(name, value, "text")
    styles = FilledStyles(book)
    write_instruction(book, styles, form, unit_title)
    written = [(sheet, book.add_worksheet(sheet.title)) for sheet in form.sheets]
    lists = _Lists(book)
    for sheet, page in written:
        _write_sheet(page, sheet, prefilled.get(sheet.key, ()), styles, lists)
    _write_meta(book, identity)
    written[0][1].activate()
    book.close()
    return with_rows(target.getvalue(), form.sheets, prefilled)


class _Lists:
    """The hidden sheet of drop-lists: one column for each list of a column, named; lists of single rows stand in one."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._page = book.add_worksheet(SERVICE_SHEET)
        self._page.hide()
        self._page.protect()
        self._sources: dict[tuple[str, ...], str] = {}
        self._next_column = 1
        self._next_row = 0

    def of_column(self, allowed: tuple[str, ...]) -> str:
        if allowed not in self._sources:
            name = f"list_{self._next_column}"
            self._page.write_column(0, self._next_column, allowed)
            letter = column_letter(self._next_column)
            self._book.define_name(name, f"={SERVICE_SHEET}!${letter}$1:${letter}${len(allowed)}")
            self._sources[allowed] = f"={name}"
            self._next_column += 1
        return self._sources[allowed]

    def of_row(self, allowed: tuple[str, ...]) -> str:
        if allowed not in self._sources:
            self._page.write_column(self._next_row, 0, allowed)
            last = self._next_row + len(allowed)
            self._sources[allowed] = f"={SERVICE_SHEET}!$A${self._next_row + 1}:$A${last}"
            self._next_row = last
        return self._sources[allowed]


def _write_sheet(
    page: Any, sheet: Sheet, prefilled: Sequence[PrefilledRow], styles: FilledStyles, lists: _Lists
) -> None:
    last = max(len(prefilled), sheet.rows_reserved if sheet.may_add_rows else 1)
    page.set_row(0, max(_header_height(column) for column in sheet.columns))
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width, styles.cell(column, is_locked=column.is_locked))
        page.write_string(0, index, column.title, styles.header(column))
        page.write_blank(LOCKED_SAMPLE, index, None, styles.cell(column, is_locked=True))
        page.write_blank(OPEN_SAMPLE, index, None, styles.cell(column, is_locked=False))
    for index, column in enumerate(sheet.columns):
        _validate(page, index, column, last, prefilled, lists)
    _finish(page, sheet, styles, len(prefilled), last)


def _validate(
    page: Any, index: int, column: Column, last: int, prefilled: Sequence[PrefilledRow], lists: _Lists
) -> None:
    rule = _rule(column, lists)
    own: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(prefilled, start=1):
        if column.key in row.choices:
            own[tuple(row.choices[column.key])].append(number)
    special = {number for numbers in own.values() for number in numbers}
    rest = list(_runs([number for number in range(1, last + 1) if number not in special])) if own else [(1, last)]
    if rule and rest:
        _add_rule(page, index, rest, rule)
    for allowed, numbers in own.items():
        if allowed:
            _add_rule(page, index, list(_runs(numbers)), _list_rule(column, lists.of_row(allowed)))


def _add_rule(page: Any, index: int, runs: list[tuple[int, int]], rule: dict[str, Any]) -> None:
    (first, last), *others = runs
    more = {"other_cells": [[low, index, high, index] for low, high in others]} if others else {}
    page.data_validation(first, index, last, index, rule | more)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighboring numbers as (first, last)."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


def _rule(column: Column, lists: _Lists) -> dict[str, Any]:
    if column.allowed:
        return _list_rule(column, lists.of_column(column.allowed))
    if column.suggested:
        return _list_rule(column, lists.of_column(column.suggested)) | {"error_type": "warning"}
    said = _said(column)
    if column.kind in WHOLE:
        low = column.minimum if isinstance(column.minimum, int) else (1 if column.kind is ColumnKind.ORDINAL else 0)
        high = column.maximum if isinstance(column.maximum, int) else column.max_points or _LARGEST_WHOLE
        words = f"Целое число от {low} до {high}." if high != _LARGEST_WHOLE else f"Целое число не меньше {low}."
        return said | _between("integer", low, high) | {"error_title": "Не то число", "error_message": words}
    if column.kind is ColumnKind.DATE:
        since = column.minimum if isinstance(column.minimum, date) else _LEAST_DAY
        until = column.maximum if isinstance(column.maximum, date) else _LAST_DAY
        words = f"День от {since:{DAY}} до {until:{DAY}}, например {since:{DAY}}."
        return said | _between("date", since, until) | {"error_title": "Не та дата", "error_message": words}
    most = column.maximum if isinstance(column.maximum, int) else LONGEST_TEXT
    words = f"Не больше {most} знаков."
    return said | _between("length", 0, most) | {"error_title": "Слишком длинный текст", "error_message": words}


def _list_rule(column: Column, source: str) -> dict[str, Any]:
    words = "Выберите значение из списка."
    return _said(column) | {
        "validate": "list",
        "source": source,
        "error_title": "Недопустимое значение",
        "error_message": words,
    }


def _between(what: str, low: Any, high: Any) -> dict[str, Any]:
    return {"validate": what, "criteria": "between", "minimum": low, "maximum": high}


def _said(column: Column) -> dict[str, Any]:
    return {"input_title": column.title[:32], "input_message": help_of(column)[:255], **_ERROR}


def _finish(page: Any, sheet: Sheet, styles: FilledStyles, prefilled: int, last: int) -> None:
    width = len(sheet.columns) - 1
    page.freeze_panes(1, _frozen_columns(sheet))
    page.conditional_format(1, 0, last, width, {"type": "formula", "criteria": "=TRUE", "format": styles.ruled})
    if prefilled > _ROWS_TO_FILTER:
        page.autofilter(0, 0, last, width)
    allowed = {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True}
    page.protect("", allowed | {"insert_rows": sheet.may_add_rows, "delete_rows": sheet.may_add_rows})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&F&RСтраница &P из &N")


def _frozen_columns(sheet: Sheet) -> int:
    """The columns that say which row this is, as long as they leave room for the others."""
    frozen = sheet.index(sheet.row_key) + 1 if sheet.row_key else 1
    return frozen if frozen <= 3 and sum(column.width for column in sheet.columns[:frozen]) <= 60 else 1


def _header_height(column: Column) -> float:
    lines = 1 + int(len(column.title) * 1.15 / max(column.width, 4))
    return float(min(160, max(32, 15 * max(lines, max(len(word) for word in column.title.split()) // 14))))


def _write_meta(book: Any, identity: Sequence[tuple[str, str]]) -> None:
    page = book.add_worksheet(META_SHEET)
    for row, (name, value) in enumerate(identity):
        page.write_string(row, 0, name)
        page.write_string(row, 1, value)
    page.very_hidden()
