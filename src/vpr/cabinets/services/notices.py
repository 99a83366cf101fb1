"""Notifications: a message in the cabinet and, where the unit has an address, its copy by e-mail."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from vpr.base.queue import defer
from vpr.cabinets.models import Account, Notification, Unit
from vpr.cabinets.scope import Cabinet

_MAIL_BATCH = 200


@transaction.atomic
def notify(
    *,
    units: Iterable[Unit],
    title: str,
    body: str,
    link: str = "",
    topic: str = "",
    sender: Account | None,
    now: datetime,
) -> int:
    """One message to everyone appointed at each of the units; e-mail copies leave as jobs. Returns how many units."""
    receivers = list(units)
    made = Notification.objects.bulk_create(
        [
            Notification(unit=unit, title=title[:200], body=body, link=link, topic=topic, sent_by=sender, sent_at=now)
            for unit in receivers
        ],
        batch_size=2000,
    )
    mailed = [item.pk for item, unit in zip(made, receivers, strict=True) if unit.contact_email]
    for start in range(0, len(mailed), _MAIL_BATCH):
        defer("cabinets.send_mail", notification_ids=mailed[start : start + _MAIL_BATCH])
    return len(made)


def send_mail(*, notification_ids: list[int], now: datetime) -> int:
    """Sends the e-mail copies that have not left yet. Each is marked in its own transaction, so a repeat sends the rest."""
    sent = 0
    with get_connection() as connection:
        for key in notification_ids:
            sent += _send_copy(key, connection, now)
    return sent


def mark_read(*, cabinet: Cabinet, notification_ids: list[int] | None, now: datetime) -> int:
    """Marks messages of the cabinet's own unit as read; None means all of them."""
    own = Notification.objects.filter(unit=cabinet.unit, read_at=None)
    if notification_ids is not None:
        own = own.filter(pk__in=notification_ids)
    return own.update(read_at=now)


@transaction.atomic
def _send_copy(key: int, connection: BaseEmailBackend, now: datetime) -> int:
    waiting = Notification.objects.select_for_update(skip_locked=True, of=("self",)).select_related("unit")
    item = waiting.filter(pk=key, mailed_at=None).exclude(unit__contact_email="").first()
    if item is None:
        return 0
    body = "\n\n".join(part for part in (item.body, settings.VPR_PUBLIC_URL + item.link if item.link else "") if part)
    EmailMessage(item.title, body, to=[item.unit.contact_email], connection=connection).send()
    item.mailed_at = now
    item.save(update_fields=["mailed_at"])
    return 1
