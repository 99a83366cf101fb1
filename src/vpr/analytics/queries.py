"""The one query behind the page, the command, XLSX, CSV and the charts: `report(...) -> Report`."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from vpr.analytics import ledger, snapshots
from vpr.analytics.inquiry import Inquiry, class_names
from vpr.analytics.models import Snapshot
from vpr.analytics.report import Filters, Frame, Report, Stage, Value
from vpr.analytics.reports.registry import REPORTS, Definition
from vpr.analytics.schema import Relation
from vpr.analytics.specification import Specification, specification_of
from vpr.base.clock import MOSCOW
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment
from vpr.kernel.roles import UnitKind
from vpr.results.models import Script

SHEET_LIMIT = 31  # Excel


@dataclass(frozen=True)
class Standing:
    """Where an assessment stands for a unit."""

    assessment: Assessment
    stage: Stage
    participants: int | None = None
    made_at: datetime | None = None


def report(
    name: str,
    *,
    assessment: Assessment,
    unit: Unit,
    now: datetime,
    filters: Filters | None = None,
    may_preview: bool = False,
    prefer_own: bool = False,
    is_listing: bool = False,
) -> Report:
    """One of the seven reports for a unit. KeyError for an unknown name.

    `may_preview`: the reader may see a school's preliminary figures, straight from the ledger, before any wave is
    published; `prefer_own`: these and not the published ones. `is_listing`: individual results of every school below.
    """
    definition = REPORTS[name]
    spec = specification_of(assessment)
    asked = _inquiry(spec, assessment, unit, filters or Filters(), may_preview, prefer_own)
    if not definition.has_parts and asked.filters.part and asked.filters.variant is None:
        asked = replace(asked, filters=replace(asked.filters, part=None))
    body = definition.build(replace(asked, is_listing=is_listing))
    return Report(
        name=name,
        frame=_frame(definition, spec, asked, now),
        tables=body.tables,
        charts=body.charts,
        notes=body.notes,
        questions=body.questions,
        method=body.method,
        participants=body.own.n,
        partial=body.own.partial,
        absent=body.own.absent,
        has_marks=spec.thresholds is not None,
        filters=asked.filters,
        classes=class_names(asked),
        variants=spec.variants,
        parts=spec.parts,
    )


def _inquiry(
    spec: Specification, assessment: Assessment, unit: Unit, filters: Filters, may_preview: bool, prefer_own: bool
) -> Inquiry:
    snapshot = snapshots.published(assessment)
    files = _files(snapshot)
    rows = None
    if unit.kind == UnitKind.SCHOOL and may_preview and (prefer_own or not _is_in(snapshot, unit)):
        rows = _own_rows(spec, assessment, unit)
    if rows is not None:
        stage = Stage.PRELIMINARY
    elif snapshot is not None and (unit.kind != UnitKind.SCHOOL or _is_in(snapshot, unit)):
        stage = Stage.PUBLISHED
    else:
        stage = Stage.NONE
    return Inquiry(
        spec,
        unit,
        filters,
        stage,
        files,
        rows,
        wave=snapshot.wave if snapshot else None,
        made_at=snapshot.made_at if snapshot else None,
    )


def _files(snapshot: Snapshot | None) -> dict[Relation, Path] | None:
    return {relation: snapshots.file_of(snapshot, relation) for relation in Relation} if snapshot else None


def _is_in(snapshot: Snapshot | None, unit: Unit) -> bool:
    return snapshot is not None and unit.pk in snapshots.schools_in(snapshot)


def _own_rows(spec: Specification, assessment: Assessment, unit: Unit) -> pa.Table | None:
    rows = ledger.school_scripts(
        campaign_id=assessment.campaign_id, assessment_id=assessment.pk, school_id=unit.pk, tasks=len(spec.tasks)
    )
    return rows if rows.num_rows else None


def _frame(definition: Definition, spec: Specification, asked: Inquiry, now: datetime) -> Frame:
    sheet = f"{spec.abbreviation} {spec.grade} {definition.title}"
    return Frame(
        assessment=spec.code,
        title=definition.title,
        line=f"ВПР {spec.year} {spec.subject} {spec.grade} класс",
        sheet=sheet[:SHEET_LIMIT],
        subject=spec.subject,
        max_score=spec.max_score,
        date=now.astimezone(MOSCOW).strftime("%d.%m.%Y"),
        unit=asked.unit.code,
        unit_name=str(asked.unit),
        stage=asked.stage,
        wave=asked.wave if asked.stage is Stage.PUBLISHED else None,
        made_at=asked.made_at if asked.stage is Stage.PUBLISHED else None,
    )


def standings(unit: Unit, *, may_preview: bool) -> list[Standing]:
    """Every assessment of every campaign, the newest campaign first, with the stage of its results for the unit."""
    published = {snapshot.assessment_id: snapshot for snapshot in Snapshot.objects.all()}
    own = set()
    if unit.kind == UnitKind.SCHOOL and may_preview:
        own = set(Script.objects.filter(school_id=unit.pk).values_list("assessment_id", flat=True).distinct())
    found = []
    order = ("-campaign__year", "-campaign__code", "grade", "subject", "level")
    for assessment in Assessment.objects.select_related("campaign").order_by(*order):
        snapshot = published.get(assessment.pk)
        if snapshot and (unit.kind != UnitKind.SCHOOL or _is_in(snapshot, unit)):
            found.append(Standing(assessment, Stage.PUBLISHED, snapshot.scripts, snapshot.made_at))
        else:
            found.append(Standing(assessment, Stage.PRELIMINARY if assessment.pk in own else Stage.NONE))
    return found


def sheets(found: Report, spec: Specification) -> dict[str, object]:
    """Individual results as the names page needs them: codes and figures, no name anywhere."""
    keys = [column.key for column in found.main.columns]
    scale = spec.thresholds
    return {
        "line": found.frame.line,
        "school": found.frame.unit_name,
        "stage": found.frame.stage.value,
        "max_score": spec.max_score,
        "scale": list(scale) if scale else None,
        "tasks": [{"code": task.code, "max": task.max_points, "skill": task.skill} for task in spec.tasks],
        "people": [_sheet(dict(zip(keys, row.cells, strict=True)), spec) for row in found.main.rows if not row.heading],
    }


def _sheet(cells: dict[str, Value], spec: Specification) -> dict[str, object]:
    return {
        "code": cells["code"],
        "class": cells["class_name"],
        "variant": cells["variant_1"],
        "points": [cells[f"task_{task.code}"] for task in spec.tasks],
        "raw_score": cells["raw_score"],
        "mark": cells["mark"],
        "journal_mark": cells["journal_mark"],
    }
