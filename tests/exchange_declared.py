"""A declared kind for tests, and what every declared form must keep: the file and the grid give the same record."""

import io
import subprocess
from dataclasses import dataclass, field
from datetime import date

from openpyxl import load_workbook

from vpr.exchange.declared.kind import DeclaredKind, Judgement
from vpr.exchange.declared.tables import grid_content
from vpr.kernel.faults import Fault, FaultKind, Severity
from vpr.kernel.roles import UnitKind
from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet
from vpr.workbook.filling import PrefilledRow

YES_NO = ("Да", "Нет")
WORKS = Sheet(
    key="works",
    title="Работы",
    row_key="code",
    columns=(
        Column("code", "Обозначение", ColumnKind.CODE, "Из плана.", 12, is_locked=True),
        Column("title", "Работа", ColumnKind.TEXT, "Класс и предмет.", 30, is_locked=True),
        Column("takes", "Участвует", ColumnKind.CHOICE, "Да, если работу пишут.", 12, YES_NO),
        Column(
            "number", "Участников", ColumnKind.INTEGER, "Сколько пишут.", 12, minimum=0, maximum=500, is_required=False
        ),
        Column("week", "Неделя", ColumnKind.CHOICE, "Из списка строки.", 16, is_required=False),
        Column(
            "day",
            "День",
            ColumnKind.DATE,
            "День проведения.",
            12,
            minimum=date(2026, 4, 1),
            maximum=date(2026, 5, 20),
            is_required=False,
        ),
        Column("note", "Примечание", ColumnKind.TEXT, "Что важно.", 30, is_required=False, maximum=80),
    ),
)
PEOPLE = Sheet(
    key="people",
    title="Кто проводит",
    may_add_rows=True,
    rows_reserved=20,
    columns=(
        Column("person", "Сотрудник", ColumnKind.TEXT, "Фамилия, имя, отчество.", 34, holds_staff=True),
        Column("room", "Кабинет", ColumnKind.INTEGER, "Номер кабинета.", 10, minimum=1, maximum=999),
    ),
)
NO_NUMBER = "T-11"


@dataclass
class DayKind(DeclaredKind):
    """«План дня»: which works a school takes, and who is in which room."""

    key: str = "day"
    title: str = "План дня"
    level: UnitKind = UnitKind.SCHOOL
    step: str | None = "applications"
    own_faults: dict = field(
        default_factory=lambda: {
            NO_NUMBER: FaultKind(
                NO_NUMBER, Severity.ERROR, "Нет числа", "работу пишут, а участников нет; впишите их число."
            )
        }
    )
    recorded: list = field(default_factory=list)
    works: tuple = (
        ("5.ma", "Математика 5 класс"),
        ("5.ru", "Русский язык 5 класс"),
        ("8.en", "Английский язык 8 класс"),
    )

    def form(self, unit, workbook):
        return Form(
            key="day",
            version="2026.1",
            title="План дня",
            subtitle="ВПР 2026",
            file_name=f"План дня {unit.code}.xlsx",
            sheets=(WORKS, PEOPLE),
            instruction=("Заполните лист «Работы».", "Назовите сотрудников на листе «Кто проводит»."),
        )

    def prefilled(self, unit, workbook):
        weeks = {"5.ma": ("6-10 апреля", "13-17 апреля"), "5.ru": ("20-24 апреля",)}
        rows = [
            PrefilledRow(
                {"code": code, "title": title},
                locked=frozenset(("code", "title")),
                choices={"week": weeks[code]} if code in weeks else {},
            )
            for code, title in self.works
        ]
        return {"works": rows}

    def judge(self, unit, workbook, rows):
        faults = [
            Fault.at(NO_NUMBER, row.address("number"))
            for row in rows["works"]
            if row.is_yes("takes") and not row.integer("number")
        ]
        content = {
            "works": [
                (
                    row.text("code"),
                    row.is_yes("takes"),
                    row.integer("number"),
                    row.text("week"),
                    row.day("day"),
                    row.text("note"),
                )
                for row in rows["works"]
            ],
            "people": [(row.text("person"), row.integer("room")) for row in rows["people"]],
        }
        taken = sum(row.integer("number") or 0 for row in rows["works"])
        return Judgement(faults, content, len(rows["works"]), taken)

    def record(self, submission, verdict, *, now):
        self.recorded.append(verdict.content)


#: Answers that `DayKind` accepts: sheet key -> rows (row key or None for an added row, column key -> text).
DAY_FILLED = {
    "works": [
        ("5.ma", {"takes": "Да", "number": "25", "week": "6-10 апреля", "day": "08.04.2026", "note": "два потока"}),
        ("5.ru", {"takes": "Нет", "number": "0"}),
        ("8.en", {"takes": "Да", "number": "17"}),
    ],
    "people": [
        (None, {"person": "Петрова Анна Ивановна", "room": "12"}),
        (None, {"person": "Сидоров Пётр Ильич", "room": "14"}),
    ],
}


