"""Tables of a campaign: assessments as data, tasks, mark scales, windows, waves."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vpr.cabinets.models import Account
from vpr.kernel.subjects import SUBJECTS


class Campaign(models.Model):
    """One round of assessments, e.g. spring 2026. `code` is the first part of assessment codes."""

    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    is_current = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title


class Level(models.TextChoices):
    BASE = "base", "базовый"
    ADVANCED = "advanced", "углублённый"


class Difficulty(models.TextChoices):
    BASIC = "basic", "Б"
    ADVANCED = "advanced", "П"
    HIGH = "high", "В"
    UNKNOWN = "unknown", "—"  # a form header tells codes and maxima only: such a task has no interpretation band


class Assessment(models.Model):
    """Проверочная работа: subject × grade × level of a campaign, with its specification."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="assessments")
    code = models.CharField(max_length=40, unique=True)  # 2026.en8
    subject = models.CharField(max_length=8, choices=[(s.key, s.title) for s in SUBJECTS.values()])
    grade = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=10, choices=Level, default=Level.BASE)
    title = models.CharField(max_length=200)  # «Английский язык 8 класс»
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    parts = models.PositiveSmallIntegerField(default=1)
    variants = ArrayField(models.PositiveSmallIntegerField(), default=list)  # numbers that a form accepts: [1, 2]
    generation = models.PositiveSmallIntegerField(
        default=2026
    )  # layout of the score workbook: 2021 | 2022 | 2025 | 2026
    source = models.CharField(max_length=400, blank=True, default="")
    is_open = models.BooleanField(default=False)  # shown to schools

    class Meta:
        constraints = [
            models.CheckConstraint(name="assessment_parts", condition=models.Q(parts__in=[1, 2])),
            models.CheckConstraint(name="assessment_grade", condition=models.Q(grade__range=(1, 12))),
        ]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """A numbered place that receives points: task, sub-item or criterion («3», «5.1», «4К1»)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()  # 1-based, order of the columns
    code = models.CharField(max_length=16)
    part = models.PositiveSmallIntegerField(default=1)
    max_points = models.PositiveSmallIntegerField()
    difficulty = models.CharField(max_length=10, choices=Difficulty, default=Difficulty.BASIC)
    minutes = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    content_codes = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # КЭС
    skill_codes = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # КТ
    skill = models.TextField(blank=True, default="")  # проверяемое умение, as in the description
    # Форма 2026, скрытые столбцы P:U: при нуле за К1 остальные критерии только 0 или X
    depends_on = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="dependents")

    class Meta:
        ordering = ["assessment_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "position"], name="task_position_once"),
            models.UniqueConstraint(fields=["assessment", "code"], name="task_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class MarkScale(models.Model):
    """First raw score of «3», «4» and «5». An assessment without a row publishes raw scores only."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="mark_scale")
    from_3 = models.PositiveSmallIntegerField()
    from_4 = models.PositiveSmallIntegerField()
    from_5 = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mark_scale_rises",
                condition=models.Q(from_3__gt=0, from_4__gt=models.F("from_3"), from_5__gt=models.F("from_4")),
                violation_error_message="Границы отметок должны возрастать: «3» < «4» < «5».",
            )
        ]

    @property
    def thresholds(self) -> tuple[int, int, int]:
        return (self.from_3, self.from_4, self.from_5)


class WindowKind(models.TextChoices):
    MATERIALS = "materials", "Получение материалов"
    UPLOAD = "upload", "Загрузка результатов"
    LATE_UPLOAD = "late_upload", "Поздняя загрузка"


class Window(models.Model):
    """A half-open period [opens_at, closes_at) of one assessment."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="windows")
    kind = models.CharField(max_length=16, choices=WindowKind)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "kind"], name="one_window_of_a_kind"),
            models.CheckConstraint(name="window_runs_forward", condition=models.Q(closes_at__gt=models.F("opens_at"))),
        ]

    def contains(self, moment: datetime) -> bool:
        return self.opens_at <= moment < self.closes_at


class Wave(models.Model):
    """Волна результатов: what was uploaded until `uploads_until` is published at `publishes_at`."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    uploads_until = models.DateTimeField()
    publishes_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["assessment_id", "number"]
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="wave_number_once")]


class AmendmentKind(models.TextChoices):
    CREATED = "created", "создана работа"
    CARD = "card", "изменена карточка"
    SPECIFICATION = "specification", "изменена спецификация"
    SCALE = "scale", "изменена шкала отметок"
    DATES = "dates", "изменены сроки"
    OPENED = "opened", "открыта для школ"
    CLOSED = "closed", "закрыта для школ"
    PUBLISHED = "published", "опубликована волна"


class Amendment(models.Model):
    """Who changed what in an assessment and when; `reason` is given when results were already published."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="amendments")
    kind = models.CharField(max_length=16, choices=AmendmentKind)
    summary = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["assessment", "-made_at"], name="amendments_of_assessment")]
