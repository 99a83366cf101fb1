"""The directory of units as XLSX: what a coordinator calls and writes to."""

from datetime import datetime
from io import BytesIO

import xlsxwriter

from vpr.cabinets.models import Unit

_HEADINGS = ("Код", "Логин", "Организация", "Подчинение", "Кто отвечает", "Телефон", "Электронная почта")
_WIDTHS = (12, 14, 60, 44, 34, 22, 30)


def directory_workbook(units: list[Unit], above: dict[int, str], *, now: datetime) -> bytes:
    """One row per unit, streamed; every cell is text, so a telephone never becomes a number or a formula."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        book.set_properties({"title": "Справочник организаций", "created": now.replace(tzinfo=None)})
        sheet = book.add_worksheet("Организации")
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, _HEADINGS, book.add_format({"bold": True, "bottom": 1}))
        for number, unit in enumerate(units, start=1):
            cells = (
                unit.code,
                unit.login,
                unit.name,
                above.get(unit.parent_id or 0, ""),
                unit.contact_name,
                unit.contact_phone,
                unit.contact_email,
            )
            for column, text in enumerate(cells):
                sheet.write_string(number, column, text)
        sheet.autofilter(0, 0, max(len(units), 1), len(_HEADINGS) - 1)
    return target.getvalue()
