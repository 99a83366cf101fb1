"""The job queue, in the same database and transaction as the data. The only place that knows procrastinate.

A job is declared in `<app>/jobs.py` with `@job("exchange.check_submission")` and deferred by name from any lower floor:
`defer("exchange.check_submission", submission_id=1)`. The row commits with the caller's transaction.
A job may run twice, its effect may not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


def job(
    name: str, *, queue: str = "default", retries: int = 3, **options: Any
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Registers a function as the job `name`. Failures are retried with a growing pause."""
    strategy: Any = RetryStrategy(max_attempts=retries, exponential_wait=2) if retries else False

    def register(function: Callable[..., None]) -> Callable[..., None]:
        decorate: Any = app.task(name=name, queue=queue, retry=strategy, **options)
        decorate(function)
        return function

    return register


def periodic(name: str, *, cron: str, queue: str = "default") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Registers a job that runs by the clock; the function takes the Unix time of the tick."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        app.periodic(cron=cron)(app.task(name=name, queue=queue)(function))
        return function

    return register


def defer(name: str, *, once_as: str | None = None, **arguments: Any) -> None:
    """Puts the job `name` into the queue inside the current transaction.

    `once_as`: while a job with this lock waits in the queue, a second one is not added.
    """
    from procrastinate.exceptions import AlreadyEnqueued

    configured = app.configure_task(name=name, allow_unknown=False, queueing_lock=once_as)
    if once_as is None:
        configured.defer(**arguments)
        return
    from django.db import transaction

    try:
        with transaction.atomic():  # a savepoint: the unique violation must not spoil the caller's transaction
            configured.defer(**arguments)
    except AlreadyEnqueued:
        return


@dataclass(frozen=True)
class Pulse:
    """How the queue fares: jobs that are due and not taken, since when, and workers that gave a sign of life lately."""

    due: int
    oldest_due_at: datetime | None
    workers: int


def queue_pulse() -> Pulse:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*), min(due_at), (SELECT count(*) FROM procrastinate_workers
                                            WHERE last_heartbeat > now() - interval '30 seconds')
            FROM (SELECT coalesce(scheduled_at, (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id)) AS due_at
                  FROM procrastinate_jobs job
                  WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())) AS waiting
            """
        )
        due, oldest, workers = cursor.fetchone()
    return Pulse(due, oldest, workers)


def known_jobs() -> frozenset[str]:
    """Names of the registered jobs."""
    return frozenset(app.tasks)
