"""Doorway of the queue."""

from vpr.base import clock
from vpr.base.queue import periodic
from vpr.questionnaire import services


@periodic("questionnaire.erase_staff_answers", cron="50 2 * * *")
def erase_staff_answers(timestamp: int) -> None:
    # What is erased is erased for good: no shift of a rehearsal moves this term
    services.erase_staff_answers(now=clock.real_now())
