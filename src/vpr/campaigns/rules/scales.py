"""Mark scales: first raw scores of «3», «4», «5», read as typed or as ranges, checked and shown as ranges. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vpr.campaigns.rules.tables import Line, Table, TableColumn
from vpr.kernel.codes import parse_assessment_code
from vpr.kernel.faults import Fault

SCALES = Table(
    "scales",
    "Шкалы",
    (
        TableColumn("assessment", "Код работы", "2026.en8", 14, ("Работа", "Код"), is_required=True),
        TableColumn("title", "Название", "", 34),
        TableColumn("2", "2", "0–9; можно не заполнять", 12, ("«2»",)),
        TableColumn("3", "3", "10–14 или первый балл: 10", 12, ("«3»", "«3» с"), is_required=True),
        TableColumn("4", "4", "15–21", 12, ("«4»", "«4» с"), is_required=True),
        TableColumn("5", "5", "22–25", 12, ("«5»", "«5» с"), is_required=True),
        TableColumn("source", "Источник", "", 50),
    ),
    ("В столбцах отметок пишите диапазон первичных баллов (10–14) или только первый балл (10).",),
)
_RANGE = re.compile(r"^(?:с |от )?(\d{1,3})(?:\s*(?:[-–—]|до)\s*(\d{1,3}))?$")
LONGEST_SOURCE = 400
Thresholds = tuple[int, int, int]


@dataclass(frozen=True)
class ScaleRow:
    """One scale of a table: the assessment's code, the thresholds, where they come from."""

    assessment: str
    thresholds: Thresholds
    source: str


@dataclass(frozen=True)
class MarkRange:
    """Raw scores of one mark: `first`..`last` inclusive; `share` of the maximum that the range spans, in percent."""

    mark: int
    first: int
    last: int
    share: int

    def __str__(self) -> str:
        return f"«{self.mark}»: {self.first}–{self.last}" if self.first < self.last else f"«{self.mark}»: {self.first}"


def check_scale(thresholds: Thresholds, total: int | None, place: str = "") -> list[Fault]:
    """`total`: maximum raw score; None or 0 when the tasks are not known yet."""
    if not 0 < thresholds[0] < thresholds[1] < thresholds[2]:
        return [Fault.at("S-22", place, three=thresholds[0], four=thresholds[1], five=thresholds[2])]
    if total and thresholds[2] > total:
        return [Fault.at("S-23", place, five=thresholds[2], total=total)]
    return []


def mark_ranges(thresholds: Thresholds, total: int) -> list[MarkRange]:
    """Ranges of «2»…«5» for a sound scale."""
    firsts = (0, *thresholds)
    lasts = (*(first - 1 for first in thresholds), total)
    pairs = zip((2, 3, 4, 5), firsts, lasts, strict=True)
    return [MarkRange(mark, first, last, round((last - first + 1) * 100 / (total + 1))) for mark, first, last in pairs]


def read_scales(lines: Iterable[Line], totals: Mapping[str, int | None]) -> tuple[list[ScaleRow], list[Fault]]:
    """Scales of many assessments. `totals`: maximum raw score by assessment code; a code outside is a fault."""
    rows, faults, seen = [], list[Fault](), set[str]()
    for line in lines:
        code, wrong = _code(line, totals, seen)
        seen.add(code)
        thresholds, wrong_cells = _thresholds(line)
        wrong += wrong_cells
        if not wrong and thresholds:
            wrong += check_scale(thresholds, totals.get(code), line.place("3"))
        if thresholds and not wrong:
            rows.append(ScaleRow(code, thresholds, line["source"][:LONGEST_SOURCE]))
        faults += wrong
    return rows, faults


def _code(line: Line, totals: Mapping[str, int | None], seen: set[str]) -> tuple[str, list[Fault]]:
    text = line["assessment"]
    try:
        code = str(parse_assessment_code(text))
    except ValueError:
        code = text
    if code not in totals:
        return code, [line.fault("S-24", "assessment", value=text or "пусто")]
    return code, [line.fault("S-25", "assessment", code=code)] if code in seen else []


def _thresholds(line: Line) -> tuple[Thresholds | None, list[Fault]]:
    faults, ranges = [], []
    for mark in ("2", "3", "4", "5"):
        match = _RANGE.match(line[mark].lower())
        if match is None and (mark != "2" or line[mark]):
            faults.append(line.fault("S-21", mark, value=line[mark] or "пусто"))
        ranges.append((int(match[1]), int(match[2]) if match[2] else None) if match else (0, None))
    if faults:
        return None, faults
    for mark, (_, last), (first, _) in zip(("3", "4", "5"), ranges, ranges[1:], strict=False):
        if last is not None and first != last + 1:
            faults.append(line.fault("S-26", mark, last=last, first=first))
    return (ranges[1][0], ranges[2][0], ranges[3][0]), faults
