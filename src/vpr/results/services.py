"""The verbs of the ledger, the only writer of its tables: scripts are replaced by school or stored in bulk, by COPY.

Both verbs are idempotent: the natural key of a script is (campaign, assessment, school, code). A load record is written
before its scripts, in the same transaction, and never changed.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from vpr.base.queue import defer
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, MarkScale
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Submission
from vpr.results import ledger
from vpr.results.copying import Place, copy_blocks
from vpr.results.models import LoadRecord, LoadSource
from vpr.results.scripts import ScriptRow


@dataclass(frozen=True)
class LoadedFile:
    """What a load record says of its source besides the scripts themselves. `rows_read` None: as many as scripts."""

    source: LoadSource
    name: str = ""
    sha256: str = ""
    rows_read: int | None = None
    rows_refused: int = 0
    repairs: int = 0
    report: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def record_scores(*, submission: Submission, rows: list[ScriptRow], verdict: Verdict, now: datetime) -> LoadRecord:
    """Replaces the school's scripts of the assessment by the accepted rows; recorded once for each submission."""
    known = LoadRecord.objects.filter(submission=submission).first()
    if known is not None:
        return known
    assessment, place = submission.workbook.of_assessment, place_of(submission.unit)
    record = LoadRecord.objects.create(
        source=LoadSource.SUBMISSION,
        submission=submission,
        assessment=assessment,
        file_name=submission.original_name,
        sha256=submission.sha256,
        loaded_at=now,
        rows_read=max(verdict.rows, len(rows)),
        scripts_stored=len(rows),
        rows_refused=max(verdict.rows - len(rows), 0),
        repairs=len(verdict.repairs),
    )
    ids = {"campaign_id": assessment.campaign_id, "assessment_id": assessment.pk}
    ledger.ensure_partition(assessment.campaign_id)
    first_wave = ledger.delete_school(**ids, school_id=place.school_id)
    # A correction stays in the wave in which the school first came: what is published must not lose a school.
    wave = min((number for number in (first_wave, submission.wave) if number is not None), default=None)
    ledger.append(copy_blocks(((place, row) for row in rows), **ids, wave=wave, load_id=record.pk))
    return record


@transaction.atomic
def store_scripts(
    *,
    assessment: Assessment,
    schools: Mapping[str, Unit],
    rows: Mapping[str, Iterable[ScriptRow]],
    file: LoadedFile,
    now: datetime,
    wave: int | None = None,
    same_run: Callable[[], Collection[int]] | None = None,
) -> LoadRecord:
    """Stores scripts by school code; a script that is already there is replaced. All or nothing.

    With `same_run` every school of `rows` is replaced as a whole, so that what a correction withdrew does not stay;
    only what the loads it names have brought is kept: a school may stand in two files of one run. It is asked under
    the lock of the assessment, when these loads are committed.
    """
    by_school = {place_of(schools[code]): list(scripts) for code, scripts in rows.items()}
    if same_run is not None:
        ledger.lock_assessment(assessment.pk)
        ledger.delete_schools(
            campaign_id=assessment.campaign_id,
            assessment_id=assessment.pk,
            school_ids=[place.school_id for place in by_school],
            kept_loads=same_run(),
        )
    pairs = ((place, row) for place, scripts in by_school.items() for row in scripts)

    def blocks(load_id: int) -> Iterable[bytes]:
        return copy_blocks(
            pairs, campaign_id=assessment.campaign_id, assessment_id=assessment.pk, wave=wave, load_id=load_id
        )

    return store_blocks(
        assessment=assessment, count=sum(map(len, by_school.values())), blocks=blocks, file=file, now=now
    )


@transaction.atomic
def store_blocks(
    *,
    assessment: Assessment,
    count: int,
    blocks: Callable[[int], Iterable[bytes]],
    file: LoadedFile,
    now: datetime,
) -> LoadRecord:
    """Stores `count` ready lines of COPY (`results.copying.COLUMNS`); `blocks` makes them for the id of the load."""
    record = LoadRecord.objects.create(
        source=file.source,
        assessment=assessment,
        file_name=file.name[:255],
        sha256=file.sha256,
        loaded_at=now,
        rows_read=count if file.rows_read is None else file.rows_read,
        scripts_stored=count,
        rows_refused=file.rows_refused,
        repairs=file.repairs,
        report=dict(file.report),
    )
    ledger.ensure_partition(assessment.campaign_id)
    stored = ledger.replace(blocks(record.pk), campaign_id=assessment.campaign_id, assessment_id=assessment.pk)
    if stored != count:
        raise RuntimeError(f"{count} scripts were announced, {stored} came")  # a bug: the load is rolled back
    return record


@transaction.atomic
def record_refusal(*, file: LoadedFile, assessment: Assessment | None, now: datetime) -> LoadRecord:
    """A file of which nothing was stored leaves its record too."""
    return LoadRecord.objects.create(
        source=file.source,
        assessment=assessment,
        file_name=file.name[:255],
        sha256=file.sha256,
        loaded_at=now,
        rows_read=file.rows_read or 0,
        rows_refused=file.rows_refused,
        report=dict(file.report),
    )


@transaction.atomic
def rescore(*, assessment_id: int) -> int:
    """Recomputes the marks of an assessment after its scale changed; returns how many changed."""
    assessment = Assessment.objects.get(pk=assessment_id)
    scale = MarkScale.objects.filter(assessment=assessment).first()
    from_3, from_4, from_5 = scale.thresholds if scale else (None, None, None)
    with connection.cursor() as cursor:
        # Without a scale every comparison is NULL, and so is the mark.
        cursor.execute(
            """
            UPDATE results_script AS script SET mark = scored.mark
            FROM (
                SELECT code, school_id,
                       2 + (raw_score >= %(from_3)s::int)::int + (raw_score >= %(from_4)s::int)::int
                         + (raw_score >= %(from_5)s::int)::int AS mark
                FROM results_script WHERE campaign_id = %(campaign)s AND assessment_id = %(assessment)s
            ) AS scored
            WHERE script.campaign_id = %(campaign)s AND script.assessment_id = %(assessment)s
              AND script.school_id = scored.school_id AND script.code = scored.code
              AND script.mark IS DISTINCT FROM scored.mark
            """,
            {
                "campaign": assessment.campaign_id,
                "assessment": assessment.pk,
                "from_3": from_3,
                "from_4": from_4,
                "from_5": from_5,
            },
        )
        changed = int(cursor.rowcount)
    refresh_reports(assessment_id=assessment.pk)
    return changed


def refresh_reports(*, assessment_id: int) -> None:
    """Asks analytics to recompute, once however many loads wait."""
    defer("analytics.refresh", once_as=f"analytics.refresh.{assessment_id}", assessment_id=assessment_id)


def place_of(school: Unit) -> Place:
    """The path of a school as the ledger repeats it."""
    if school.region_id is None or school.municipality_id is None:
        raise ValueError(f"not a school: {school.code}")
    return Place(school.region_id, school.municipality_id, school.pk)
