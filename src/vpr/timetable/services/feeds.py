"""Subscription links of calendars: made and revoked by the school."""

import secrets
from datetime import datetime

from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import record_audit
from vpr.campaigns.models import Campaign
from vpr.timetable.models import CalendarFeed, ClassGroup

#: Teachers get a link each class; more living links than this are a mistake or a game.
MOST_FEEDS = 100


class TooManyFeeds(Refusal):
    """Действующих ссылок уже сто. Отзовите ненужные."""


@transaction.atomic
def make_feed(
    *, by: Cabinet, unit: Unit, campaign: Campaign, class_group: ClassGroup | None, now: datetime
) -> CalendarFeed:
    if CalendarFeed.objects.filter(unit=unit, campaign=campaign, revoked_at=None).count() >= MOST_FEEDS:
        raise TooManyFeeds
    feed = CalendarFeed.objects.create(
        campaign=campaign,
        unit=unit,
        class_group=class_group,
        nonce=secrets.token_urlsafe(16),
        made_at=now,
        made_by=by.account,
    )
    subject = class_group.name if class_group else unit.name
    record_audit(account=by.account, unit=unit, verb="made_calendar_link", subject=subject, now=now)
    return feed


@transaction.atomic
def revoke_feed(*, by: Cabinet, feed: CalendarFeed, now: datetime) -> None:
    """The address stops working at once; pressing twice changes nothing."""
    if CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=now):
        record_audit(account=by.account, unit=feed.unit, verb="revoked_calendar_link", subject=feed.unit.name, now=now)
