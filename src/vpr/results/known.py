"""What is already known of a school's participants in the same campaign: input of R-13."""

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment
from vpr.results.models import Script
from vpr.results.rules import KnownScript


def known_scripts(unit: Unit, assessment: Assessment) -> dict[int, KnownScript]:
    """Participant code -> class and gender in another assessment of this grade."""
    titles = dict(
        Assessment.objects.filter(campaign_id=assessment.campaign_id, grade=assessment.grade)
        .exclude(pk=assessment.pk)
        .order_by("pk")
        .values_list("pk", "title")
    )
    if not titles:
        return {}
    rows = (
        Script.objects.filter(campaign_id=assessment.campaign_id, assessment_id__in=titles, school_id=unit.pk)
        .exclude(class_name="")
        .order_by("assessment_id", "code")
        .values_list("code", "assessment_id", "class_name", "gender")
    )
    return {code: KnownScript(titles[at], class_name, gender) for code, at, class_name, gender in rows}
