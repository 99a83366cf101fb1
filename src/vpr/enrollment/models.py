"""Tables of the enrollment: what a school is in a campaign, its history, the reconciled lists, the applications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Assessment, Campaign
from vpr.enrollment.words import (
    ApplicationState,
    LegalForm,
    ReconciliationState,
    SchoolKind,
    Settlement,
    SuccessionKind,
    WorkForm,
)

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope


class OfUnit(models.QuerySet[Any]):
    """Rows that belong to a unit: the scope is the one door to them."""

    def within(self, scope: Scope) -> OfUnit:
        return self.filter(scope.condition("unit__"))


class SchoolRecord(models.Model):
    """What the reconciliation of a campaign says of a school (S3 8.2.2). The unit itself stays slim.

    `campaign` None: as the school stood in the first list, before any campaign. A record holds until the next one.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="school_records")
    has_primary = models.BooleanField(default=True)  # НОО, grades 1-4
    has_basic = models.BooleanField(default=True)  # ООО, grades 5-9
    has_secondary = models.BooleanField(default=True)  # СОО, grades 10-11
    kind = models.CharField(max_length=16, choices=SchoolKind, blank=True, default="")
    legal_form = models.CharField(max_length=12, choices=LegalForm, blank=True, default="")
    settlement = models.CharField(max_length=10, choices=Settlement, blank=True, default="")
    takes_part = models.BooleanField(default=True)
    grades = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)  # empty: all that levels give
    subjects = ArrayField(models.CharField(max_length=8), default=list, blank=True)  # keys; empty: all
    changed_at = models.DateTimeField()

    objects = OfUnit.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "campaign"], nulls_distinct=False, name="one_record_of_a_school_in_a_campaign"
            )
        ]


class UnitSuccession(models.Model):
    """An event in the life of a school, kept for ever: it makes series of several years comparable."""

    kind = models.CharField(max_length=10, choices=SuccessionKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")  # to whom it happened
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="predecessions")
    happened_on = models.DateField()
    before = models.CharField(max_length=400, blank=True, default="")  # name or list before
    after = models.CharField(max_length=400, blank=True, default="")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="only_a_merged_school_has_a_successor",
                condition=models.Q(kind="merged", successor__isnull=False)
                | (~models.Q(kind="merged") & models.Q(successor=None)),
            )
        ]


class Reconciliation(models.Model):
    """Выверка: one proposal of a municipality or set. Nothing changes until the region accepts it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reconciliations")  # the municipality
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReconciliationState, default=ReconciliationState.SUBMITTED)
    rows = models.JSONField(default=list)  # rules.reconciling.SchoolLine as mappings: the list as it should be
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    receipt = models.CharField(max_length=24, blank=True, default="")  # number of the upload
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True, default="")
    applied = models.JSONField(default=list)  # sentences of what was changed, as the region read them

    objects = OfUnit.as_manager()

    class Meta:
        ordering = ["campaign_id", "unit_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "number"], name="reconciliation_number_once"),
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                condition=models.Q(state="submitted"),
                name="one_reconciliation_waits",
            ),
        ]


class Application(models.Model):
    """Заявка of one school in one campaign; no row until something was sent or filled in for it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=20, choices=ApplicationState, default=ApplicationState.DRAFT)
    takes_part = models.BooleanField(default=True)  # False: the school said, or was said, to hold no work
    submitted_at = models.DateTimeField(null=True)  # last figures of the school itself; None: it never answered
    changed_at = models.DateTimeField()

    objects = OfUnit.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="one_application_of_a_school")]
        indexes = [models.Index(fields=["campaign", "state"], name="applications_by_state")]


class ApplicationLine(models.Model):
    """One assessment in one form: numbers of classes, participants and experts."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="lines")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=10, choices=WorkForm, default=WorkForm.PAPER)
    class_count = models.PositiveSmallIntegerField()
    participants = models.PositiveSmallIntegerField()
    experts = models.PositiveSmallIntegerField(default=0)  # S4 5: for the computer form of four subjects

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "assessment", "form"], name="application_line_once"),
            models.CheckConstraint(
                name="an_application_line_has_participants",
                condition=models.Q(class_count__gt=0, participants__gt=0),
            ),
        ]


class ApplicationChange(models.Model):
    """Who changed the state or the figures, when and why. Rows are never changed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=32, blank=True, default="")
    state_before = models.CharField(max_length=20, blank=True, default="")
    state_after = models.CharField(max_length=20)
    summary = models.TextField(blank=True, default="")  # «Русский язык 4 класс: участников 40 → 42»
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["application", "-at"], name="application_history")]


class Freeze(models.Model):
    """Закрепление: the applications of one region became what materials and monitoring are made for."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    schools = models.PositiveIntegerField()  # that take part
    missing = models.PositiveIntegerField()  # active schools without an application at that moment
    expectations = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "region"], name="a_region_is_frozen_once")]
