"""Doorway of the queue."""

from vpr.base import clock
from vpr.base.queue import job
from vpr.draw import services


@job("draw.close")
def close(round_id: int) -> None:
    services.run_closing(round_id=round_id, now=clock.now())


@job("draw.run")
def run(round_id: int) -> None:
    services.run_draw(round_id=round_id, now=clock.now())


@job("draw.publish")
def publish(round_id: int) -> None:
    services.run_publication(round_id=round_id, now=clock.now())


@job("draw.tell")
def tell(round_id: int) -> None:
    services.tell_schools(round_id=round_id, now=clock.now())
