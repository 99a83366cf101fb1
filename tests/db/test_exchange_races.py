"""What happens at the same moment, with real transactions: two uploads, two checks, a check and an upload."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from exchange_kind import PlainKind
from vpr.exchange import kinds, services
from vpr.exchange.models import Expectation, Reminder, Submission, SubmissionState
from vpr.exchange.queries.columns import Choice
from vpr.exchange.refusals import RemindedToday

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_job_left(transactional_db):
    """The flush after a test of this kind passes the tables of the queue over."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")


@pytest.fixture
def scores(monkeypatch, home):
    kind = PlainKind()
    monkeypatch.setitem(kinds._kinds, "scores", kind)
    return kind


@pytest.fixture
def upload(world, assessment, scores, now):
    def send(content, unit=None):
        return services.receive_upload(
            unit=unit or world.school,
            workbook=services.workbook_of_assessment(assessment),
            content=content,
            name="a.xlsx",
            account=None,
            now=now,
        )

    return send


def at_once(*actions):
    """Runs every action in its own thread and connection, all of them let go together; results or exceptions."""
    gate = Barrier(len(actions))

    def run(action):
        try:
            gate.wait()
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        waiting = [pool.submit(run, action) for action in actions]
    return [future.exception() or future.result() for future in waiting]


def test_uploads_at_once_get_versions_without_gaps_and_the_last_one_is_the_latest(upload):
    done = at_once(*[lambda n=n: upload(f"rows={n}".encode()) for n in range(8)])
    assert sorted(submission.version for submission in done) == list(range(1, 9))
    assert Expectation.objects.get().latest.version == 8


def test_a_double_click_is_one_version_and_one_check(upload):
    from procrastinate.contrib.django.models import ProcrastinateJob

    done = at_once(*[lambda: upload(b"rows=1")] * 6)
    assert len({submission.number for submission in done}) == 1
    jobs = ProcrastinateJob.objects.filter(task_name="exchange.check_submission")
    assert jobs.filter(args={"submission_id": done[0].pk}).count() == 1


def test_checks_at_once_record_once(upload, scores, now):
    submission = upload(b"rows=5")
    assert at_once(*[lambda: services.check_submission(submission_id=submission.pk, now=now)] * 5) == [None] * 5
    assert [version for version, _ in scores.recorded] == [1]
    assert Expectation.objects.get().participants_accepted == 5


def test_whatever_the_order_of_checks_the_newest_version_is_what_counts(upload, scores, now):
    for attempt in range(5):
        versions = [upload(f"rows={attempt}{n}".encode()) for n in range(1, 4)]
        checks = [lambda s=s: services.check_submission(submission_id=s.pk, now=now) for s in versions]
        at_once(*checks)
        assert Expectation.objects.get().accepted_id == versions[-1].pk
    states = Counter(Submission.objects.values_list("state", flat=True))
    assert states == {SubmissionState.SUPERSEDED: 10, SubmissionState.ACCEPTED: 5}


def test_uploads_and_checks_mixed_end_with_the_latest_accepted(upload, scores, now):
    first = upload(b"rows=1")
    at_once(
        lambda: services.check_submission(submission_id=first.pk, now=now),
        lambda: upload(b"rows=2"),
        lambda: services.check_submission(submission_id=first.pk, now=now),
    )
    latest = Submission.objects.latest("version")
    services.check_submission(submission_id=latest.pk, now=now)
    row = Expectation.objects.get()
    assert (row.latest_id, row.accepted_id, row.participants_accepted) == (latest.pk, latest.pk, 2)
    assert scores.recorded[-1] == (2, "rows=2")


def test_a_failing_record_leaves_nothing_behind(upload, scores, now, monkeypatch):
    submission = upload(b"rows=1")

    def fail(*_, **__):
        raise RuntimeError("the ledger is not reachable")

    monkeypatch.setattr(scores, "record", fail)
    with pytest.raises(RuntimeError):
        services.check_submission(submission_id=submission.pk, now=now)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.RECEIVED
    assert Expectation.objects.get().accepted is None


def test_two_presses_of_reminder_at_once_remind_once(world, assessment, now):
    from vpr.cabinets.models import Appointment
    from vpr.cabinets.scope import Cabinet, scope_of

    services.expect_units(workbook=services.workbook_of_assessment(assessment))
    appointment = Appointment.objects.get(role="municipal_coordinator")
    cabinet = Cabinet(appointment.account, appointment, scope_of(appointment))
    press = lambda: services.send_reminders(by=cabinet, unit=world.municipality, choice=Choice(), now=now)  # noqa: E731
    done = at_once(press, press, press)
    assert [result for result in done if isinstance(result, int)] == [2]
    assert sum(isinstance(result, RemindedToday) for result in done) == 2
    assert Reminder.objects.count() == 2


def test_schools_of_a_municipality_upload_at_once_and_the_counts_are_right(world, assessment, upload, now):
    from vpr.exchange.models import Tally

    def whole(unit, content):
        services.check_submission(submission_id=upload(content, unit).pk, now=now)

    at_once(
        *[
            lambda unit=unit, n=n: whole(unit, f"rows={n}".encode())
            for unit in (world.school, world.neighbor)
            for n in range(1, 5)
        ]
    )
    for row in Expectation.objects.select_related("latest"):
        services.check_submission(submission_id=row.latest_id, now=now)
    tally = Tally.objects.get(municipality_id=world.municipality.pk)
    assert (tally.expected, tally.accepted, tally.checking, tally.faulty) == (2, 2, 0, 0)
