"""Every upload ever received, and drafts of the browser grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Assessment
from vpr.exchange.models.workbooks import Workbook

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def within(self, scope: Scope) -> SubmissionQuerySet:
        return self.filter(scope.condition("unit__"))


class SubmissionState(models.IntegerChoices):
    RECEIVED = 0, "получено"
    REJECTED = 2, "с ошибками"
    ACCEPTED = 3, "принято"
    SUPERSEDED = 4, "заменено более новой загрузкой до проверки"


class Channel(models.TextChoices):
    FILE = "file", "файл"
    GRID = "grid", "заполнено в браузере"


class Submission(models.Model):
    """One upload. The bytes lie in `base.files` under `sha256` before this row is committed."""

    number = models.CharField(max_length=24, unique=True)  # receipt number
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    workbook = models.ForeignKey(Workbook, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveIntegerField()  # 1, 2, ... of this unit and workbook
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.FILE)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    original_name = models.CharField(max_length=255)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    wave = models.PositiveSmallIntegerField(null=True)
    is_late = models.BooleanField(default=False)
    state = models.SmallIntegerField(choices=SubmissionState, default=SubmissionState.RECEIVED)
    checked_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # how often a check of it was begun
    rows = models.PositiveIntegerField(null=True)  # rows understood
    participants = models.PositiveIntegerField(null=True)  # of a score form: rows with a script (not absent)
    faults = models.JSONField(default=list)  # [{code, cell, details}] errors and warnings
    repairs = models.JSONField(default=list)  # [{code, cell, before, after}]
    is_erased = models.BooleanField(default=False)  # refused with a person's name inside: the bytes are gone

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "workbook", "version"], name="submission_version_once")]
        indexes = [models.Index(fields=["state", "received_at"], name="submission_waiting")]

    @property
    def assessment(self) -> Assessment | None:
        return self.workbook.assessment

    @property
    def kind(self) -> str:
        return self.workbook.kind


class Draft(models.Model):
    """The browser grid as typed so far. `revision` grows with every save; a stale save is refused."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    workbook = models.ForeignKey(Workbook, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=list)  # [[cell text, ...], ...] in the order of the declared columns
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "workbook"], name="draft_once")]
