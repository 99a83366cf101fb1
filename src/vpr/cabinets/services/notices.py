"""Notifications: a message in the cabinet of a unit; reading it is a matter of each person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vpr.base.copying import copy_new
from vpr.cabinets.models import Account, Notification, NotificationRead, Unit
from vpr.cabinets.notices import unread_of
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services.letters import address_letters


@dataclass(frozen=True)
class WordedNotice:
    """A message whose words are one unit's own: what changed for it, by its clock."""

    unit: Unit
    title: str
    body: str


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
    """One message to everyone appointed at each of the units; letters leave as jobs. Returns how many units.

    Neither title nor body may hold a secret or a name: letters travel in the open.
    """
    notices = (WordedNotice(unit, title, body) for unit in units)
    return notify_each(notices=notices, link=link, topic=topic, sender=sender, now=now)


@transaction.atomic
def notify_each(
    *, notices: Iterable[WordedNotice], link: str = "", topic: str = "", sender: Account | None, now: datetime
) -> int:
    """The same with words for each unit: 40,000 of them are one COPY."""
    made = [
        Notification(
            unit=notice.unit,
            title=notice.title[:200],
            body=notice.body,
            link=link,
            topic=topic,
            sent_by=sender,
            sent_at=now,
        )
        for notice in notices
    ]
    copy_new(made)
    address_letters(made, topic=topic, now=now)
    return len(made)


@transaction.atomic
def mark_read(*, cabinet: Cabinet, notification_ids: list[int] | None, now: datetime) -> int:
    """This person has read messages of the own unit; None means all of them. Colleagues keep theirs as new."""
    unread = unread_of(cabinet)
    if notification_ids is not None:
        unread = unread.filter(pk__in=notification_ids)
    keys = list(unread.values_list("pk", flat=True))
    NotificationRead.objects.bulk_create(
        [NotificationRead(notification_id=key, account=cabinet.account, read_at=now) for key in keys],
        ignore_conflicts=True,
    )
    Notification.objects.filter(pk__in=keys, read_at=None).update(read_at=now)
    return len(keys)


def forget_words(*, links: Sequence[str], topic: str, holding: str = "") -> int:
    """Empties messages that repeat words erased where the links lead; letters not sent yet leave without them too."""
    return Notification.objects.filter(link__in=links, topic=topic, body__contains=holding).update(body="")
