"""A form that is exchanged in a campaign."""

from __future__ import annotations

from django.db import models

from vpr.campaigns.models import Assessment, Campaign

#: The kind whose workbooks belong to assessments.
SCORES = "scores"


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
        """An assessment may be retitled after its form was made."""
        return self.assessment.title if self.assessment else self.title

    @property
    def is_of_scores(self) -> bool:
        """A form of an assessment: results, windows, waves. Otherwise a form of the preparation."""
        return self.assessment_id is not None

    @property
    def of_assessment(self) -> Assessment:
        """The assessment of a form that has one."""
        if self.assessment is None:
            raise TypeError(f"{self.code} is no form of an assessment")
        return self.assessment
