"""Who a workbook says it is: the hidden `_meta` sheet and the custom document properties, either of which may be lost."""

import hashlib
from collections.abc import Mapping

from vpr.workbook.table import Workbook
from vpr.workbook.template import META_SHEET

CHECKSUM = "checksum"


def checksum(values: Mapping[str, str]) -> str:
    """Sixteen hex digits over every other value: tells a hand-edited identity from an honest one, not a signature.

    Empty values do not count: spreadsheet programs drop cells of empty text.
    """
    text = "\n".join(f"{name}={values[name]}" for name in sorted(values) if name != CHECKSUM and values[name])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sealed(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return (*values.items(), (CHECKSUM, checksum(values)))


def identity_of(book: Workbook) -> dict[str, str]:
    """What the workbook says of itself, from the first place that still holds it; empty when both were deleted."""
    sheet = next((sheet for sheet in book.sheets if sheet.title.strip().lower() == META_SHEET), None)
    rows = sheet.rows if sheet else []
    values = {str(row[0]): _text(row[1]) for row in rows if len(row) > 1 and row[0] != ""}
    if CHECKSUM not in values:
        values = dict(book.properties)
    return values if CHECKSUM in values else {}


def is_untouched(values: Mapping[str, str]) -> bool:
    return values.get(CHECKSUM) == checksum(values)


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
