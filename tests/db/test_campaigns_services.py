"""The verbs of a campaign on the real database, with results below them."""

from datetime import timedelta

import pytest
from django.db.models import Max
from procrastinate.contrib.django.models import ProcrastinateJob

from vpr.cabinets.models import AuditEntry
from vpr.campaigns.ledger import contents_of, stored_scripts
from vpr.campaigns.models import Amendment, Assessment, MarkScale, Wave
from vpr.campaigns.queries import assessment_lines, dates_of, nearest_publications, task_rows
from vpr.campaigns.rules import Period, ScaleRow, TaskRow, WaveDates
from vpr.campaigns.services import (
    Author,
    EarlierWaveWaits,
    NothingToPublish,
    PointsWouldMove,
    ReasonNeeded,
    UnsoundDates,
    UnsoundScale,
    UploadsNotOver,
    WaveAlreadyPublished,
    change_dates,
    change_scale,
    change_scales,
    change_specification,
    create_assessment,
    load_reference,
    open_assessment,
    publish_wave,
)
from vpr.kernel.roles import Role
from vpr.results.models import LoadSource
from vpr.results.scripts import ScriptRow
from vpr.results.services import LoadedFile, rescore, store_scripts

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(world, now):
    return Author(world.people[Role.FEDERAL_ORGANIZER], now)


@pytest.fixture
def jobs(db):
    """Names of the jobs deferred since the test began: stories with their own commits leave theirs behind."""
    before = ProcrastinateJob.objects.aggregate(last=Max("id"))["last"] or 0
    return lambda: list(
        ProcrastinateJob.objects.filter(id__gt=before).order_by("id").values_list("task_name", flat=True)
    )


def store(world, assessment, now, *, wave=1, raw_score=12):
    row = ScriptRow(80001, "8А", 1, None, (5, 5, 2, 0, 0, 0, 0), raw_score, 3, 4)
    store_scripts(
        assessment=assessment,
        schools={"470167": world.school},
        rows={"470167": [row]},
        file=LoadedFile(LoadSource.SIMULATION),
        now=now,
        wave=wave,
    )


def test_tasks_keep_their_identity_when_the_order_changes(assessment, author):
    before = dict(assessment.tasks.values_list("code", "pk"))
    rows = task_rows(assessment)
    change_specification(assessment=assessment, rows=[rows[1], rows[0], *rows[2:]], author=author)
    assert dict(assessment.tasks.values_list("code", "pk")) == before
    assert [task.code for task in assessment.tasks.all()][:2] == ["2", "1"]
    assert change_specification(assessment=assessment, rows=task_rows(assessment), author=author) == 0


def test_two_parts_are_told_by_the_tasks(assessment, author):
    change_specification(assessment=assessment, rows=[TaskRow("1", 20), TaskRow("2", 5, part=2)], author=author)
    assert Assessment.objects.get(pk=assessment.pk).parts == 2


def test_a_specification_may_not_sink_below_the_scale(assessment, author):
    with pytest.raises(UnsoundScale, match="Максимум стал бы 5"):
        change_specification(assessment=assessment, rows=[TaskRow("1", 5)], author=author)


def test_places_of_stored_points_stay_where_they_are(jobs, world, assessment, author, now):
    store(world, assessment, now)
    rows = task_rows(assessment)
    with pytest.raises(PointsWouldMove):
        change_specification(assessment=assessment, rows=rows[:-1], author=author)
    with pytest.raises(PointsWouldMove):
        change_specification(assessment=assessment, rows=[rows[1], rows[0], *rows[2:]], author=author)
    grown = [TaskRow("1", 6, skill="Чтение"), *rows[1:]]
    assert change_specification(assessment=assessment, rows=grown, author=author) == 1
    assert "results.rescore" in jobs()


def test_marks_follow_a_changed_scale(jobs, world, assessment, author, now):
    store(world, assessment, now)
    change_scale(assessment=assessment, thresholds=(5, 10, 20), source="", author=author)
    assert jobs() == ["results.rescore"]
    assert rescore(assessment_id=assessment.pk) == 1
    assert not change_scale(assessment=assessment, thresholds=(5, 10, 20), source="Письмо", author=author)
    assert MarkScale.objects.get().source == "Письмо"


def test_removing_the_scale_makes_marks_unavailable(assessment, author):
    assert change_scale(assessment=assessment, thresholds=None, source="", author=author)
    assert not MarkScale.objects.exists()
    assert Amendment.objects.get().summary == "шкала убрана, отметки недоступны"


def test_an_unsound_scale_is_refused(assessment, author):
    for thresholds in ((10, 10, 22), (0, 5, 9), (10, 15, 26)):
        with pytest.raises(UnsoundScale):
            change_scale(assessment=assessment, thresholds=thresholds, source="", author=author)


