"""The sheet that is handed down level by level: activation codes as a printable PDF and as XLSX. Nothing is kept."""

import json
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from io import BytesIO

import xlsxwriter

from vpr.base.clock import MOSCOW
from vpr.base.refusals import Refusal
from vpr.cabinets.services.activation import IssuedCode
from vpr.kernel.roles import ROLE_TITLE
from vpr.paper.compile import compile_pdf

#: A longer list is printed from the workbook: the next level down cuts its own sheet anyway.
PDF_LIMIT = 2000
GUIDE = (
    "Передайте каждой организации только её строку. Код одноразовый: откройте адрес, введите код и придумайте "
    "пароль. Никому не сообщайте пароль; потерянный код координатор заменит новым."
)


class TooLongForPaper(Refusal):
    """В списке больше двух тысяч кодов. Выберите XLSX или выдавайте коды по муниципалитетам."""


@dataclass(frozen=True)
class SheetLine:
    unit: str
    code_of_unit: str
    above: str
    role: str
    person: str
    login: str
    code: str
    until: str


def require_fits_paper(lines: int) -> None:
    if lines > PDF_LIMIT:
        raise TooLongForPaper


def sheet_lines(issued: list[IssuedCode], names: dict[int, str]) -> list[SheetLine]:
    """`names`: id -> name of the municipalities and regions above the units."""
    return [
        SheetLine(
            unit=line.unit.name,
            code_of_unit=line.unit.code,
            above=names.get(line.unit.parent_id or 0, ""),
            role=ROLE_TITLE[line.role],
            person=line.person,
            login=line.login,
            code=line.code,
            until=f"{line.expires_at.astimezone(MOSCOW):%d.%m.%Y}",
        )
        for line in issued
    ]


def codes_pdf(lines: list[SheetLine], *, title: str, address: str, now: datetime) -> bytes:
    require_fits_paper(len(lines))
    sheet = {
        "title": title,
        "guide": GUIDE,
        "address": address,
        "issued": f"Выдано {now.astimezone(MOSCOW):%d.%m.%Y %H:%M} мск · для служебного пользования",
        "lines": [line.__dict__ for line in lines],
    }
    source = (files("vpr.cabinets") / "paper" / "activation.typ").read_text("utf-8")
    return compile_pdf(source, {"sheet": json.dumps(sheet, ensure_ascii=False)}, created=now)


def codes_workbook(lines: list[SheetLine], *, title: str, address: str, now: datetime) -> bytes:
    """One row per code; 40,000 rows take seconds because rows are streamed."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        book.set_properties({"title": title, "created": now.replace(tzinfo=None)})
        sheet = book.add_worksheet("Коды активации")
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 2, 44)
        sheet.set_column(3, 4, 26)
        sheet.set_column(5, 7, 28)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, _HEADINGS, bold)
        for number, line in enumerate(lines, start=1):
            cells = (
                line.code_of_unit,
                line.unit,
                line.above,
                line.role,
                line.person,
                line.login,
                line.code,
                line.until,
            )
            for column, text in enumerate(cells):
                sheet.write_string(number, column, text)
            sheet.write_string(number, len(cells), address)
        sheet.autofilter(0, 0, len(lines), len(_HEADINGS) - 1)
    return target.getvalue()


_HEADINGS = (
    "Код",
    "Организация",
    "Подчинение",
    "Роль",
    "ФИО",
    "Логин",
    "Код активации",
    "Действует до",
    "Где ввести код",
)
