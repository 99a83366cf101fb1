"""Tables of the class register. Timetable, absences and reserve days stand beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope


class ClassGroupQuerySet(models.QuerySet["ClassGroup"]):
    def within(self, scope: Scope) -> ClassGroupQuerySet:
        return self.filter(scope.condition("unit__"))


class ClassGroup(models.Model):
    """A class of a school in a campaign: 8А. Chosen everywhere from this register, typed nowhere else."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="class_groups")
    grade = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=8, blank=True, default="")  # "А", "1", "" for the single class of a grade
    ordinal = models.PositiveSmallIntegerField()  # 1.. within the grade: what the score form of 2026 asks for
    participants = models.PositiveSmallIntegerField(default=0)
    subjects = ArrayField(models.CharField(max_length=8), default=list)  # keys really taught, of the drawn ones
    week_of = models.DateField(null=True, blank=True)  # Monday of the week planned for the drawn subjects (S5 3.2)
    is_advanced = models.BooleanField(default=False)

    objects = ClassGroupQuerySet.as_manager()

    class Meta:
        ordering = ["campaign_id", "unit_id", "grade", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "grade", "letter"], name="class_letter_once"),
            models.UniqueConstraint(fields=["campaign", "unit", "grade", "ordinal"], name="class_ordinal_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.grade}{self.letter}"
