"""R-18: names, СНИЛС and phone numbers typed by mistake. A form holds codes only; such a file is refused, not stored.

Careful in both directions: textbook authors, names of schools and remarks of a teacher must not fire.
"""

from collections.abc import Iterable

from vpr.kernel.faults import Fault
from vpr.kernel.personal import NAME_HEADERS, Personal, is_phone_number, personal_in
from vpr.results.reading import is_blank
from vpr.results.score_table import ScoreTable
from vpr.workbook.declaration import address
from vpr.workbook.headers import header_key, plain_text
from vpr.workbook.table import Cell, SheetCells

_CODES = {Personal.NAME: "R-18a", Personal.SNILS: "R-18b", Personal.PHONE: "R-18c"}
#: Columns of the real exports that hold names of schools and of authors of textbooks.
_SAFE_HEADERS = frozenset(
    (
        "пользователь",
        "код региона",
        "регион",
        "муниципалитет",
        "школа",
        "дата загрузки",
        "логин школы",
        "учебник",
        "др.уч. автор",
        "др.уч. название",
        "groups",
        "user",
        "класс",
        "наименование класса",
    )
)
#: Sheets of our own and of the official forms: instruction, lists, textbooks.
_SAFE_SHEETS = frozenset(("инструкция", "служебный", "порядковый номер класса", "классы", "_meta", "ошибки"))
MOST = 50


def personal_faults(table: ScoreTable, row: int, cells: list[Cell]) -> list[Fault]:
    """Faults of one row of a score table, in columns of the form and beside it."""
    faults: list[Fault] = []
    for index, cell in enumerate(cells):
        header = header_key(table.other_headers[index]) if index in table.other_headers else ""
        is_name = header in NAME_HEADERS and not is_blank(cell)
        if header in _SAFE_HEADERS or not (is_name or _is_worth_a_look(cell)):
            continue
        code = "R-18a" if is_name else _kind_of(cell)
        if code:
            faults.append(Fault.at(code, address(table.sheet, row, index)))
    return faults


def _is_worth_a_look(cell: Cell) -> bool:
    """Points, marks, class names and single words are not."""
    if isinstance(cell, str):
        return len(cell) >= 5 and not cell.isalpha()
    return cell >= 10**10


def personal_faults_of_sheets(sheets: Iterable[SheetCells], but: str) -> list[Fault]:
    """The other sheets of a workbook: a list of pupils beside the protocol. Only unmistakable patterns count."""
    faults: list[Fault] = []
    for sheet in sheets:
        if sheet.title == but or sheet.title.strip().lower() in _SAFE_SHEETS or sheet.is_hidden:
            continue
        for row, cells in enumerate(sheet.rows, start=1):
            for index, cell in enumerate(cells):
                code = _kind_of(cell) if type(cell) is not str or len(cell) >= 5 else None
                if code:
                    faults.append(Fault.at(code, address(sheet.title, row, index)))
                    if len(faults) == MOST:
                        return faults
    return faults


def _kind_of(cell: Cell) -> str | None:
    if type(cell) is int:
        return _CODES[Personal.PHONE] if is_phone_number(cell) else None
    found = personal_in(plain_text(cell))
    return _CODES[found] if found else None
