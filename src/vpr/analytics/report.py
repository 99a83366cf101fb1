"""A report as a frozen value: one frame, columns, rows. The page, the command, XLSX, CSV and the charts show this value."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from vpr.analytics.figures import Sample

Value = str | int | Decimal | None

NO_DATA = "нет данных"


class Level(StrEnum):
    """Levels of comparison in the order of the real exports; a class and a participant only inside a school."""

    SAMPLE = "sample"
    REGION = "region"
    MUNICIPALITY = "municipality"
    SCHOOL = "school"
    CLASS = "class"
    PARTICIPANT = "participant"
    TASK = "task"


LEVEL_TITLE = {
    Level.SAMPLE: "Вся выборка",
    Level.REGION: "Субъект",
    Level.MUNICIPALITY: "Муниципалитет",
    Level.SCHOOL: "ОО",
    Level.CLASS: "Класс",
}


class Stage(StrEnum):
    PUBLISHED = "published"
    PRELIMINARY = "preliminary"
    NONE = "none"


STAGE_TITLE = {Stage.PUBLISHED: "опубликовано", Stage.PRELIMINARY: "предварительно", Stage.NONE: "нет данных"}


class Kind(StrEnum):
    """What a column holds, and so how it is written."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"


@dataclass(frozen=True)
class Column:
    """`over` is the merged heading above, `under` the small one below («2б»).

    `is_on_page` is False for columns of the customary layout that repeat one value on a page («ОО» of Ф1).
    """

    key: str
    title: str
    kind: Kind = Kind.COUNT
    over: str = ""
    is_over_a_label: bool = False  # `over` names the line of upper headings, not this column: CSV has no such line
    under: str = ""
    is_on_page: bool = True


@dataclass(frozen=True)
class Row:
    """`unit` is the code of a unit that has reports of its own; `tones` color single cells and are named in the page.

    `heading` makes the row a line across the table: «<ОО> | Кол-во участников: 89» of Ф1.
    """

    level: Level
    unit: str = ""
    participants: int = 0
    sample: Sample = Sample.EMPTY
    cells: tuple[Value, ...] = ()
    tones: tuple[str, ...] = ()
    heading: str = ""


@dataclass(frozen=True)
class Table:
    """`main` is the report in its customary layout; the others stand beside it on the page and in the workbook."""

    key: str  # main | below | counts
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    has_badges: bool = True


@dataclass(frozen=True)
class Chart:
    """Plain figures of one chart; `charts.specs` draws them. `summary` is its text alternative."""

    key: str
    kind: str  # histogram | marks | journal | tasks | groups | funnel
    title: str
    summary: str
    records: tuple[dict[str, Any], ...]
    lines: tuple[tuple[str, float], ...] = ()  # labeled reference lines: mark boundaries, bands


@dataclass(frozen=True)
class Filters:
    class_name: str | None = None
    variant: int | None = None
    part: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == Filters()


@dataclass(frozen=True)
class Frame:
    """Head of the export: rows R1, R3-R6."""

    assessment: str
    title: str  # «Статистика по отметкам»
    line: str  # «ВПР 2026 Английский язык 8 класс»
    sheet: str
    subject: str
    max_score: int
    date: str  # dd.mm.yyyy
    unit: str
    unit_name: str
    stage: Stage
    wave: int | None
    made_at: datetime | None


@dataclass(frozen=True)
class Report:
    """One of the seven reports for one unit."""

    name: str
    frame: Frame
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()  # peaks, crossings, deficits: something to look at, never a verdict
    method: tuple[str, ...] = ()
    participants: int = 0
    partial: int = 0  # wrote one part of two: stored, not in the figures
    absent: int = 0
    has_marks: bool = True
    filters: Filters = field(default_factory=Filters)
    classes: tuple[str, ...] = ()  # choices of the filters: classes of a school, variants, parts
    variants: tuple[int, ...] = ()
    parts: int = 1

    @property
    def main(self) -> Table:
        return self.tables[0]
