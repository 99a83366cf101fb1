"""XLSX downloads of the room: the monitoring of applications, the empty list of schools."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter

from vpr.enrollment.queries.monitoring import SchoolRow, WorkSum
from vpr.enrollment.rules.school_list import COLUMNS

#: (title of a sheet, headings, widths, rows)
Tables = Sequence[tuple[str, Sequence[str], Sequence[int], Sequence[Sequence[object]]]]
_SCHOOLS = ("Код", "Организация", "Заявка", "Изменена", "Классов", "Участников", "Экспертов")
_SUMS = ("Муниципалитет", "Класс", "Работа", "Форма", "Школ", "Классов", "Участников", "Экспертов")


def monitoring_workbook(schools: Iterable[SchoolRow], sums: Iterable[WorkSum], *, now: datetime) -> bytes:
    """Two sheets: every school with its state, and sums by municipality and work."""
    rows = [
        (
            row.unit.code,
            row.unit.name,
            row.words,
            f"{row.application.changed_at:%d.%m.%Y %H:%M}" if row.application else "",
            row.classes,
            row.participants,
            row.experts,
        )
        for row in schools
    ]
    totals = [(s.place, s.grade, s.title, s.form, s.schools, s.classes, s.participants, s.experts) for s in sums]
    tables: Tables = (
        ("Школы", _SCHOOLS, (10, 60, 28, 18, 10, 12, 12), rows),
        ("Суммы", _SUMS, (40, 8, 40, 14, 8, 10, 12, 12), totals),
    )
    return _book("Заявки на участие", tables, now)


def empty_list(*, now: datetime) -> bytes:
    """The list of schools to be filled in: the columns that the import knows, and how each is written."""
    titles = tuple(column.title for column in COLUMNS)
    words = [(column.title, column.help) for column in COLUMNS]
    tables: Tables = (
        ("Список ОО", titles, tuple(max(12, len(title) + 2) for title in titles), []),
        ("Как заполнять", ("Столбец", "Что писать"), (26, 90), words),
    )
    return _book("Список школ", tables, now)


def _book(title: str, tables: Tables, now: datetime) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        book.set_properties({"title": title, "created": now.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for name, headings, widths, rows in tables:
            sheet = book.add_worksheet(name)
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, headings, bold)
            for number, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(number, column, cell)
                    else:
                        sheet.write_string(number, column, str(cell))
    return target.getvalue()
