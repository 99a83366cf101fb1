"""inputs.csv and result.csv. One canonical form, so that one set of rows has one SHA-256: UTF-8, line feeds, sorted."""

import csv
import hashlib
import io
from collections.abc import Iterable

from vpr.draw.engine import ClassRow, Drawn

INPUTS, RESULT, PROOF = "inputs.csv", "result.csv", "proof.json"
INPUTS_HEADER = ("school", "region", "grade", "class", "subjects", "week")
RESULT_HEADER = ("school", "grade", "class", "subjects")
ResultKey = tuple[str, int, str]  # school, grade, letter


class NotATable(ValueError):
    """The file is not the table it should be; the text says what is wrong and where."""


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write_inputs(rows: Iterable[ClassRow]) -> bytes:
    lines = (
        (r.school, r.region, str(r.grade), r.letter, " ".join(r.subjects), r.week) for r in sorted(rows, key=_place)
    )
    return _written(INPUTS_HEADER, lines)


def read_inputs(content: bytes) -> list[ClassRow]:
    """Rows of the file. NotATable when it is another file or not in canonical form."""
    rows = []
    for number, cells in _lines(content, INPUTS_HEADER):
        school, region, grade, letter, subjects, week = cells
        rows.append(ClassRow(school, _grade(grade, number), letter, region, tuple(subjects.split()), week))
    if len({(row.school, row.grade, row.letter) for row in rows}) < len(rows):
        raise NotATable("один класс записан дважды")
    if write_inputs(rows) != content:
        raise NotATable("строки не в том порядке или записаны иначе, чем в опубликованном файле")
    return rows


def write_result(drawn: Drawn) -> bytes:
    ordered = sorted(drawn, key=_place)
    lines = ((row.school, str(row.grade), row.letter, " ".join(drawn[row])) for row in ordered)
    return _written(RESULT_HEADER, lines)


def read_result(content: bytes) -> dict[ResultKey, tuple[str, ...]]:
    found: dict[ResultKey, tuple[str, ...]] = {}
    for number, (school, grade, letter, subjects) in _lines(content, RESULT_HEADER):
        key = (school, _grade(grade, number), letter)
        if key in found:
            raise NotATable(f"строка {number}: класс записан дважды")
        found[key] = tuple(subjects.split())
    return found


def _place(row: ClassRow) -> ResultKey:
    return (row.school, row.grade, row.letter)


def _written(header: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return target.getvalue().encode()


def _lines(content: bytes, header: tuple[str, ...]) -> Iterable[tuple[int, list[str]]]:
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotATable(f"файл не читается: {error}") from error
    if not lines or tuple(lines[0]) != header:
        raise NotATable(f"в первой строке должно быть: {','.join(header)}")
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(header):
            raise NotATable(f"строка {number}: столбцов {len(cells)}, должно быть {len(header)}")
        yield number, cells


def _grade(text: str, number: int) -> int:
    if not text.isascii() or not text.isdigit():
        raise NotATable(f"строка {number}: класс «{text}» не число")
    return int(text)
