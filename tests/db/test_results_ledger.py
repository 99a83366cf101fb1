"""Scripts are replaced by school or stored in bulk; loading twice changes nothing."""

from dataclasses import replace

import pytest
from django.db import connection

from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Submission
from vpr.exchange.services import workbook_of_assessment
from vpr.results import services
from vpr.results.models import LoadRecord, LoadSource, Script
from vpr.results.scripts import ScriptRow

pytestmark = pytest.mark.django_db

ROW = ScriptRow(
    code=80001, class_name='8"А"', variant_1=1, variant_2=None, points=(5, 0, -1, 3, 2, 0, -2), raw_score=10, mark=3,
    journal_mark=4, gender=None, as_uploaded={"3": 'х "русская"'},
)  # fmt: skip
ABSENT = ScriptRow(80002, "", 0, None, (None,) * 7, None, None, None)


def submission_of(world, assessment, now, version=1, wave=1):
    return Submission.objects.create(
        number=f"N-{version}", unit=world.school, workbook=workbook_of_assessment(assessment), version=version,
        sha256="0" * 64, size=1,
        original_name="form.xlsx", received_at=now, wave=wave,
    )  # fmt: skip


def test_a_script_comes_back_as_it_was_recorded(world, assessment, now):
    record = services.record_scores(
        submission=submission_of(world, assessment, now), rows=[ROW, ABSENT], verdict=Verdict(rows=2), now=now
    )
    script, absent = Script.objects.filter(school_id=world.school.pk).order_by("code")
    assert script.points == list(ROW.points)
    assert (script.class_name, script.raw_score, script.mark, script.journal_mark) == ('8"А"', 10, 3, 4)
    assert (script.wave, script.load_id, script.region_id) == (1, record.pk, world.region.pk)
    assert script.as_uploaded == ROW.as_uploaded
    assert (absent.class_name, absent.variant_1, absent.raw_score, absent.as_uploaded) == ("", 0, None, None)
    assert absent.points == [None] * 7


def test_a_new_submission_replaces_the_whole_school_in_its_first_wave_and_no_neighbor(world, assessment, now):
    services.store_scripts(
        assessment=assessment, schools={world.neighbor.code: world.neighbor}, rows={world.neighbor.code: [ROW]},
        file=services.LoadedFile(LoadSource.IMPORT), now=now,
    )  # fmt: skip
    services.record_scores(
        submission=submission_of(world, assessment, now), rows=[ROW, ABSENT], verdict=Verdict(rows=2), now=now
    )
    services.record_scores(
        submission=submission_of(world, assessment, now, 2, wave=2), rows=[replace(ROW, code=80003)],
        verdict=Verdict(rows=1), now=now,
    )  # fmt: skip
    assert set(Script.objects.values_list("school_id", "code", "wave")) == {
        (world.school.pk, 80003, 1),
        (world.neighbor.pk, 80001, None),
    }


def test_recording_a_submission_twice_changes_nothing(world, assessment, now):
    submission = submission_of(world, assessment, now)
    first = services.record_scores(submission=submission, rows=[ROW], verdict=Verdict(rows=1), now=now)
    again = services.record_scores(submission=submission, rows=[ROW], verdict=Verdict(rows=1), now=now)
    assert first.pk == again.pk
    assert Script.objects.count() == 1


def test_storing_twice_keeps_one_script_and_two_records(world, assessment, now):
    for points in ((5, 0, -1, 3, 2, 0, -2), (0,) * 7):
        services.store_scripts(
            assessment=assessment, schools={world.school.code: world.school},
            rows={world.school.code: [replace(ROW, points=points), ABSENT]},
            file=services.LoadedFile(LoadSource.IMPORT, "a.xlsx", rows_read=3, rows_refused=1), now=now,
        )  # fmt: skip
    assert Script.objects.get(code=80001).points == [0] * 7
    assert list(LoadRecord.objects.values_list("rows_read", "scripts_stored", "rows_refused")) == [(3, 2, 1)] * 2


def test_a_load_that_breaks_leaves_nothing(world, assessment, now):
    def scripts():
        yield ROW
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.store_scripts(
            assessment=assessment, schools={world.school.code: world.school}, rows={world.school.code: scripts()},
            file=services.LoadedFile(LoadSource.IMPORT), now=now,
        )  # fmt: skip
    assert not Script.objects.exists()
    assert not LoadRecord.objects.exists()


def test_each_campaign_has_its_own_partition(world, assessment, now):
    services.store_scripts(
        assessment=assessment, schools={world.school.code: world.school}, rows={world.school.code: [ROW]},
        file=services.LoadedFile(LoadSource.IMPORT), now=now,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM results_script")
        assert cursor.fetchall() == [(f"results_script_c{assessment.campaign_id}",)]


def test_a_new_scale_rescores_and_a_lost_scale_takes_the_marks_away(world, assessment, now):
    services.store_scripts(
        assessment=assessment, schools={world.school.code: world.school}, rows={world.school.code: [ROW, ABSENT]},
        file=services.LoadedFile(LoadSource.IMPORT), now=now,
    )  # fmt: skip
    scale = assessment.mark_scale
    scale.from_3, scale.from_4, scale.from_5 = 5, 10, 11
    scale.save()
    assert services.rescore(assessment_id=assessment.pk) == 1
    assert services.rescore(assessment_id=assessment.pk) == 0
    assert list(Script.objects.order_by("code").values_list("mark", flat=True)) == [4, None]
    scale.delete()
    services.rescore(assessment_id=assessment.pk)
    assert list(Script.objects.values_list("mark", flat=True)) == [None, None]
