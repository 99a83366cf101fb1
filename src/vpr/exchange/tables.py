"""XLSX files of the monitoring: the matrix and the contacts. Written by XlsxWriter in memory."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from vpr.base.clock import MOSCOW
from vpr.exchange.queries.behind import Behind
from vpr.exchange.queries.counts import Counts
from vpr.exchange.queries.matrix import Matrix

# a school may be called "=..." or contain an address: everything is text
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_COUNT_TITLES = ("Ожидается", "Загружено", "С ошибками", "С опозданием", "Принято", "Участников, %")


def matrix_workbook(matrix: Matrix, now: datetime) -> bytes:
    """One row per unit; for every form the six figures of the page, the totals first and last."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        share = book.add_format({"num_format": "0.0"})
        sheet = book.add_worksheet("Ход ВПР")
        sheet.write(0, 0, f"{matrix.unit.name}. Состояние на {now.astimezone(MOSCOW):%d.%m.%Y %H:%M} (Москва)")
        sheet.write_row(2, 0, ["Код", "Название"], head)
        titles = ["Всего", *(str(column.workbook) for column in matrix.columns)]
        for place, title in enumerate(titles):
            first = 2 + place * len(_COUNT_TITLES)
            sheet.merge_range(1, first, 1, first + len(_COUNT_TITLES) - 1, title, head)
            sheet.write_row(2, first, _COUNT_TITLES, head)
        lines: list[tuple[str, str, list[Counts]]] = [
            (row.unit.code, row.unit.name, [row.total, *row.cells]) for row in matrix.rows
        ]
        lines.append(("", "Итого", [matrix.total, *matrix.totals]))
        for number, (code, name, counts) in enumerate(lines, start=3):
            sheet.write_row(number, 0, [code, name])
            _write_counts(sheet, number, counts, share)
        sheet.freeze_panes(3, 2)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 48)
    return buffer.getvalue()


def contacts_workbook(behind: list[Behind], now: datetime) -> bytes:
    buffer = io.BytesIO()
    titles = (
        ("Код", 12), ("Организация", 48), ("Муниципалитет", 34), ("Ответственный", 30), ("Телефон", 20),
        ("Электронная почта", 28), ("Не загружено", 40), ("С ошибками", 30),
    )  # fmt: skip
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        head = book.add_format({"bold": True, "border": 1})
        sheet = book.add_worksheet("Контакты")
        sheet.write(0, 0, f"Состояние на {now.astimezone(MOSCOW):%d.%m.%Y %H:%M} (Москва)")
        for place, (title, width) in enumerate(titles):
            sheet.write(1, place, title, head)
            sheet.set_column(place, place, width)
        for number, item in enumerate(behind, start=2):
            sheet.write_row(number, 0, _contact_cells(item))
        sheet.freeze_panes(2, 2)
        sheet.autofilter(1, 0, 1 + len(behind), len(titles) - 1)
    return buffer.getvalue()


def _write_counts(sheet: Any, number: int, counts: list[Counts], share: Any) -> None:
    for place, item in enumerate(counts):
        first = 2 + place * len(_COUNT_TITLES)
        if not item.expected:
            continue
        sheet.write_row(number, first, [item.expected, item.uploaded, item.faulty, item.late, item.accepted])
        if item.percent is None:
            sheet.write_string(number, first + 5, "нет данных")
        else:
            sheet.write_number(number, first + 5, item.percent, share)


def _contact_cells(item: Behind) -> list[str]:
    unit = item.unit
    return [
        unit.code,
        unit.name,
        unit.municipality.name if unit.municipality else "",
        unit.contact_name,
        unit.contact_phone,
        unit.contact_email,
        item.missing_titles,
        item.faulty_titles,
    ]
