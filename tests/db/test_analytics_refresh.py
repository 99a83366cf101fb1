"""Compaction: what a snapshot holds, that it is whole, that running twice changes nothing."""

from datetime import timedelta

import duckdb
import pyarrow.parquet as pq
import pytest

from ledger_rows import publish, random_rows, store
from vpr.analytics import services, snapshots
from vpr.analytics.models import Snapshot
from vpr.analytics.schema import Relation

pytestmark = pytest.mark.django_db


def test_the_file_holds_every_script_sorted_and_with_its_special_values(world, assessment, home, now):
    rows = random_rows(1, [world.school, world.neighbor, world.foreign_school])
    store(assessment, rows)
    snapshot = publish(assessment, 1, at=now)
    table = pq.read_table(snapshots.file_of(snapshot, Relation.SCRIPTS))
    assert table.num_rows == snapshot.scripts == len(rows)
    path = list(
        zip(
            *(table[name].to_pylist() for name in ("region", "municipality", "school", "class_name", "code")),
            strict=True,
        )
    )
    assert path == sorted(path)
    stored = {(row["school"], row["code"]): row["points"] for row in rows}
    for row in table.to_pylist():
        assert [row[f"p{i}"] for i in range(1, 8)] == stored[row["school"], row["code"]]


def test_municipal_counters_sum_to_the_scripts(world, assessment, home, now):
    store(assessment, random_rows(2, [world.school, world.neighbor, world.foreign_school]))
    snapshot = publish(assessment, 1, at=now)
    files = {relation: str(snapshots.file_of(snapshot, relation)) for relation in Relation}
    whole = duckdb.sql(f"select count(raw_score), sum(raw_score) from '{files[Relation.SCRIPTS]}'").fetchall()
    assert duckdb.sql(f"select sum(n), sum(n * raw_score) from '{files[Relation.SCORES]}'").fetchall() == whole
    summed = " + ".join(f"sum(points_{i})" for i in range(1, 8))
    assert duckdb.sql(f"select sum(n), {summed} from '{files[Relation.TASKS]}'").fetchall() == whole


def test_only_published_waves_enter(world, assessment, home, now):
    store(assessment, random_rows(3, [world.school]), wave=1)
    store(assessment, random_rows(4, [world.neighbor]), wave=2)
    first = publish(assessment, 1, at=now)
    assert snapshots.schools_in(first) == {world.school.pk}
    second = publish(assessment, 1, 2, at=now)
    assert snapshots.schools_in(second) == {world.school.pk, world.neighbor.pk}
    assert second.wave == 2


def test_a_wave_published_in_the_future_is_not_published_yet(world, assessment, home, now):
    store(assessment, random_rows(3, [world.school]))
    assessment.waves.filter(number=1).update(published_at=now + timedelta(days=1))
    assert services.refresh_assessment(assessment_id=assessment.pk, now=now) is None


def test_an_assessment_without_waves_is_a_finished_campaign(world, assessment, home, now):
    assessment.waves.all().delete()
    store(assessment, random_rows(3, [world.school]), wave=None)
    assert services.refresh_assessment(assessment_id=assessment.pk, now=now).wave is None


def test_a_schools_upload_of_no_wave_stays_unpublished(world, assessment, home, now):
    from vpr.exchange.models import Submission
    from vpr.exchange.services import workbook_of_assessment
    from vpr.results.models import LoadRecord

    store(assessment, random_rows(3, [world.school]), wave=None)
    submission = Submission.objects.create(
        number="1",
        unit=world.school,
        workbook=workbook_of_assessment(assessment),
        version=1,
        sha256="0",
        size=1,
        received_at=now,
    )
    LoadRecord.objects.filter(assessment=assessment).update(source="submission", submission=submission)
    assert services.refresh_assessment(assessment_id=assessment.pk, now=now) is None


def test_running_twice_changes_nothing(world, assessment, home, now):
    store(assessment, random_rows(5, [world.school]))
    names = {publish(assessment, 1, at=now).file_name for _ in range(2)}
    assert len(names) == 1
    assert Snapshot.objects.count() == 1
    assert len(list(snapshots.root().glob("*.parquet"))) == 4


def test_an_empty_ledger_leaves_no_snapshot_and_no_file(world, assessment, home, now):
    assert publish(assessment, 1, at=now) is None
    assert list(snapshots.root().glob("*")) == []


def test_replaced_files_are_swept_later(world, assessment, home, now):
    from django.utils import timezone

    store(assessment, random_rows(5, [world.school]))
    publish(assessment, 1, at=now)
    store(assessment, random_rows(6, [world.neighbor]))
    publish(assessment, 1, at=now)
    assert services.sweep(now=timezone.now()) == 0
    assert services.sweep(now=timezone.now() + timedelta(hours=2)) == 4
    assert len(list(snapshots.root().glob("*.parquet"))) == 4
