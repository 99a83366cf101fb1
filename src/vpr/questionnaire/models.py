"""The answers of a school: one row for a school and a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope


class ContextDataQuerySet(models.QuerySet["ContextData"]):
    def within(self, scope: Scope) -> ContextDataQuerySet:
        return self.filter(scope.condition("unit__"))


class ContextData(models.Model):
    """Контекстные данные ОО as accepted last; earlier versions are uploads of the exchange."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="context_data")
    form_year = models.PositiveSmallIntegerField()  # of the questionnaire: questions.YEARS
    answers = models.JSONField(default=dict)  # questions.Answers: by key, numbers and codes of options
    recorded_at = models.DateTimeField()

    objects = ContextDataQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="context_data_once_in_a_campaign"),
            models.CheckConstraint(name="answers_are_not_empty", condition=~models.Q(answers={})),
        ]
