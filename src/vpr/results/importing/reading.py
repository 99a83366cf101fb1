"""File -> columns of distinct values. Runs in the child process: the parser meets the file only there. No Django here."""

import io
from array import array
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from vpr.results.importing.columns import Column, SheetColumns, Tables
from vpr.results.importing.troubles import words_of
from vpr.workbook.precheck import Limits, precheck
from vpr.workbook.precheck_xml import is_plainly_near_in_export
from vpr.workbook.table import Trouble, Unreadable

# A region of 25,000 participants and 60 columns is about 10 MB packed and 100 MB of XML.
MAX_BYTES = 64 * 1024 * 1024
LIMITS = Limits(file_bytes=MAX_BYTES, inflated=512 * 1024 * 1024, is_near=is_plainly_near_in_export)
MAX_COLUMNS = 400
HEAD_ROWS = 30


class UnreadableFile(Exception):
    """Its argument says why, in the words of the report."""


def read_file(path: Path) -> Tables:
    """Every sheet of a workbook. Raises UnreadableFile."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(words_of(Trouble.TOO_LARGE))
    content = path.read_bytes()
    try:
        finding = precheck(content, LIMITS)
        # Kept bytes have no suffix and names lie: the format is told by the content.
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(finding.content))
        return Tables([_sheet(workbook, title) for title in workbook.sheet_names], finding.properties)
    except Unreadable as error:
        raise UnreadableFile(words_of(error.trouble, error.detail)) from error
    except PasswordError as error:
        raise UnreadableFile(words_of(Trouble.ENCRYPTED)) from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        trouble = Trouble.ENCRYPTED if "password" in str(error).lower() else Trouble.BROKEN
        raise UnreadableFile(words_of(trouble)) from error


def _sheet(workbook: CalamineWorkbook, title: str) -> SheetColumns:
    rows = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
    width = max(map(len, rows), default=0)
    if width > MAX_COLUMNS:
        raise UnreadableFile(f"на листе «{title}» {width} столбцов; в выгрузке их не бывает больше {MAX_COLUMNS}")
    head = [[text_of(cell) for cell in row] for row in rows[:HEAD_ROWS]]
    return SheetColumns(title, head, [_column(cells) for cells in zip(*rows, strict=False)], len(rows))


def _column(cells: Iterable[object]) -> Column:
    """Encodes by the cell, then joins cells that have the same text: `1.0` and "1"."""
    seen: dict[object, int] = {}
    index = np.frombuffer(array("i", [seen.setdefault(cell, len(seen)) for cell in cells]), dtype=np.int32)
    texts: dict[str, int] = {}
    joined = np.array([texts.setdefault(text_of(cell), len(texts)) for cell in seen], dtype=np.int32)
    return Column(list(texts), joined[index])


def text_of(cell: object) -> str:
    """As typed: a whole number without a fraction, a date as a date (Excel makes one of «5.1»)."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y %H:%M:%S")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    return str(cell)
