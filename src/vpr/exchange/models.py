"""Tables of the exchange: who should upload what, every upload ever received, drafts of the browser grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Assessment, Campaign

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope


class Workbook(models.Model):
    """Форма обмена одной кампании: score forms, one for each assessment; applications, lists, questionnaires, one of each."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="workbooks")
    kind = models.CharField(max_length=20)  # a registered workbook kind
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="workbook"
    )
    code = models.CharField(max_length=40, unique=True)  # 2026.en8 of an assessment; 2026.application of a campaign
    title = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind"], condition=models.Q(assessment=None), name="one_workbook_of_a_campaign"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ExpectationQuerySet(models.QuerySet["Expectation"]):
    def within(self, scope: Scope) -> ExpectationQuerySet:
        return self.filter(scope.condition("unit__"))


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def within(self, scope: Scope) -> SubmissionQuerySet:
        return self.filter(scope.condition("unit__"))


class ExpectationState(models.IntegerChoices):
    EXPECTED = 0, "не загружено"
    CHECKING = 1, "проверяется"
    FAULTY = 2, "с ошибками"
    ACCEPTED = 3, "принято"


class Expectation(models.Model):
    """A school should upload a workbook of a kind for an assessment. Holds the present state for the matrix."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="expectations")
    region_id = models.BigIntegerField()  # the unit's path repeated: the matrix counts without a join
    municipality_id = models.BigIntegerField()
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="expectations")
    kind = models.CharField(max_length=20, default="scores")  # a registered workbook kind
    participants = models.PositiveIntegerField(null=True)  # expected, by the application; None when not known
    code_from = models.PositiveIntegerField(null=True)  # issued participant codes, inclusive
    code_to = models.PositiveIntegerField(null=True)
    state = models.SmallIntegerField(choices=ExpectationState, default=ExpectationState.EXPECTED)
    is_late = models.BooleanField(default=False)
    participants_accepted = models.PositiveIntegerField(default=0)
    latest = models.ForeignKey("Submission", on_delete=models.PROTECT, null=True, related_name="+")
    accepted = models.ForeignKey("Submission", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    objects = ExpectationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "assessment", "kind"], name="expected_once")]
        indexes = [
            models.Index(
                fields=["region_id", "municipality_id", "assessment", "kind"],
                include=["state", "is_late", "participants", "participants_accepted"],
                name="expectation_matrix",
            ),
            models.Index(
                fields=["assessment", "kind", "region_id"],
                include=["state", "is_late", "participants", "participants_accepted"],
                name="expectation_by_assessment",
            ),
        ]


class TallyQuerySet(models.QuerySet["Tally"]):
    def within(self, scope: Scope) -> TallyQuerySet:
        """Counts of whole municipalities: for scopes of a municipality and above."""
        column = {"country": None, "region": "region_id", "municipality": "municipality_id"}[scope.kind.value]
        return self.all() if column is None else self.filter(**{column: scope.unit.pk})


class Tally(models.Model):
    """Counts of the expectations of one municipality and assessment, kept by a trigger (migration 0002).

    The matrix of the country adds 35,000 of these instead of reading 600,000 expectations. Nobody writes here.
    """

    region_id = models.BigIntegerField()
    municipality_id = models.BigIntegerField()
    assessment_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    expected = models.IntegerField()  # plain integers: a trigger inserts negative differences before they are added
    checking = models.IntegerField()
    faulty = models.IntegerField()
    accepted = models.IntegerField()
    late = models.IntegerField()
    participants = models.IntegerField()
    participants_accepted = models.IntegerField()  # of the schools whose number of participants is known

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality_id", "assessment_id", "kind"], name="tally_once")]
        indexes = [models.Index(fields=["region_id"], name="tally_region")]


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
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="submissions")
    kind = models.CharField(max_length=20, default="scores")
    version = models.PositiveIntegerField()  # 1, 2, ... of this unit, assessment and kind
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
    rows = models.PositiveIntegerField(null=True)  # participant rows understood
    participants = models.PositiveIntegerField(null=True)  # of them with a script (not absent)
    faults = models.JSONField(default=list)  # [{code, cell, details}] errors and warnings
    repairs = models.JSONField(default=list)  # [{code, cell, before, after}]
    is_erased = models.BooleanField(default=False)  # refused with a person's name inside: the bytes are gone

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "assessment", "kind", "version"], name="submission_version_once")
        ]
        indexes = [models.Index(fields=["state", "received_at"], name="submission_waiting")]


class Draft(models.Model):
    """The browser grid as typed so far. `revision` grows with every save; a stale save is refused."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, default="scores")
    revision = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=list)  # [[cell text, ...], ...] in the order of the declared columns
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "assessment", "kind"], name="draft_once")]


class Reminder(models.Model):
    """A reminder that was sent: the same unit is not reminded twice a day."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")  # who was reminded
    sent_from = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    sent_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-sent_at"], name="reminder_recent")]
