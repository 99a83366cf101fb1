"""Tables of the plan-schedule: versions, items per assessment, organizational steps, draw groups."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vpr.cabinets.models import Account
from vpr.campaigns.models.assessments import Assessment, Campaign


class PlanState(models.TextChoices):
    DRAFT = "draft", "черновик"
    PUBLISHED = "published", "действует"
    REPLACED = "replaced", "заменён"


class PlanSchedule(models.Model):
    """План-график: one version of a campaign's dates. Exactly one version is in force; a change makes the next one."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    note = models.TextField(blank=True, default="")  # what changed and why, shown with the notice
    source = models.CharField(max_length=400, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)  # notices left: a repeated job sends none again

    class Meta:
        ordering = ["campaign_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["campaign"], condition=models.Q(state="published"), name="one_plan_in_force"
            ),
        ]


class DrawGroup(models.Model):
    """Subjects of a grade of which each class writes `choose` by draw (2021: two of four; since 2023: one of each group)."""

    plan = models.ForeignKey(PlanSchedule, on_delete=models.CASCADE, related_name="draw_groups")
    grade = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()  # 1, 2
    title = models.CharField(max_length=200)
    choose = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["plan_id", "grade", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "grade", "number"], name="draw_group_once")]


class PlanItem(models.Model):
    """One assessment in one version of the plan (DOMAIN §6.5). Dates are calendar days; rules resolve per time zone."""

    plan = models.ForeignKey(PlanSchedule, on_delete=models.CASCADE, related_name="items")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="plan_items")
    forms = ArrayField(models.CharField(max_length=10), default=list)  # paper | computer, one or both
    period_from = models.DateField(null=True, blank=True)  # first and last day on which a school may hold it
    period_to = models.DateField(null=True, blank=True)
    # rules of campaigns.rules.plan_dates; "" where the plan says nothing; no key where the archive is not encrypted
    materials_rule = models.CharField(max_length=20, blank=True, default="eve_14_local")
    key_rule = models.CharField(max_length=20, blank=True, default="")
    criteria_rule = models.CharField(max_length=20, blank=True, default="with_archive")
    check_until = models.DateField(null=True, blank=True)
    upload_until = models.DateField(null=True, blank=True)  # the last day of uploads in time
    late_upload_until = models.DateField(null=True, blank=True)
    results_on = models.DateField(null=True, blank=True)  # results of what was uploaded in time are shown from here
    late_results_on = models.DateField(null=True, blank=True)
    draw_group = models.ForeignKey(DrawGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="items")
    duration_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    pause_minutes = models.PositiveSmallIntegerField(default=10)
    source = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        ordering = ["plan_id", "assessment_id"]
        constraints = [models.UniqueConstraint(fields=["plan", "assessment"], name="plan_item_once")]


class PlanStep(models.Model):
    """An organizational step of one version of the plan: applications from … until …, half-open."""

    plan = models.ForeignKey(PlanSchedule, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=20)  # campaigns.rules.plan_steps.STEPS
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    start_is_told = models.BooleanField(default=True)  # False: the letter said «до …» only, `opens_at` is technical
    source = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        ordering = ["plan_id", "opens_at", "key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="plan_step_once"),
            models.CheckConstraint(
                name="plan_step_runs_forward", condition=models.Q(closes_at__gt=models.F("opens_at"))
            ),
        ]
