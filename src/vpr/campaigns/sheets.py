"""Small tables of an organizer as files: XLSX through the sandboxed readers of `workbook`, CSV by the csv module."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import xlsxwriter

from vpr.campaigns.rules.tables import HEADER_ROWS, Line, Table, lines_of
from vpr.kernel.faults import Fault
from vpr.workbook.headers import header_key, plain_text
from vpr.workbook.pool import shared_pool
from vpr.workbook.table import Failure, Trouble

LARGEST_TABLE = 2 * 1024 * 1024
_MOST_ROWS = 2_000
_REASONS = {
    Trouble.EMPTY: "файл пуст; выберите заполненную таблицу",
    Trouble.TOO_LARGE: "файл больше 2 МБ; это не таблица кампании",
    Trouble.NOT_A_WORKBOOK: "это не таблица; сохраните её как XLSX, ODS или CSV",
    Trouble.ENCRYPTED: "файл закрыт паролем; снимите пароль и загрузите снова",
}
_OTHER_REASON = "файл повреждён или устроен необычно; сохраните таблицу заново как XLSX"


def read_table(table: Table, content: bytes, name: str) -> tuple[list[Line], list[Fault]]:
    """Rows of an uploaded table with cell addresses, or the faults that kept it from being read."""
    if len(content) > LARGEST_TABLE:
        return [], [Fault.at("S-00", reason=_REASONS[Trouble.TOO_LARGE])]
    if name.lower().endswith((".csv", ".txt")):
        return _read_csv(table, content)
    answer = shared_pool().read(content)
    if isinstance(answer, Failure):
        return [], [Fault.at("S-00", reason=_REASONS.get(answer.trouble, _OTHER_REASON))]
    sheets = sorted(answer.sheets, key=lambda sheet: -_likeness(table, sheet.rows))
    if not sheets:
        return [], [Fault.at("S-00", reason=_REASONS[Trouble.EMPTY])]
    return lines_of(table, sheets[0].rows[:_MOST_ROWS], sheets[0].title)


def _likeness(table: Table, rows: Sequence[Sequence[object]]) -> int:
    """How many of the table's columns the best of the first rows names."""
    wanted = {key for column in table.columns for key in column.header_keys}
    return max((len({header_key(plain_text(cell)) for cell in row} & wanted) for row in rows[:HEADER_ROWS]), default=0)


def _read_csv(table: Table, content: bytes) -> tuple[list[Line], list[Fault]]:
    """UTF-8 or Windows-1251; the separator is the one that the first line holds most."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", errors="replace")
    first = text.partition("\n")[0]
    separator = max(";\t,", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))[:_MOST_ROWS]
    except csv.Error:
        return [], [Fault.at("S-00", reason=_OTHER_REASON)]
    return lines_of(table, rows, "CSV")


def table_xlsx(table: Table, rows: Iterable[Mapping[str, str]], *, now: datetime, numbers: frozenset[str]) -> bytes:
    """The table as XLSX: the instruction on the first sheet, one header row, one row per mapping.

    `numbers`: keys whose cells are numbers when they look like one.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": table.title, "created": now.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        guide = book.add_worksheet("Инструкция")
        guide.set_column(0, 0, 110)
        texts = (*table.instruction, *(f"{c.title}: {c.help}" for c in table.columns if c.help))
        for number, text in enumerate((f"Таблица «{table.title}»", *texts)):
            guide.write_string(number, 0, text, bold if number == 0 else wrap)
        sheet = book.add_worksheet(table.title)
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.title, bold)
        for number, row in enumerate(rows, start=1):
            for at, column in enumerate(table.columns):
                _write_cell(sheet, number, at, row.get(column.key, ""), wrap, column.key in numbers)
        sheet.activate()
    return target.getvalue()


def _write_cell(sheet: object, row: int, at: int, text: str, style: object, is_number: bool) -> None:
    write_number, write_string = sheet.write_number, sheet.write_string  # type: ignore[attr-defined]
    if is_number and text.replace(".", "", 1).isdigit():
        write_number(row, at, float(text), style)
    else:
        write_string(row, at, text, style)


def table_csv(table: Table, rows: Iterable[Mapping[str, str]]) -> bytes:
    """The table as CSV for a Russian spreadsheet: UTF-8 with BOM, semicolons."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.title for column in table.columns])
    writer.writerows([row.get(column.key, "") for column in table.columns] for row in rows)
    return target.getvalue().encode("utf-8-sig")
