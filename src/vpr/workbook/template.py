"""From a declared form to the XLSX template that a school fills in. Built once per form, then stamped per school."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from vpr.workbook.declaration import Column, ColumnKind, Form, column_letter
from vpr.workbook.template_styles import INSTRUCTION_SHEET, Styles, write_instruction

#: Makes files reproducible: the same form gives the same bytes on any day.
CREATED = datetime(2026, 1, 1)
SERVICE_SHEET = "Служебный"
CLASS_SHEET = "Порядковый номер класса"
META_SHEET = "_meta"
#: Sheets of a template that hold nothing of a school.
OWN_SHEETS = (INSTRUCTION_SHEET, SERVICE_SHEET, CLASS_SHEET)
FIRST_ROW = 2  # of participants, 1-based
#: Replaced by the stamp; a private-use character keeps them apart from any text of a school.
PLACEHOLDER = "\ue000{name}\ue000"


def build_template(form: Form) -> bytes:
    """XLSX with codes 1, 2, 3 ... in every reserved row and placeholders for the identity: input of `stamp.Stamp`."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": form.title, "subject": form.subtitle, "created": CREATED})
    for name, _ in form.identity:
        book.set_custom_property(name, PLACEHOLDER.format(name=name), "text")
    styles = Styles(book)
    write_instruction(book, styles, form, PLACEHOLDER.format(name="school_title"))
    sheet = book.add_worksheet(form.sheet.title)
    lists = _write_service_sheets(book, form)
    _write_header(sheet, styles, form)
    _write_rows(sheet, styles, form)
    for index, column in enumerate(form.sheet.columns):
        _validate(sheet, form, index, column, lists)
    _finish(sheet, styles, form)
    _write_meta(book, form)
    sheet.activate()
    book.close()
    return target.getvalue()


def _write_service_sheets(book: Any, form: Form) -> dict[str, str]:
    """Lists of allowed values, one column each, named; returns the name of the list of each column key."""
    service = book.add_worksheet(SERVICE_SHEET)
    names: dict[tuple[str, ...], str] = {}
    lists: dict[str, str] = {}
    for column in form.sheet.columns:
        if not column.allowed or column.kind is ColumnKind.ORDINAL:
            continue
        if column.allowed not in names:
            names[column.allowed] = _write_list(book, service, len(names), column)
        lists[column.key] = names[column.allowed]
    book.define_name("only_zero", f"={SERVICE_SHEET}!${column_letter(len(names))}$1:${column_letter(len(names))}$2")
    service.write_column(0, len(names), [0, "X"])
    ordinal = next((c for c in form.sheet.columns if c.kind is ColumnKind.ORDINAL), None)
    if ordinal is not None:
        numbers = book.add_worksheet(CLASS_SHEET)
        numbers.write_column(0, 0, [int(text) for text in ordinal.allowed])
        numbers.protect()
        book.define_name("class_numbers", f"='{CLASS_SHEET}'!$A$1:$A${len(ordinal.allowed)}")
        lists[ordinal.key] = "class_numbers"
    service.set_column(0, len(names), 16)
    service.protect()
    return lists


def _write_list(book: Any, service: Any, at: int, column: Column) -> str:
    for row, text in enumerate(column.allowed):
        service.write(row, at, int(text) if text.isdigit() else text)
    name = f"points_{column.max_points}" if column.kind is ColumnKind.POINTS else f"list_{at + 1}"
    letter = column_letter(at)
    book.define_name(name, f"={SERVICE_SHEET}!${letter}$1:${letter}${len(column.allowed)}")
    return name


def _write_header(sheet: Any, styles: Styles, form: Form) -> None:
    sheet.set_row(0, 62)
    for index, column in enumerate(form.sheet.columns):
        sheet.set_column(index, index, column.width, styles.column(column))
        sheet.write_string(0, index, column.title, styles.header(column))


def _write_rows(sheet: Any, styles: Styles, form: Form) -> None:
    columns = list(enumerate(form.sheet.columns))
    code = next(index for index, column in columns if column.kind is ColumnKind.CODE)
    total = next((index for index, column in columns if column.kind is ColumnKind.TOTAL), None)
    runs = _points_ranges(form)
    for serial in range(1, form.sheet.rows_reserved + 1):
        row = serial + FIRST_ROW - 2
        sheet.write_number(row, code, serial, styles.column(form.sheet.columns[code]))
        if total is not None:
            cells = ",".join(f"{first}{row + 1}:{last}{row + 1}" for first, last in runs)
            sheet.write_formula(row, total, f"=SUM({cells})", styles.column(form.sheet.columns[total]), 0)


def _points_ranges(form: Form) -> list[tuple[str, str]]:
    """Runs of neighboring columns of points, as letters: a variant column of part 2 breaks the run."""
    runs: list[tuple[int, int]] = []
    for index, column in enumerate(form.sheet.columns):
        if column.kind is not ColumnKind.POINTS:
            continue
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return [(column_letter(first), column_letter(last)) for first, last in runs]


def _validate(sheet: Any, form: Form, index: int, column: Column, lists: dict[str, str]) -> None:
    last = FIRST_ROW - 2 + form.sheet.rows_reserved
    rule: dict[str, Any] = {"input_title": column.title[:32], "input_message": column.help[:255], "error_type": "stop"}
    if column.kind is ColumnKind.CODE and form.code_from and form.code_to:
        rule |= {"validate": "integer", "criteria": "between", "minimum": form.code_from, "maximum": form.code_to}
        rule |= {"error_title": "Код участника", "error_message": f"Целое число от {form.code_from} до {form.code_to}."}
    elif column.key in lists:
        source = lists[column.key]
        if column.depends_on:
            leading = f"${form.sheet.letter(column.depends_on)}{FIRST_ROW}"
            source = f'IF(AND(LEN({leading})>0,OR({leading}=0,{leading}="X")),only_zero,{source})'
        rule |= {"validate": "list", "source": f"={source}", "error_title": "Недопустимое значение"}
        rule |= {"error_message": f"{column.help or 'Выберите значение из списка.'}"[:255]}
    else:
        return
    sheet.data_validation(FIRST_ROW - 1, index, last, index, rule)


def _finish(sheet: Any, styles: Styles, form: Form) -> None:
    last = FIRST_ROW - 2 + form.sheet.rows_reserved
    width = len(form.sheet.columns) - 1
    sheet.freeze_panes(1, 1)
    code = column_letter(0)
    absent = next((c for c in form.sheet.columns if "отсутствовал" in c.allowed), None)
    if absent is not None:
        rule = f'=${form.sheet.letter(absent.key)}2="отсутствовал"'
        sheet.conditional_format(1, 1, last, width, {"type": "formula", "criteria": rule, "format": styles.absent})
    rule = f'=${code}2<>""'
    sheet.conditional_format(1, 0, last, width, {"type": "formula", "criteria": rule, "format": styles.ruled})
    sheet.protect("", {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&F&RСтраница &P из &N")


def _write_meta(book: Any, form: Form) -> None:
    meta = book.add_worksheet(META_SHEET)
    for row, (name, _) in enumerate(form.identity):
        meta.write_string(row, 0, name)
        meta.write_string(row, 1, PLACEHOLDER.format(name=name))
    meta.very_hidden()
