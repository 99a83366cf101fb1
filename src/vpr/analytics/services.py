"""The verbs of the analytics: recompute an assessment, sweep files that nobody reads any more."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from vpr.analytics import snapshots
from vpr.analytics.compaction import compact
from vpr.analytics.models import Snapshot, SnapshotStage
from vpr.analytics.specification import specification_of
from vpr.campaigns.models import Assessment, Wave

#: A page that is being made may still read a replaced file; an hour is more than any of them takes.
KEEP_REPLACED = timedelta(hours=1)
_LOCK = 0x415A  # namespace of the advisory lock: one recomputation of an assessment at a time


def published_waves(assessment: Assessment, now: datetime) -> list[int]:
    """Numbers of the waves published by this moment."""
    published = Wave.objects.filter(assessment=assessment, published_at__lte=now)
    return sorted(published.values_list("number", flat=True))


@transaction.atomic
def refresh_assessment(*, assessment_id: int, now: datetime) -> Snapshot | None:
    """Recomputes the published snapshot from the ledger. Running twice changes nothing: names hold digests."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, assessment_id])
    assessment = Assessment.objects.select_related("campaign").get(pk=assessment_id)
    waves = published_waves(assessment, now)
    made = compact(specification_of(assessment), campaign_id=assessment.campaign_id, waves=waves)
    if made is None:
        Snapshot.objects.filter(assessment=assessment, stage=SnapshotStage.PUBLISHED).delete()
        return None
    snapshot, _ = Snapshot.objects.update_or_create(
        assessment=assessment,
        stage=SnapshotStage.PUBLISHED,
        defaults={
            "file_name": made.file_name,
            "scripts": made.scripts,
            "schools": made.schools,
            "wave": max(waves) if waves else None,
            "made_at": now,
        },
    )
    return snapshot


def sweep(*, now: datetime) -> int:
    """Removes files that no snapshot names and that were written more than an hour ago; returns how many."""
    named = {snapshots.stem_of(name) for name in Snapshot.objects.values_list("file_name", flat=True)}
    removed = 0
    for path in snapshots.root().glob("*.parquet"):
        stem = path.name.rsplit(".", 2)[0]
        written_at = datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo)
        if stem not in named and now - written_at > KEEP_REPLACED:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
