"""Doorway: letters to observers."""

from vpr.base import clock
from vpr.base.queue import job
from vpr.objectivity.services.letters import send_letters


@job("objectivity.tell_observers")
def tell_observers(duty_ids: list[int]) -> None:
    send_letters(duty_ids=duty_ids, now=clock.now())