def test_of_many_scales_all_are_written_or_none(assessment, author, now):
    other = create_assessment(code="2026.ma4", tasks=())
    Wave.objects.filter(number=1).update(published_at=now)
    rows = [ScaleRow("2026.ma4", (6, 10, 14), ""), ScaleRow("2026.en8", (9, 15, 22), "")]
    with pytest.raises(ReasonNeeded):
        change_scales(rows=rows, author=author)
    assert not MarkScale.objects.filter(assessment=other).exists()
    assert change_scales(rows=rows, author=Author(author.account, now, "Письмо")) == 2


def test_every_change_is_in_the_history_and_in_the_journal(assessment, author, now):
    change_scale(
        assessment=assessment, thresholds=(9, 15, 22), source="", author=Author(author.account, now, "Опечатка")
    )
    entry = Amendment.objects.get()
    assert (entry.made_by, entry.made_at, entry.reason) == (author.account, now, "Опечатка")
    assert entry.summary == "«2»: 0–8; «3»: 9–14; «4»: 15–21; «5»: 22–25"
    audit = AuditEntry.objects.get(verb="changed_scale")
    assert audit.account == author.account
    assert audit.subject.startswith("2026.en8")


def test_a_published_wave_keeps_its_dates(assessment, author, now):
    Wave.objects.filter(number=1).update(published_at=now)
    windows, waves, published = dates_of(assessment)
    assert [wave.number for wave in published] == [1]
    moved = [WaveDates(1, waves[0].uploads_until, waves[0].publishes_at + timedelta(days=1)), waves[1]]
    with pytest.raises(UnsoundDates):
        change_dates(assessment=assessment, windows=windows, waves=moved, author=author)
    late = [waves[0], WaveDates(2, waves[1].uploads_until, waves[1].publishes_at + timedelta(days=1))]
    assert change_dates(assessment=assessment, windows=windows, waves=late, author=author)
    assert Wave.objects.get(number=1).published_at == now
    assert not change_dates(assessment=assessment, windows=windows, waves=late, author=author)


def test_an_advice_does_not_stop_the_dates(assessment, author, now):
    windows = [Period("upload", now, now + timedelta(days=9))]
    waves = [WaveDates(1, now + timedelta(days=8), now + timedelta(days=10))]
    assert change_dates(assessment=assessment, windows=windows, waves=waves, author=author)


def test_an_opened_assessment_is_expected_by_a_job_once(jobs, assessment, author):
    Assessment.objects.update(is_open=False)
    item = Assessment.objects.get()
    open_assessment(assessment=item, author=author)
    open_assessment(assessment=item, author=author)
    assert jobs() == ["exchange.expect_schools"]


def test_a_wave_is_published_when_its_uploads_are_over(jobs, assessment, world, now):
    first, second = assessment.waves.all()
    person = world.people[Role.FEDERAL_ORGANIZER]
    with pytest.raises(UploadsNotOver):
        publish_wave(wave=first, account=person, now=now)
    later = now + timedelta(days=40)
    with pytest.raises(EarlierWaveWaits):
        publish_wave(wave=second, account=person, now=later)
    assert publish_wave(wave=first, account=person, now=later).published_at == later
    with pytest.raises(WaveAlreadyPublished):
        publish_wave(wave=first, account=person, now=later)
    assert jobs() == ["analytics.refresh"]
    assert AuditEntry.objects.get(verb="published_wave").subject == "2026.en8: волна 1"


def test_nothing_is_published_of_an_assessment_without_tasks(assessment, now):
    assessment.tasks.all().delete()
    with pytest.raises(NothingToPublish):
        publish_wave(wave=assessment.waves.first(), account=None, now=now + timedelta(days=9))


def test_the_confirmation_counts_what_a_wave_would_show(world, assessment, now):
    store(world, assessment, now, wave=2)
    first, second = assessment.waves.all()
    assert stored_scripts(assessment) == 1
    assert (contents_of(first).schools, contents_of(first).participants) == (0, 0)
    assert (contents_of(second).schools, contents_of(second).participants) == (1, 1)


def test_the_list_of_a_campaign_costs_the_same_for_one_assessment_and_for_forty(
    assessment, django_assert_max_num_queries
):
    load_reference(campaign="2021")
    campaign = Assessment.objects.get(code="2021.ma4").campaign
    with django_assert_max_num_queries(4):
        lines = assessment_lines(campaign.assessments.all())
        assert len(lines) == 41
        assert all(line.max_score and line.missing for line in lines)


def test_others_learn_of_the_nearest_publication_by_one_query(assessment, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        waves = nearest_publications(assessment.campaign)
    assert [(wave.number, wave.assessment.code) for wave in waves] == [(1, "2026.en8")]
