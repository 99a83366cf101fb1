"""How a template looks, and its first sheet: what to do, in plain words."""

from typing import Any

from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet
from vpr.workbook.wording import help_of

INSTRUCTION_SHEET = "Инструкция"
_TEAL = "#0F5257"
_PALE = "#E6F0F0"
_LOCKED = "#F2F2F2"
_LINE = "#B8C4C4"


class Styles:
    """Cell formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._columns: dict[tuple[ColumnKind, bool], Any] = {}
        base = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
        base |= {"border_color": _LINE, "font_size": 10}
        self._head = book.add_format(base | {"bg_color": _TEAL, "font_color": "#FFFFFF"})
        self._head_points = book.add_format(base | {"bg_color": _PALE, "font_color": _TEAL})
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": _TEAL, "text_wrap": True})
        self.text = book.add_format({"text_wrap": True, "valign": "top", "font_size": 11})
        self.number = book.add_format({"valign": "top", "align": "right", "font_color": _TEAL, "bold": True})
        self.label = book.add_format({"valign": "top", "font_color": "#5A6666"})
        self.strong = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        self.head_left = book.add_format(base | {"bg_color": _TEAL, "font_color": "#FFFFFF", "align": "left"})
        self.boxed = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": _LINE})
        self.absent = book.add_format({"bg_color": "#EDEDED", "font_color": "#777777"})
        self.ruled = book.add_format({"border": 1, "border_color": _LINE})

    def header(self, column: Column) -> Any:
        return self._head_points if column.kind is ColumnKind.POINTS else self._head

    def column(self, column: Column) -> Any:
        """Format of a whole column: empty cells need no bytes, so 1,500 reserved rows cost nothing."""
        key = (column.kind, column.is_locked)
        if key not in self._columns:
            look: dict[str, Any] = {"locked": column.is_locked, "align": "center"}
            if column.is_locked:
                look["bg_color"] = _LOCKED
            if column.kind is ColumnKind.TEXT:
                look["num_format"] = "@"  # a spreadsheet must not make a date of «5-1»
            self._columns[key] = self._book.add_format(look)
        return self._columns[key]


class FilledStyles(Styles):
    """Of a form with rows known beforehand: those are gray and locked, the others open."""

    def __init__(self, book: Any) -> None:
        super().__init__(book)
        self._cells: dict[tuple[ColumnKind, bool], Any] = {}

    def cell(self, column: Column, is_locked: bool) -> Any:
        key = (column.kind, is_locked)
        if key not in self._cells:
            look: dict[str, Any] = {"locked": is_locked, "valign": "top", "text_wrap": True}
            if is_locked:
                look["bg_color"] = _LOCKED
            if column.kind in (ColumnKind.TEXT, ColumnKind.CODE, ColumnKind.CHOICE):
                look["num_format"] = "@"
            elif column.kind is ColumnKind.DATE:
                look["num_format"] = "dd.mm.yyyy"
            self._cells[key] = self._book.add_format(look)
        return self._cells[key]


def write_instruction(book: Any, styles: Styles, form: Form, school: str) -> None:
    """The first sheet of every form is its instruction (DOMAIN §5.1)."""
    sheet = book.add_worksheet(INSTRUCTION_SHEET)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 88)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, form.title, book.add_format({"bold": True, "font_size": 16, "font_color": _TEAL}))
    sheet.write_string(1, 0, form.subtitle, styles.label)
    sheet.write_string(3, 0, "Организация", styles.label)
    sheet.write_string(3, 1, school, styles.strong)
    row = 5
    sheet.write_string(row, 0, "Как заполнять", styles.strong)
    for number, text in enumerate(form.instruction, start=1):
        sheet.write_number(row + number, 0, number, styles.number)
        sheet.write_string(row + number, 1, text, styles.text)
        sheet.set_row(row + number, 16 * (1 + len(text) // 95))
    row += len(form.instruction) + 2
    for declared in form.sheets:
        if len(form.sheets) > 1:
            sheet.write_string(row, 0, f"Лист «{declared.title}»", styles.strong)
            sheet.write_string(row, 1, declared.help, styles.text)
            row += 1
        row = _write_columns(sheet, styles, declared, row) + 2
    sheet.protect()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_columns(sheet: Any, styles: Styles, declared: Sheet, row: int) -> int:
    """Titles of the columns with their help from `row` on; returns the last row written."""
    sheet.write_string(row, 0, "Столбец", styles.head_left)
    sheet.write_string(row, 1, "Что указывать", styles.head_left)
    for column in declared.columns:
        row, words = row + 1, help_of(column)
        sheet.write_string(row, 0, column.title, styles.boxed)
        sheet.write_string(row, 1, words, styles.boxed)
        sheet.set_row(row, 16 * max(1 + len(column.title) // 24, 1 + len(words) // 95))
    return row
