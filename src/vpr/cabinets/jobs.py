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


@periodic("cabinets.settle_due", cron="10 * * * *")
def settle_due(timestamp: int) -> None:
    services.settle_due(now=clock.now())


@periodic("cabinets.remind_of_deadlines", cron="2,32 * * * *")
def remind_of_deadlines(timestamp: int) -> None:
    services.remind_of_deadlines(now=clock.now())


@periodic("cabinets.erase_staff_data", cron="40 2 * * *")
def erase_staff_data(timestamp: int) -> None:
    services.erase_staff_data(now=clock.real_now())
