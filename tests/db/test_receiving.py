"""An upload of the organizer of 470167: what is stored, what is refused, what a check makes of it."""

from datetime import timedelta

import pytest

from exchange_kind import PlainKind
from vpr.base import files
from vpr.exchange import kinds, refusals, rules, services
from vpr.exchange.models import Expectation, ExpectationState, Submission, SubmissionState
from vpr.kernel.roles import Role


@pytest.fixture
def scores(monkeypatch, home):
    kind = PlainKind()
    monkeypatch.setitem(kinds._kinds, "scores", kind)
    return kind


@pytest.fixture
def upload(world, assessment, scores, now):
    def send(content=b"rows=12", *, at=now, unit=world.school, name="форма.xlsx", **more):
        return services.receive_upload(
            unit=unit,
            workbook=services.workbook_of_assessment(assessment),
            content=content,
            name=name,
            account=world.people[Role.SCHOOL_ORGANIZER],
            now=at,
            **more,
        )

    return send


def expectation_of(submission):
    return Expectation.objects.get(unit=submission.unit, workbook=submission.workbook)


def test_an_upload_keeps_its_bytes_its_wave_and_a_check_to_come(upload, now):
    from procrastinate.contrib.django.models import ProcrastinateJob

    submission = upload(b"rows=12")
    assert files.read(submission.sha256) == b"rows=12"
    assert (submission.version, submission.wave, submission.is_late, submission.size) == (1, 1, False, 7)
    assert rules.is_receipt_number(submission.number)
    assert submission.number.startswith("260422-")
    assert expectation_of(submission).state == ExpectationState.CHECKING
    waiting = ProcrastinateJob.objects.filter(task_name="exchange.check_submission", status="todo")
    assert waiting.filter(args={"submission_id": submission.pk}).count() == 1


def test_the_same_bytes_again_are_the_same_receipt(upload):
    assert upload(b"rows=12").pk == upload(b"rows=12").pk
    assert Submission.objects.count() == 1


def test_rejected_bytes_sent_again_later_are_checked_anew_under_the_same_receipt(upload, scores, now):
    submission = upload(b"fault=1")
    services.check_submission(submission_id=submission.pk, now=now)
    assert upload(b"fault=1").state == SubmissionState.REJECTED
    scores.forgives = True
    later = now + timedelta(hours=1)
    again = upload(b"fault=1", at=later)
    assert (again.pk, again.state) == (submission.pk, SubmissionState.RECEIVED)
    assert expectation_of(again).state == ExpectationState.CHECKING
    services.check_submission(submission_id=again.pk, now=later)
    assert expectation_of(again).state == ExpectationState.ACCEPTED


def test_other_bytes_are_the_next_version_and_old_bytes_after_them_too(upload):
    assert [upload(content).version for content in (b"rows=1", b"rows=2", b"rows=1")] == [1, 2, 3]


def test_nothing_is_taken_before_and_after_the_windows_and_the_dates_are_named(upload, now):
    with pytest.raises(refusals.UploadClosed, match=r"начнётся 20\.04\.2026 в 12:00 по Москве"):
        upload(at=now - timedelta(days=3))
    with pytest.raises(refusals.UploadClosed, match=r"закрыта 12\.05\.2026 в 12:00 по Москве"):
        upload(at=now + timedelta(days=20))
    assert not Submission.objects.exists()


def test_local_time_is_named_too(world, upload, now):
    world.school.time_zone = "Asia/Barnaul"
    with pytest.raises(refusals.UploadClosed, match=r"12:00 по Москве \(16:00 по местному времени\)"):
        upload(at=now - timedelta(days=3))


def test_an_upload_in_the_late_window_goes_into_the_second_wave(upload, now):
    submission = upload(at=now + timedelta(days=9))
    assert (submission.wave, submission.is_late) == (2, True)
    assert expectation_of(submission).is_late


def test_a_late_correction_of_what_was_accepted_in_time_is_not_late(upload, now):
    services.check_submission(submission_id=upload(b"rows=1").pk, now=now)
    late = upload(b"rows=2", at=now + timedelta(days=9))
    assert late.is_late
    assert not expectation_of(late).is_late


def test_empty_and_huge_files_are_refused(upload):
    with pytest.raises(refusals.EmptyUpload, match="0 байт"):
        upload(b"")
    with pytest.raises(refusals.UploadTooLarge, match="5 МБ"):
        upload(b"x" * (rules.LARGEST_UPLOAD + 1))


