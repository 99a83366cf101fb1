"""Tables of the roadmap: a template of the country, copies of regions and municipalities, ticks by hand."""

from __future__ import annotations

from django.db import models

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models.assessments import Campaign
from vpr.kernel.roles import ROLE_TITLE, Role


class Roadmap(models.Model):
    """Дорожная карта: of the country (the template), of a region or of a municipality (DOMAIN §12.4)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="roadmaps")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="roadmaps")
    title = models.CharField(max_length=200)
    basis = models.CharField(max_length=400, blank=True, default="")  # the order that approved it
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="one_roadmap_of_a_unit")]


class RoadmapStage(models.TextChoices):
    BEFORE = "before", "Подготовка к ВПР"
    DURING = "during", "Проведение ВПР"
    AFTER = "after", "Завершение ВПР"


class RoadmapStep(models.Model):
    """One row: what is done, by whom, until when. The term is a rule over the plan-schedule or a fixed day."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=10, choices=RoadmapStage, default=RoadmapStage.BEFORE)
    title = models.CharField(max_length=400)
    role = models.CharField(max_length=32, choices=[(role.value, ROLE_TITLE[role]) for role in Role])
    term_rule = models.CharField(max_length=60, blank=True, default="")  # application.closes, first_day-1w
    term_on = models.DateField(null=True, blank=True)  # a fixed day goes before the rule
    document = models.CharField(max_length=200, blank=True, default="")
    link = models.CharField(max_length=300, blank=True, default="")
    status_key = models.CharField(max_length=60, blank=True, default="")  # "" = ticked by hand
    source = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["roadmap_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "position"],
                name="roadmap_position_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]


class RoadmapTick(models.Model):
    """A step that no system can know, ticked by a unit: who and when."""

    step = models.ForeignKey(RoadmapStep, on_delete=models.CASCADE, related_name="ticks")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "unit"], name="one_tick_of_a_unit")]
