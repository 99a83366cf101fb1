"""Jobs that a killed worker left `doing` come back to the queue; a job that kills its workers does not."""

import asyncio

import pytest
from django.db import connection

from vpr.base import jobs
from vpr.base.queue import defer, queue_pulse

JOB = "exchange.check_submission"


def left_by(silent_seconds, attempts=0):
    """A job in the hands of a worker that was last heard of so long ago; gives its id."""
    defer(JOB, submission_id=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [silent_seconds],
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s RETURNING id",
            [worker, attempts],
        )
        return cursor.fetchone()[0]


def status_of(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs WHERE id = %s", [job])
        return cursor.fetchone()


def rescue():
    async def once():
        worker_app = jobs.app.with_connector(jobs.app.connector.get_worker_connector())
        async with worker_app.open_async():
            return await jobs.rescue_stalled(worker_app)

    return asyncio.run(once())


@pytest.mark.django_db(transaction=True)
class TestRescue:
    def test_a_job_of_a_dead_worker_returns_to_the_queue(self):
        job = left_by(silent_seconds=60)
        assert rescue() == 1
        assert status_of(job) == ("todo", 1)
        assert queue_pulse().due == 1

    def test_a_job_of_a_living_worker_is_left_to_it(self):
        job = left_by(silent_seconds=3)
        assert rescue() == 0
        assert status_of(job)[0] == "doing"

    def test_a_job_that_ended_many_workers_is_given_up(self):
        job = left_by(silent_seconds=60, attempts=jobs.MOST_ATTEMPTS)
        rescue()
        assert status_of(job)[0] == "failed"
