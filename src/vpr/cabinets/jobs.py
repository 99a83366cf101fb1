"""Doorway of background work: letters, reminders of deadlines, successors, erasure of staff data."""

from vpr.base import clock
from vpr.base.queue import job, periodic
from vpr.cabinets import services


@job("cabinets.send_mail", queue="mail", retries=5)
def send_mail(letter_ids: list[int]) -> None:
    services.send_mail(letter_ids=letter_ids, now=clock.now())


@periodic("cabinets.send_due_mail", cron="5,20,35,50 * * * *", queue="mail")
def send_due_mail(timestamp: int) -> None:
    services.send_due_mail(now=clock.now())
