"""What a report needs to know of an assessment: a frozen value, read once."""

from dataclasses import dataclass
from functools import cached_property

from vpr.campaigns.models import Assessment, Difficulty, MarkScale
from vpr.kernel.points import mark_for
from vpr.kernel.subjects import SUBJECTS


@dataclass(frozen=True)
class TaskPlace:
    """A column of points with what the description says of it."""

    position: int
    code: str
    max_points: int
    part: int
    difficulty: str  # basic | advanced | high
    skill: str
    skill_codes: tuple[str, ...]

    @property
    def difficulty_letter(self) -> str:
        return str(Difficulty(self.difficulty).label)

    @property
    def heading(self) -> str:
        return f"{self.code} ({self.max_points}б)"


@dataclass(frozen=True)
class Specification:
    """An assessment with its tasks and its mark scale; `thresholds` is None where no scale was published."""

    id: int
    code: str
    title: str
    year: int
    subject: str
    abbreviation: str
    grade: int
    parts: int
    variants: tuple[int, ...]
    tasks: tuple[TaskPlace, ...]
    thresholds: tuple[int, int, int] | None

    @cached_property
    def max_score(self) -> int:
        return sum(task.max_points for task in self.tasks)

    def mark(self, raw_score: int) -> int | None:
        return mark_for(raw_score, self.thresholds) if self.thresholds else None

    def tasks_of(self, part: int | None) -> tuple[TaskPlace, ...]:
        return self.tasks if part is None else tuple(task for task in self.tasks if task.part == part)


def specification_of(assessment: Assessment) -> Specification:
    """Three queries; everything after works on the value."""
    scale = MarkScale.objects.filter(assessment=assessment).first()
    subject = SUBJECTS[assessment.subject]
    return Specification(
        id=assessment.pk,
        code=assessment.code,
        title=assessment.title,
        year=assessment.campaign.year,
        subject=subject.title,
        abbreviation=subject.abbreviation,
        grade=assessment.grade,
        parts=assessment.parts,
        variants=tuple(assessment.variants),
        thresholds=scale.thresholds if scale else None,
        tasks=tuple(
            TaskPlace(
                position,
                task.code,
                task.max_points,
                task.part,
                task.difficulty,
                task.skill,
                tuple(task.skill_codes),
            )
            for position, task in enumerate(assessment.tasks.order_by("position"), start=1)
        ),
    )
