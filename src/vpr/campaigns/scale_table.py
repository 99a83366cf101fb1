"""Scales of a campaign as one table: what an uploaded file would change, and the table to download."""

from dataclasses import dataclass

from vpr.campaigns.models import Campaign
from vpr.campaigns.queries import AssessmentLine, assessment_lines
from vpr.campaigns.rules.scales import SCALES, MarkRange, ScaleRow, mark_ranges, read_scales
from vpr.campaigns.sheets import read_table
from vpr.kernel.faults import Fault


@dataclass(frozen=True)
class PlannedScale:
    """One row of the file beside what is there now."""

    row: ScaleRow
    line: AssessmentLine

    @property
    def is_new(self) -> bool:
        return self.line.thresholds is None

    @property
    def is_changed(self) -> bool:
        return self.line.thresholds != self.row.thresholds

    @property
    def needs_reason(self) -> bool:
        return self.is_changed and self.line.last_published is not None

    @property
    def ranges(self) -> list[MarkRange]:
        return mark_ranges(self.row.thresholds, self.line.max_score or self.row.thresholds[2])


@dataclass(frozen=True)
class ScalePlan:
    """The dry run of an import: every sound row, those that change something, the faults."""

    rows: tuple[PlannedScale, ...]
    faults: tuple[Fault, ...]

    @property
    def changed(self) -> list[PlannedScale]:
        return [item for item in self.rows if item.is_changed]

    @property
    def needs_reason(self) -> bool:
        return any(item.needs_reason for item in self.rows)


def planned_scales(campaign: Campaign, content: bytes, name: str) -> ScalePlan:
    """Rows whose cells of marks are all empty say nothing: the downloaded table lists assessments without a scale so."""
    lines, faults = read_table(SCALES, content, name)
    if faults:
        return ScalePlan((), tuple(faults))
    present = {line.assessment.code: line for line in assessment_lines(campaign.assessments.all())}
    filled = [line for line in lines if any(line[mark] for mark in ("2", "3", "4", "5"))]
    rows, faults = read_scales(filled, {code: line.max_score or None for code, line in present.items()})
    if not filled:
        faults = [Fault.at("S-02")]
    return ScalePlan(tuple(PlannedScale(row, present[row.assessment]) for row in rows), tuple(faults))


def scale_texts(campaign: Campaign) -> list[dict[str, str]]:
    """Rows of the table: ranges where there is a scale, empty cells where there is none."""
    rows = []
    for line in assessment_lines(campaign.assessments.select_related("mark_scale")):
        texts = {"assessment": line.assessment.code, "title": line.assessment.title}
        for item in line.ranges:
            texts[str(item.mark)] = f"{item.first}–{item.last}"
        if line.thresholds:
            texts["source"] = line.assessment.mark_scale.source
        rows.append(texts)
    return rows
