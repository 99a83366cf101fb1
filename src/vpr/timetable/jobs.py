"""Doorway of the queue."""

from vpr.base import clock
from vpr.base.queue import job
from vpr.timetable import services


@job("timetable.recount")
def recount(campaign_id: int) -> None:
    """After a draw or a new plan: how complete is every timetable that was told, by municipality."""
    services.recount_campaign(campaign_id=campaign_id)


@job("timetable.recount_municipality")
def recount_municipality(campaign_id: int, municipality_id: int | None) -> None:
    """A repeat counts the same."""
    services.recount_municipality(campaign_id=campaign_id, municipality_id=municipality_id, now=clock.now())
