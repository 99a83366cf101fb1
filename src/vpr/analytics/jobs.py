"""Doorway of the queue."""

from vpr.analytics import services
from vpr.base import clock
from vpr.base.queue import job, periodic


@job("analytics.refresh")
def refresh(assessment_id: int) -> None:
    services.refresh_assessment(assessment_id=assessment_id, now=clock.now())


@periodic("analytics.sweep", cron="40 3 * * *")
def sweep(timestamp: int) -> None:
    services.sweep(now=clock.now())
