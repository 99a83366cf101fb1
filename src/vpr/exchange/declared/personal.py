"""W-18: names, СНИЛС and telephones where a form has no place for them. Employees may stand in columns that say so."""

from collections.abc import Iterable

from vpr.kernel.faults import Fault
from vpr.kernel.personal import NAME_HEADERS, Personal, is_phone_number, personal_in
from vpr.workbook.declaration import Column, address
from vpr.workbook.headers import header_key, plain_text
from vpr.workbook.table import Cell, SheetCells

_CODES = {Personal.NAME: "W-18a", Personal.SNILS: "W-18b", Personal.PHONE: "W-18c"}
PERSONAL = frozenset(_CODES.values())
#: Sheets of our own that hold words of ours.
_OWN_SHEETS = frozenset(("инструкция", "служебный", "_meta", "ошибки"))
_MOST = 50


def personal_fault(column: Column | None, cell: Cell, place: str, header: str = "") -> Fault | None:
    """The fault of a cell with a person in it; `column` is None beside the form, under `header`."""
    found = _found(cell)
    if found is None and header and header_key(header) in NAME_HEADERS and plain_text(cell):
        found = Personal.NAME
    if found is None or (column is not None and column.holds_staff and found is not Personal.SNILS):
        return None
    return Fault.at(_CODES[found], place)


def personal_faults_of_sheets(sheets: Iterable[SheetCells]) -> list[Fault]:
    """Sheets that are not of the form: a list of pupils beside it."""
    faults: list[Fault] = []
    for sheet in sheets:
        if sheet.is_hidden or sheet.title.strip().lower() in _OWN_SHEETS:
            continue
        for row, cells in enumerate(sheet.rows, start=1):
            for index, cell in enumerate(cells):
                fault = personal_fault(None, cell, address(sheet.title, row, index))
                if fault:
                    faults.append(fault)
                    if len(faults) == _MOST:
                        return faults
    return faults


def _found(cell: Cell) -> Personal | None:
    if isinstance(cell, str):
        if cell.isascii() and cell.isdigit():
            return Personal.PHONE if len(cell) == 11 and is_phone_number(int(cell)) else None
        return personal_in(plain_text(cell)) if len(cell) >= 5 and not cell.isalpha() else None
    return Personal.PHONE if cell >= 10**10 and is_phone_number(int(cell)) else None
