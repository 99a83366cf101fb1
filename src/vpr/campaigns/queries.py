"""Reads of a campaign that need more than one query; they give back frozen values."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from vpr.campaigns.models import (
    Assessment,
    Campaign,
    PlanSchedule,
    PlanState,
    PlanStep,
    Wave,
    Window,
    WindowKind,
)
from vpr.campaigns.rules.dates import Period, WaveDates
from vpr.campaigns.rules.readiness import Readiness, missing_of
from vpr.campaigns.rules.scales import MarkRange, mark_ranges
from vpr.campaigns.rules.specification import TaskRow


@dataclass(frozen=True)
class AssessmentLine:
    """One assessment as the lists show it: everything around its tasks, without the tasks."""

    assessment: Assessment
    task_places: int
    max_score: int
    thresholds: tuple[int, int, int] | None
    windows: dict[str, Window]
    waves: tuple[Wave, ...]
    missing: tuple[str, ...]

    @property
    def ranges(self) -> list[MarkRange]:
        if self.thresholds is None:
            return []
        return mark_ranges(self.thresholds, max(self.max_score, self.thresholds[2]))

    @property
    def upload(self) -> Window | None:
        return self.windows.get(WindowKind.UPLOAD)

    @property
    def late_upload(self) -> Window | None:
        return self.windows.get(WindowKind.LATE_UPLOAD)

    @property
    def materials(self) -> Window | None:
        return self.windows.get(WindowKind.MATERIALS)

    @property
    def next_wave(self) -> Wave | None:
        """The first wave that is not published yet."""
        return next((wave for wave in self.waves if wave.published_at is None), None)

    @property
    def last_published(self) -> Wave | None:
        return next((wave for wave in reversed(self.waves) if wave.published_at), None)

    def is_due(self, now: datetime) -> bool:
        return self.next_wave is not None and self.next_wave.uploads_until <= now


def assessment_lines(assessments: QuerySet[Assessment]) -> list[AssessmentLine]:
    """Four queries whatever the number of assessments; order: grade, subject, code."""
    found = assessments.select_related("mark_scale").prefetch_related("tasks", "windows", "waves")
    return [line_of(item) for item in found.order_by("grade", "subject", "code")]


def line_of(assessment: Assessment) -> AssessmentLine:
    tasks = list(assessment.tasks.all())
    windows = {window.kind: window for window in assessment.windows.all()}
    waves = tuple(sorted(assessment.waves.all(), key=lambda wave: wave.number))
    scale = getattr(assessment, "mark_scale", None)
    state = Readiness(
        has_tasks=bool(tasks),
        has_scale=scale is not None,
        has_upload_window=WindowKind.UPLOAD in windows,
        has_waves=bool(waves),
        is_open=assessment.is_open,
    )
    return AssessmentLine(
        assessment,
        len(tasks),
        sum(task.max_points for task in tasks),
        scale.thresholds if scale else None,
        windows,
        waves,
        tuple(missing_of(state)),
    )


def task_rows(assessment: Assessment) -> list[TaskRow]:
    """The present specification as the rows of its table."""
    tasks = list(assessment.tasks.order_by("position"))
    codes = {task.pk: task.code for task in tasks}
    return [
        TaskRow(
            code=task.code,
            max_points=task.max_points,
            part=task.part,
            difficulty=task.difficulty,
            minutes=task.minutes,
            content_codes=tuple(task.content_codes),
            skill_codes=tuple(task.skill_codes),
            depends_on=codes.get(task.depends_on_id) if task.depends_on_id else None,
            skill=task.skill,
        )
        for task in tasks
    ]


@dataclass(frozen=True)
class Skill:
    """A skill of the codifier and the task places that check it."""

    codes: tuple[str, ...]
    title: str
    tasks: tuple[str, ...]


def skills_of(assessment: Assessment) -> list[Skill]:
    """Skills in the order in which the tasks name them; tasks without a skill are left out."""
    found: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for task in assessment.tasks.order_by("position"):
        if task.skill or task.skill_codes:
            found.setdefault((tuple(task.skill_codes), task.skill), []).append(task.code)
    return [Skill(codes, title, tuple(tasks)) for (codes, title), tasks in found.items()]


def dates_of(assessment: Assessment) -> tuple[list[Period], list[WaveDates], list[WaveDates]]:
    """Present windows, all waves, and those of the waves that are published."""
    windows = [Period(w.kind, w.opens_at, w.closes_at) for w in assessment.windows.all()]
    waves = [
        WaveDates(w.number, w.uploads_until, w.publishes_at, w.published_at is not None) for w in assessment.waves.all()
    ]
    return windows, waves, [wave for wave in waves if wave.is_published]


def nearest_publications(campaign: Campaign) -> list[Wave]:
    """Waves of the nearest moment at which results of open assessments are to be published. One query."""
    coming = Wave.objects.filter(assessment__campaign=campaign, assessment__is_open=True, published_at=None)
    waves = list(coming.select_related("assessment").order_by("publishes_at", "assessment__grade", "assessment__code"))
    return [wave for wave in waves if wave.publishes_at == waves[0].publishes_at]


def plan_in_force(campaign: Campaign) -> PlanSchedule | None:
    """The published version of the campaign's plan-schedule."""
    return PlanSchedule.objects.filter(campaign=campaign, state=PlanState.PUBLISHED).first()


def step_window(campaign: Campaign, key: str) -> PlanStep | None:
    """When an organizational step runs by the plan in force; None when the plan does not date it."""
    return PlanStep.objects.filter(plan__campaign=campaign, plan__state=PlanState.PUBLISHED, key=key).first()
