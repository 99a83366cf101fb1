"""Reads of the results room; they return frozen values."""

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, MarkScale
from vpr.exchange.models import Expectation
from vpr.results.scripts import ScoreSpec, TaskPlace


def spec_of(assessment: Assessment, unit: Unit | None = None, expectation: Expectation | None = None) -> ScoreSpec:
    """The specification of an assessment as the workbook floor understands it, for a school when one is given."""
    codes = {task.pk: task.code for task in assessment.tasks.all()}
    scale = MarkScale.objects.filter(assessment=assessment).first()
    return ScoreSpec(
        assessment=assessment.code,
        title=assessment.title,
        campaign_title=assessment.campaign.title,
        year=assessment.campaign.year,
        grade=assessment.grade,
        parts=assessment.parts,
        variants=tuple(assessment.variants),
        tasks=tuple(
            TaskPlace(
                task.code, task.max_points, task.part, codes.get(task.depends_on_id) if task.depends_on_id else None
            )
            for task in assessment.tasks.order_by("position")
        ),
        generation=assessment.generation,
        thresholds=scale.thresholds if scale else None,
        school=unit.code if unit else "",
        school_name=str(unit) if unit else "",
        code_from=expectation.code_from if expectation else None,
        code_to=expectation.code_to if expectation else None,
        participants=expectation.participants if expectation else None,
    )
