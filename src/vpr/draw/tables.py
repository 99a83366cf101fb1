"""XLSX of the monitoring: one sheet of schools, one of classes with what they have drawn."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from vpr.base.clock import MOSCOW
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.draw.models import DrawnSubject
from vpr.draw.queries.monitor import Line, schools_of

# a school may be called "=..." or contain an address: everything is text
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_SCHOOLS = (
    ("Код", 10), ("Организация", 44), ("Муниципалитет", 34), ("Регион", 30), ("Классов", 10), ("Без недели или предметов", 14),
    ("Со жребием", 12), ("Состояние", 30), ("Ответственный", 28), ("Телефон", 18), ("Почта", 26),
)  # fmt: skip
_CLASSES = (
    ("Код", 10),
    ("Организация", 44),
    ("Класс", 8),
    ("Неделя с", 12),
    ("Работа", 34),
    ("Код работы", 14),
    ("Жребий №", 10),
)


def monitoring_workbook(unit: Unit, campaign: Campaign, lines: Sequence[Line], now: datetime) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        title = f"{unit.name}. {campaign}. Состояние на {now.astimezone(MOSCOW):%d.%m.%Y %H:%M} (Москва)"
        _sheet(book, "Школы", title, _SCHOOLS, (_school_cells(line) for line in lines), head)
        _sheet(book, "Классы", title, _CLASSES, _class_cells(unit, campaign), head)
    return buffer.getvalue()


def _sheet(
    book: Any, name: str, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Any], head: Any
) -> None:
    sheet = book.add_worksheet(name)
    sheet.write(0, 0, title)
    for place, (column, width) in enumerate(columns):
        sheet.write(1, place, column, head)
        sheet.set_column(place, place, width)
    number = 1
    for number, cells in enumerate(rows, start=2):
        sheet.write_row(number, 0, cells)
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, number, len(columns) - 1)


def _school_cells(line: Line) -> list[Any]:
    unit = line.unit
    above = [unit.municipality.name if unit.municipality else "", unit.region.name if unit.region else ""]
    contact = [unit.contact_name, unit.contact_phone, unit.contact_email]
    return [unit.code, unit.name, *above, line.classes, line.incomplete, line.drawn, line.words, *contact]


def _class_cells(unit: Unit, campaign: Campaign) -> Iterable[list[Any]]:
    rows = DrawnSubject.objects.in_force().filter(
        class_group__campaign=campaign, class_group__unit__in=schools_of(unit).order_by().values("pk")
    )
    ordered = rows.select_related("class_group__unit", "assessment", "round").order_by(
        "class_group__unit__code", "class_group__grade", "class_group__ordinal", "assessment__title"
    )
    for row in ordered.iterator(chunk_size=5000):
        group = row.class_group
        week = f"{group.week_of:%d.%m.%Y}" if group.week_of else ""
        number = row.round.number
        yield [group.unit.code, group.unit.name, group.name, week, row.assessment.title, row.assessment.code, number]
