"""A load record as a page and as a file: refused rows with their words, repairs with examples."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from vpr.results.importing.faults import REPAIRS
from vpr.results.importing.tally import RowRefusal
from vpr.results.models import LoadRecord

HEADERS = ("Файл", "Лист", "Строка", "Столбец", "Значение", "Код причины", "Причина")


@dataclass(frozen=True)
class RepairShown:
    title: str
    count: int
    examples: list[dict[str, Any]]


@dataclass(frozen=True)
class ImportReport:
    """What a load record tells."""

    record: LoadRecord
    notes: list[str]
    refusals: list[RowRefusal]
    repairs: list[RepairShown]


def report_of(record: LoadRecord) -> ImportReport:
    """Understands the JSON that `tally.as_report` made."""
    told = record.report
    names = ("sheet", "row", "column", "before", "after")
    return ImportReport(
        record=record,
        notes=list(told.get("notes", ())),
        refusals=[RowRefusal(*entry) for entry in told.get("refusals", ())],
        repairs=[
            RepairShown(
                REPAIRS[entry["kind"]],
                entry["count"],
                [dict(zip(names, example, strict=True)) for example in entry["examples"]],
            )
            for entry in told.get("repairs", ())
        ],
    )


def lines_of(report: ImportReport) -> Iterable[tuple[str, str, int, str, str, str, str]]:
    """Rows of the download; `HEADERS` are above them."""
    for one in report.refusals:
        yield report.record.file_name, one.sheet, one.row, one.column, one.value, one.code, one.message


def as_csv(report: ImportReport) -> bytes:
    """For Excel in Russian: semicolons and a byte order mark. A cell never starts a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows([_harmless(cell) for cell in line] for line in lines_of(report))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(report: ImportReport) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Отклонённые строки")
    sheet.write_row(0, 0, HEADERS, book.add_format({"bold": True}))
    for number, line in enumerate(lines_of(report), start=1):
        sheet.write_row(number, 0, line)
    sheet.set_column(0, 1, 24)
    sheet.set_column(3, 4, 18)
    sheet.set_column(6, 6, 80)
    sheet.freeze_panes(1, 0)
    book.close()
    return made.getvalue()


def _harmless(cell: object) -> object:
    """What a spreadsheet would take for a formula is kept as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
