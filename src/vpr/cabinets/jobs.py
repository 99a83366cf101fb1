"""Doorway of background work: e-mail copies of notifications, clearing of expired sessions."""

from vpr.base import clock
from vpr.base.queue import job
from vpr.cabinets import services


@job("cabinets.send_mail", queue="mail", retries=5)
def send_mail(notification_ids: list[int]) -> None:
    services.send_mail(notification_ids=notification_ids, now=clock.now())
