"""XLSX of the monitoring: units, the load of days, works by day. Everything typed by people is text."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from vpr.base.clock import MOSCOW
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.timetable.queries.monitoring import AreaLine, DayLoad, SchoolLine, WorkDays

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_SCHOOL_HEAD = ("Код", "Школа", "Классов", "Работ и частей", "Назначено", "Состояние", "Отправлено")
_AREA_HEAD = ("Код", "Территория", "Школ", "Со списком классов", "С расписанием", "Полное расписание", "Без расписания")
_LOAD_HEAD = ("День", "Школ", "Классов", "Участников", "Классов за компьютерами", "Участников за компьютерами")


def load_workbook(
    unit: Unit,
    campaign: Campaign,
    *,
    schools: Sequence[SchoolLine] | None,
    areas: Sequence[AreaLine] | None,
    loads: Sequence[DayLoad],
    works: Sequence[WorkDays],
    now: datetime,
) -> bytes:
    """Three sheets: who is ready, the load of every day, classes by work and day."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
        said = f"{unit.name}. {campaign.title}. Состояние на {now.astimezone(MOSCOW):%d.%m.%Y %H:%M} (Москва)"
        if schools is not None:
            _write(book, "Школы", said, head, _SCHOOL_HEAD, [_school_cells(line) for line in schools])
        if areas is not None:
            _write(book, "Территории", said, head, _AREA_HEAD, [_area_cells(line) for line in areas])
        _write(book, "По дням", said, head, _LOAD_HEAD, [_load_cells(item) for item in loads], day)
        days = [item.on for item in loads]
        titles = ("Работа", "Всего классов", *(f"{on:%d.%m}" for on in days))
        rows = [(work.assessment.title, work.total, *(count or "" for count, _ in work.cells(days))) for work in works]
        _write(book, "Работы по дням", said, head, titles, rows)
    return target.getvalue()


def _write(
    book: Any,
    title: str,
    said: str,
    head: Any,
    titles: Sequence[str],
    rows: Sequence[Sequence[object]],
    day: Any = None,
) -> None:
    page = book.add_worksheet(title)
    page.write_string(0, 0, said)
    page.write_row(1, 0, titles, head)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(number, column, datetime(value.year, value.month, value.day), day)
            elif isinstance(value, int):
                page.write_number(number, column, value)
            else:
                page.write_string(number, column, str(value))
    page.freeze_panes(2, 1)
    page.set_column(0, 0, 14 if title != "Работы по дням" else 40)
    page.set_column(1, 1, 48 if title in ("Школы", "Территории") else 14)
    page.set_column(2, max(2, len(titles) - 1), 14 if title != "Работы по дням" else 7)


def _school_cells(line: SchoolLine) -> tuple[object, ...]:
    sent = f"{line.saved_at.astimezone(MOSCOW):%d.%m.%Y %H:%M}" if line.saved_at else ""
    return (line.unit.code, line.unit.name, line.classes, line.duties, line.placed, line.words[0], sent)


def _area_cells(line: AreaLine) -> tuple[object, ...]:
    return (
        line.unit.code,
        line.unit.name,
        line.schools,
        line.registered,
        line.started,
        line.complete,
        line.missing,
    )


def _load_cells(item: DayLoad) -> tuple[object, ...]:
    return (
        item.on,
        item.schools,
        item.classes,
        item.participants,
        item.computer_classes,
        item.computer_participants,
    )
