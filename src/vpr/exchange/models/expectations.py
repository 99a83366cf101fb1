"""Who should upload what: expectations, their counts, who was taken off the list, who was reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Assessment
from vpr.exchange.models.workbooks import Workbook

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope


class ExpectationQuerySet(models.QuerySet["Expectation"]):
    def within(self, scope: Scope) -> ExpectationQuerySet:
        return self.filter(scope.condition("unit__"))


class ExpectationState(models.IntegerChoices):
    EXPECTED = 0, "не загружено"
    CHECKING = 1, "проверяется"
    FAULTY = 2, "с ошибками"
    ACCEPTED = 3, "принято"


class Expectation(models.Model):
    """A unit should upload a workbook. Holds the present state for the matrix.

    The unit's path is repeated, so that the matrix counts without a join. A municipality is its own municipality, a
    region its own region and municipality: one key of counts for each unit that exchanges forms.
    """

    # The unique key and the indexes below begin with unit and workbook: another index of each would only slow bulk loads.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="expectations")
    region_id = models.BigIntegerField()
    municipality_id = models.BigIntegerField()
    workbook = models.ForeignKey(Workbook, on_delete=models.PROTECT, db_index=False, related_name="expectations")
    participants = models.PositiveIntegerField(null=True)  # expected, by the application; None when not known
    code_from = models.PositiveIntegerField(null=True)  # issued participant codes, inclusive
    code_to = models.PositiveIntegerField(null=True)
    extended_until = models.DateTimeField(null=True)  # a later end of this unit alone: a reserve day
    state = models.SmallIntegerField(choices=ExpectationState, default=ExpectationState.EXPECTED)
    is_late = models.BooleanField(default=False)
    participants_accepted = models.PositiveIntegerField(default=0)
    latest = models.ForeignKey("Submission", on_delete=models.PROTECT, db_index=False, null=True, related_name="+")
    accepted = models.ForeignKey("Submission", on_delete=models.PROTECT, db_index=False, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    objects = ExpectationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "workbook"], name="expected_once")]
        indexes = [
            models.Index(
                fields=["region_id", "municipality_id", "workbook"],
                include=["state", "is_late", "participants", "participants_accepted"],
                name="expectation_matrix",
            ),
            models.Index(
                fields=["workbook", "region_id"],
                include=["state", "is_late", "participants", "participants_accepted"],
                name="expectation_by_workbook",
            ),
            models.Index(
                fields=["workbook", "extended_until"],
                condition=models.Q(extended_until__isnull=False),
                name="expectation_extended",
            ),
            # only of what was uploaded: before the day every row would stand here as null
            models.Index(fields=["latest"], condition=models.Q(latest__isnull=False), name="expectation_latest"),
            models.Index(fields=["accepted"], condition=models.Q(accepted__isnull=False), name="expectation_accepted"),
        ]

    @property
    def assessment(self) -> Assessment | None:
        return self.workbook.assessment

    @property
    def kind(self) -> str:
        return self.workbook.kind


class Withdrawal(models.Model):
    """A unit that need not upload a workbook: nobody expects it again unless it is named anew."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    workbook = models.ForeignKey(Workbook, on_delete=models.CASCADE, db_index=False, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workbook", "unit"], name="withdrawn_once")]


class TallyQuerySet(models.QuerySet["Tally"]):
    def within(self, scope: Scope) -> TallyQuerySet:
        """Counts of whole municipalities: for scopes of a municipality and above."""
        column = {"country": None, "region": "region_id", "municipality": "municipality_id"}[scope.kind.value]
        return self.all() if column is None else self.filter(**{column: scope.unit.pk})


class Tally(models.Model):
    """Counts of the expectations of one municipality and workbook, kept by a trigger (migration 0002).

    The matrix of the country adds 35,000 of these instead of reading 600,000 expectations. Nobody writes here.
    """

    region_id = models.BigIntegerField()
    municipality_id = models.BigIntegerField()
    workbook_id = models.BigIntegerField()
    expected = models.IntegerField()  # plain integers: a trigger inserts negative differences before they are added
    checking = models.IntegerField()
    faulty = models.IntegerField()
    accepted = models.IntegerField()
    late = models.IntegerField()
    participants = models.IntegerField()
    participants_accepted = models.IntegerField()  # of the schools whose number of participants is known

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality_id", "workbook_id"], name="tally_once")]
        indexes = [models.Index(fields=["region_id"], name="tally_region")]


class Reminder(models.Model):
    """A reminder that was sent: the same unit is not reminded twice a day of the same thing."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")  # who was reminded
    about = models.CharField(max_length=40, default="results")  # results | preparation | publication-12
    sent_from = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    sent_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-sent_at"], name="reminder_recent")]
