"""Specifications of the packaged campaigns: a workbook can be checked where no database is."""

from vpr.campaigns.reference import ReferenceAssessment, reference_assessment, reference_campaign
from vpr.results.scripts import ScoreSpec, TaskPlace


def reference_spec(code: str, school: str = "") -> ScoreSpec | None:
    """The specification of `2026.en8`; None when the package has no task list of it. ValueError for a malformed code."""
    assessment = reference_assessment(code)
    return _spec(assessment, school) if assessment is not None and assessment.tasks else None


def _spec(assessment: ReferenceAssessment, school: str) -> ScoreSpec:
    campaign = reference_campaign(assessment.code.partition(".")[0])
    assert campaign is not None  # the assessment was found in it
    return ScoreSpec(
        assessment=assessment.code,
        title=assessment.title,
        campaign_title=campaign.title,
        year=campaign.year,
        grade=assessment.grade,
        parts=assessment.parts,
        variants=assessment.variants,
        tasks=tuple(TaskPlace(task.code, task.max_points, task.part, task.depends_on) for task in assessment.tasks),
        generation=assessment.generation,
        thresholds=assessment.thresholds,
        school=school,
    )
