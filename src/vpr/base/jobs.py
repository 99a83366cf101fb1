"""The worker: takes jobs, and gives back to the queue those that a killed worker left `doing`."""

import asyncio
import logging
from typing import Any

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

#: A worker gives a sign of life every 5 s; four missed signs mean that it is dead.
HEARTBEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 20.0
RESCUE_EVERY_SECONDS = 10.0
#: A job that has taken this many workers with it is at fault itself.
MOST_ATTEMPTS = 5

logger = logging.getLogger("vpr.worker")


async def rescue_stalled(queue_app: App) -> int:
    """Jobs of dead workers return to the queue, or fail for good when they killed too many. Returns how many."""
    stalled = list(await queue_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS))
    for job in stalled:
        if job.attempts >= MOST_ATTEMPTS:
            logger.error("job %s (%s) ended %s workers, given up", job.id, job.task_name, job.attempts)
            await queue_app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            logger.warning("job %s (%s) is taken back from a dead worker", job.id, job.task_name)
            await queue_app.job_manager.retry_job(job)
    return len(stalled)


def work(*, concurrency: int, name: str, grace_seconds: float = 20.0) -> None:
    """Takes jobs until SIGTERM or SIGINT; a job under way may finish within the grace.

    The worker talks to the queue over its own asynchronous connections. `defer` inside a job keeps using the connection of
    Django, so that what a job defers commits with what it wrote.
    """
    connector: Any = app.connector  # Django's: it alone knows how to make one for workers
    worker_app: App = app.with_connector(connector.get_worker_connector())
    asyncio.run(_work(worker_app, concurrency, name, grace_seconds))


async def _work(worker_app: App, concurrency: int, name: str, grace_seconds: float) -> None:
    async with worker_app.open_async():
        rescue = asyncio.create_task(_rescue_forever(worker_app))
        try:
            await worker_app.run_worker_async(
                name=name,
                concurrency=concurrency,
                listen_notify=True,
                fetch_job_polling_interval=2.0,
                shutdown_graceful_timeout=grace_seconds,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_AFTER_SECONDS,
                delete_jobs="successful",
            )
        finally:
            rescue.cancel()


async def _rescue_forever(worker_app: App) -> None:
    while True:
        await rescue_stalled(worker_app)
        await asyncio.sleep(RESCUE_EVERY_SECONDS)