def opened(content):
    return load_workbook(io.BytesIO(content))


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def filled_file(kind, unit, workbook, filled):
    """The unit's own template, filled in as a person does it: through a spreadsheet program."""
    _, content = kind.template(unit, workbook, None)
    book = opened(content)
    for sheet in kind.form(unit, workbook).sheets:
        page = book[sheet.title]
        numbers = _numbers(page, sheet)
        free = iter(range(len(numbers) + 2, len(numbers) + 2 + sheet.rows_reserved))
        for key, cells in filled.get(sheet.key, []):
            number = numbers[key] if key is not None else next(free)
            for name, text in cells.items():
                page.cell(number, sheet.index(name) + 1).value = _typed(sheet.column(name), text)
    return saved(book)


def _numbers(page, sheet):
    """Row number of each prefilled row by its key."""
    if not sheet.row_key:
        return {}
    at = sheet.index(sheet.row_key) + 1
    cells = ((number, page.cell(number, at).value) for number in range(2, page.max_row + 1))
    return {str(value): number for number, value in cells if value not in (None, "")}


def _typed(column, text):
    return int(text) if column.kind is ColumnKind.INTEGER and text.isdigit() else text


def filled_grid(kind, unit, workbook, filled):
    """The same answers as the browser grid sends them."""
    form, prefilled = kind.form(unit, workbook), kind.prefilled(unit, workbook)
    rows = {}
    for sheet in form.sheets:
        rows[sheet.key] = made = [
            [row.cells.get(column.key, "") for column in sheet.columns] for row in prefilled.get(sheet.key, ())
        ]
        at = {row[sheet.index(sheet.row_key)]: row for row in made} if sheet.row_key else {}
        for key, cells in filled.get(sheet.key, []):
            row = at.get(key)
            if row is None:
                row = [""] * len(sheet.columns)
                made.append(row)
            for name, text in cells.items():
                row[sheet.index(name)] = text
    return grid_content(form, rows)


def verdict_of(kind, unit, workbook, content, channel="file"):
    return kind.check(content, "форма.xlsx", unit=unit, workbook=workbook, expectation=None, channel=channel)


def said(verdict):
    """(code, cell) of every fault."""
    return [(fault.code, fault.cell) for fault in verdict.faults]


def same_record_from_file_and_grid(kind, unit, workbook, filled):
    """Fills the template through openpyxl and through the grid; both must be accepted and understood alike.

    `filled`: sheet key -> [(row key or None, {column key: text})]. Returns the two verdicts for what the caller adds.
    """
    by_file = verdict_of(kind, unit, workbook, filled_file(kind, unit, workbook, filled))
    by_grid = verdict_of(kind, unit, workbook, filled_grid(kind, unit, workbook, filled), "grid")
    assert by_file.is_accepted, [(fault.code, fault.cell, fault.details) for fault in by_file.faults]
    assert by_grid.is_accepted, [(fault.code, fault.cell, fault.details) for fault in by_grid.faults]
    assert by_file.content == by_grid.content
    assert (by_file.rows, by_file.participants) == (by_grid.rows, by_grid.participants)
    return by_file, by_grid


def books_through_libreoffice(folder, books, suffix):
    """Books by name, all opened and saved by one run of LibreOffice as xlsx, ods or xls."""
    source, target = folder / "typed", folder / suffix
    source.mkdir(exist_ok=True)
    for name, content in books.items():
        (source / f"{name}.xlsx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", suffix]
    paths = [str(source / f"{name}.xlsx") for name in books]
    subprocess.run([*command, "--outdir", str(target), *paths], check=True, capture_output=True, timeout=180)
    return {name: (target / f"{name}.{suffix}").read_bytes() for name in books}


def through_libreoffice(folder, content, kind):
    """The same book opened and saved by LibreOffice as xlsx, ods or xls."""
    return books_through_libreoffice(folder, {"form": content}, kind)["form"]


def same_record_in_every_format(kind, unit, workbook, filled, folder):
    """For journeys: the filled form saved by LibreOffice in three formats is understood as the grid is."""
    _, by_grid = same_record_from_file_and_grid(kind, unit, workbook, filled)
    content = filled_file(kind, unit, workbook, filled)
    for suffix in ("xlsx", "ods", "xls"):
        verdict = verdict_of(kind, unit, workbook, through_libreoffice(folder, content, suffix))
        assert verdict.is_accepted, (suffix, [(fault.code, fault.cell, fault.details) for fault in verdict.faults])
        assert verdict.content == by_grid.content, suffix
    return by_grid