def test_only_a_school_uploads(upload, world):
    with pytest.raises(refusals.AnotherLevel):
        upload(unit=world.municipality)


def test_a_closed_assessment_takes_files_only_from_those_who_are_expected(upload, world, assessment):
    assessment.is_open = False
    with pytest.raises(refusals.NotExpected):
        upload()
    services.expect(workbook=services.workbook_of_assessment(assessment), rows=[(world.school.pk, 30, 80001, 80030)])
    assert upload().version == 1
    assert Expectation.objects.get().participants == 30


def test_a_name_loses_its_folders_and_control_characters(upload):
    assert upload(name="C:\\Мои\\про\x00токол.xlsx").original_name == "протокол.xlsx"


def test_an_accepted_upload_is_recorded_once_however_often_it_is_checked(upload, scores, now):
    submission = upload(b"rows=12 repairs=2 few")
    for _ in range(3):
        services.check_submission(submission_id=submission.pk, now=now)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.ACCEPTED
    assert (submission.rows, submission.participants, len(submission.repairs)) == (12, 12, 2)
    assert [fault["code"] for fault in submission.faults] == ["T-02"]
    assert scores.recorded == [(1, "rows=12 repairs=2 few")]
    expected = expectation_of(submission)
    assert (expected.state, expected.accepted_id, expected.participants_accepted) == (3, submission.pk, 12)


def test_a_rejected_upload_keeps_its_faults_and_what_was_accepted_before_stays(upload, scores, now):
    first = upload(b"rows=12")
    services.check_submission(submission_id=first.pk, now=now)
    second = upload(b"rows=12 fault=3")
    services.check_submission(submission_id=second.pk, now=now)
    second.refresh_from_db()
    assert second.state == SubmissionState.REJECTED
    assert second.faults[0] == {"code": "T-01", "cell": "Протокол!D2", "details": {"given": "4", "most": "3"}}
    expected = expectation_of(second)
    assert (expected.state, expected.latest_id, expected.accepted_id) == (2, second.pk, first.pk)
    assert [version for version, _ in scores.recorded] == [1]


def test_an_older_upload_checked_after_a_newer_one_changes_nothing(upload, scores, now):
    older, newer = upload(b"rows=1"), upload(b"rows=2")
    services.check_submission(submission_id=newer.pk, now=now)
    services.check_submission(submission_id=older.pk, now=now)
    older.refresh_from_db()
    assert older.state == SubmissionState.SUPERSEDED
    assert [version for version, _ in scores.recorded] == [2]
    assert expectation_of(newer).accepted_id == newer.pk


def test_a_newer_upload_that_arrives_during_a_check_wins(upload, scores, now):
    older = upload(b"rows=1")
    scores.before_return = lambda: upload(b"rows=2")
    services.check_submission(submission_id=older.pk, now=now)
    older.refresh_from_db()
    assert older.state == SubmissionState.SUPERSEDED
    assert scores.recorded == []


def test_a_file_that_kills_its_reader_is_refused_after_a_few_tries(upload, now):
    submission = upload(b"die")
    for _ in range(rules.CHECK_ATTEMPTS):
        with pytest.raises(MemoryError):
            services.check_submission(submission_id=submission.pk, now=now)
    services.check_submission(submission_id=submission.pk, now=now)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.REJECTED
    assert [fault["code"] for fault in submission.faults] == ["E-901"]


def test_of_very_many_faults_the_first_are_kept_and_the_rest_is_told(upload, now):
    submission = upload(b"fault=3500")
    services.check_submission(submission_id=submission.pk, now=now)
    submission.refresh_from_db()
    assert len(submission.faults) == 3001
    assert submission.faults[-1] == {"code": "E-902", "cell": "", "details": {"shown": "3000", "total": "3500"}}


def test_an_upload_whose_worker_died_is_checked_again_and_only_once(upload, now):
    from procrastinate.contrib.django.models import ProcrastinateJob

    upload()
    jobs = ProcrastinateJob.objects.filter(task_name="exchange.check_submission")
    jobs._raw_delete("default")  # the table of jobs is read-only for the ORM
    assert services.rescue_unchecked(now=now) == 0
    assert services.rescue_unchecked(now=now + timedelta(minutes=2)) == 1
    assert services.rescue_unchecked(now=now + timedelta(minutes=2)) == 1
    assert jobs.count() == 1
