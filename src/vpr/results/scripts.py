"""What a score workbook is about, as plain values: the specification it follows and the rows understood. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TaskPlace:
    """A column of points: «4К1 (3б)» of part 1."""

    code: str
    max_points: int
    part: int = 1
    depends_on: str | None = None  # code of the criterion whose zero forces this one to 0 or X


@dataclass(frozen=True)
class ScoreSpec:
    """Everything that the form, its reader and its rules need to know of an assessment and a school."""

    assessment: str  # 2026.en8
    title: str  # «Английский язык 8 класс»
    campaign_title: str
    year: int
    grade: int
    parts: int
    variants: tuple[int, ...]
    tasks: tuple[TaskPlace, ...]
    generation: int = 2026  # layout: 2021 | 2022 | 2025 | 2026
    thresholds: tuple[int, int, int] | None = None
    school: str = ""  # six digits; empty for a form of no particular school
    school_name: str = ""
    code_from: int | None = None  # issued participant codes, inclusive; None: the range of the grade
    code_to: int | None = None
    participants: int | None = None  # expected by the application

    @property
    def max_score(self) -> int:
        return sum(task.max_points for task in self.tasks)


@dataclass(frozen=True)
class ScriptRow:
    """One participant as understood; the encoding of numbers is that of `kernel.points` and `results.models.Script`."""

    code: int
    class_name: str
    variant_1: int | None
    variant_2: int | None
    points: tuple[int | None, ...]
    raw_score: int | None
    mark: int | None
    journal_mark: int | None
    gender: int | None = None
    as_uploaded: dict[str, str] = field(default_factory=dict)  # {column title: text} of the cells that were normalized
