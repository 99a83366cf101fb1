"""A rejected workbook given back: the person's own cells at their own addresses, faulty ones colored and commented.

The workbook is written anew from the cells read, so .ods, .xls and a damaged .xlsx come back as a sound .xlsx.
The hidden identity stays; the mended file can be uploaded as it is.
"""

import io
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from vpr.workbook.declaration import address
from vpr.workbook.template import CREATED

FAULTS_SHEET = "Ошибки"
_CELL = re.compile(r"^(?:(?P<sheet>.+)!)?(?P<letters>[A-Z]{1,3})(?P<row>\d{1,7})$")
_MAX_MARKS = 5_000
_COLORS = {"error": "#FAD4D0", "warning": "#FCEBC2", "notice": "#DCEBF7"}
_WORDS = {"error": "Ошибка", "warning": "Предупреждение", "notice": "К сведению"}


@dataclass(frozen=True)
class Mark:
    """What to say of a cell; `cell` is `Протокол!D17` or "" for the whole file."""

    cell: str
    text: str
    tone: str = "error"


def mark_cells(book: dict[str, Any], marks: Sequence[Mark]) -> bytes:
    """XLSX of the cells in the shape that `reader.read` gives, with the marks and a list of them in front."""
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made.set_properties({"created": CREATED})
    for name, value in book["properties"].items():
        made.set_custom_property(name[:200], value, "text")
    sheets = [sheet for sheet in book["sheets"] if sheet["title"] != FAULTS_SHEET]
    titles = [sheet["title"] for sheet in sheets]
    by_cell = _by_cell(marks[:_MAX_MARKS])
    _list_marks(made, marks[:_MAX_MARKS], titles)
    formats = {tone: made.add_format({"bg_color": color, "border": 1}) for tone, color in _COLORS.items()}
    head = made.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#E6F0F0"})
    for sheet in sheets:
        _write_sheet(made, sheet, by_cell.get(sheet["title"], {}), formats, head)
    made.close()
    return target.getvalue()


def _by_cell(marks: Sequence[Mark]) -> dict[str, dict[tuple[int, int], list[Mark]]]:
    found: dict[str, dict[tuple[int, int], list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        place = _place(mark.cell)
        if place is not None:
            sheet, row, column = place
            found[sheet][row, column].append(mark)
    return found


def _place(cell: str) -> tuple[str, int, int] | None:
    match = _CELL.match(cell)
    if match is None:
        return None
    column = 0
    for letter in match["letters"]:
        column = column * 26 + ord(letter) - 64
    return (match["sheet"] or "").strip("'"), int(match["row"]) - 1, column - 1


def _list_marks(made: Any, marks: Sequence[Mark], titles: list[str]) -> None:
    sheet = made.add_worksheet(FAULTS_SHEET)
    head = made.add_format({"bold": True, "bg_color": "#0F5257", "font_color": "#FFFFFF", "border": 1})
    wrap = made.add_format({"text_wrap": True, "valign": "top", "border": 1})
    link = made.add_format({"font_color": "#0F5257", "underline": 1, "valign": "top", "border": 1})
    for column, (title, width) in enumerate((("Ячейка", 26), ("Что это", 18), ("Что исправить", 100))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for row, mark in enumerate(marks, start=1):
        place = _place(mark.cell)
        if place is not None and place[0] in titles:
            title, at, column = place
            quoted = address(title, at + 1, column) if " " in title else f"'{title}'!{mark.cell.rpartition('!')[2]}"
            sheet.write_url(row, 0, f"internal:{quoted}", link, mark.cell)
        else:
            sheet.write_string(row, 0, mark.cell or "весь файл", wrap)
        sheet.write_string(row, 1, _WORDS[mark.tone], wrap)
        sheet.write_string(row, 2, mark.text, wrap)
    sheet.freeze_panes(1, 0)


def _write_sheet(
    made: Any,
    cells: dict[str, Any],
    marks: dict[tuple[int, int], list[Mark]],
    formats: dict[str, Any],
    head: Any,
) -> None:
    sheet = made.add_worksheet(_title(cells["title"]))
    rows: list[list[Any]] = cells["rows"]
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            marked = marks.get((at, column))
            look = formats[marked[0].tone] if marked else (head if at == 0 else None)
            _write(sheet, at, column, value, look)
    for (at, column), said in marks.items():
        if at >= len(rows) or column >= len(rows[at]):
            sheet.write_blank(at, column, None, formats[said[0].tone])
        text = "\n".join(mark.text for mark in said)
        sheet.write_comment(at, column, text[:2000], {"author": "ВПР", "x_scale": 2, "y_scale": 1 + len(text) / 120})
    for column in range(max(map(len, rows), default=0)):
        longest = max((len(str(row[column])) for row in rows[1:60] if column < len(row)), default=0)
        sheet.set_column(column, column, min(40, max(9, longest + 2)))
    if rows and len(rows[0]) > 1 and not cells["is_hidden"]:
        sheet.freeze_panes(1, 1)
    if cells["title"].startswith("_"):
        sheet.very_hidden()
    elif cells["is_hidden"]:
        sheet.hide()


def _write(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    if value == "":
        if look is not None:
            sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def _title(title: str) -> str:
    """A title that XLSX allows; .ods allows more."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("'") or "Лист"
