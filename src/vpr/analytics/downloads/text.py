"""CSV for a Russian spreadsheet (UTF-8 with BOM, semicolon, decimal comma) and JSON with the numbers of the page."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

from vpr.analytics.report import Column, Report, Row, Table, Value

#: A cell that begins with one of these would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t")


def csv_of(table: Table) -> bytes:
    """One table: a heading line, then the rows. Lines for the eye between them stay in XLSX: here a row is a row."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([_heading(column) for column in table.columns])
    for row in table.rows:
        if not row.heading:
            writer.writerow([_cell(value) for value in row.cells])
    return ("\ufeff" + buffer.getvalue()).encode()


def _heading(column: Column) -> str:
    is_told = len(column.over) > 2 and not column.is_over_a_label
    title = f"{column.over}: {column.title}" if is_told else column.title
    return f"{title} ({column.under})" if column.under else title


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def json_of(report: Report) -> str:
    """The whole report; percentages are numbers with two decimals, «нет данных» is null."""
    return json.dumps(as_plain(report), ensure_ascii=False, indent=2)


def as_plain(report: Report) -> dict[str, Any]:
    frame = report.frame
    return {
        "report": report.name,
        "title": frame.title,
        "assessment": frame.assessment,
        "unit": frame.unit,
        "unit_name": frame.unit_name,
        "stage": frame.stage.value,
        "wave": frame.wave,
        "made_at": frame.made_at.isoformat() if frame.made_at else None,
        "subject": frame.subject,
        "max_score": frame.max_score,
        "participants": report.participants,
        "partial": report.partial,
        "absent": report.absent,
        "has_marks": report.has_marks,
        "filters": {
            "class": report.filters.class_name,
            "variant": report.filters.variant,
            "part": report.filters.part,
        },
        "tables": {table.key: _plain_table(table) for table in report.tables},
        "notes": list(report.notes),
        "questions": list(report.questions),
        "method": list(report.method),
    }


def _plain_table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [
            {"key": column.key, "title": column.title, "over": column.over, "under": column.under}
            for column in table.columns
        ],
        "rows": list(_plain_rows(table)),
    }


def _plain_rows(table: Table) -> Iterator[dict[str, Any]]:
    keys = [column.key for column in table.columns]
    for row in table.rows:
        if row.heading:
            continue  # a line for the eye: the rows below name their school themselves
        yield {"level": row.level.value, **_badge(row, table), **dict(zip(keys, map(_plain, row.cells), strict=True))}


def _badge(row: Row, table: Table) -> dict[str, Any]:
    unit = {"unit": row.unit} if row.unit else {}
    return {**unit, "sample": row.sample.name.lower()} if table.has_badges else unit


def _plain(value: Value) -> str | int | float | None:
    return float(value) if isinstance(value, Decimal) else value
