"""Calendars of schools and classes: addresses that cannot be guessed, events without anything personal."""

import hashlib
import hmac
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.timetable.models import CalendarFeed, ClassGroup, Sitting
from vpr.timetable.queries.placed import sittings_of
from vpr.timetable.queries.reserve import granted_of
from vpr.timetable.queries.week import school_day
from vpr.timetable.rules.ics import Event, calendar
from vpr.timetable.rules.sittings import FORM_TITLE

_LESSON = timedelta(minutes=45)
_EVENING_BEFORE = timedelta(hours=15)


def feed_token(feed: CalendarFeed) -> str:
    """`12-3f0c…`: derived from the secret key and the nonce, so a stolen table of links opens nothing."""
    text = f"timetable.feed:{feed.pk}:{feed.nonce}".encode()
    return f"{feed.pk}-{hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:40]}"


def feed_url(feed: CalendarFeed) -> str:
    return f"{settings.VPR_PUBLIC_URL}{reverse('timetable:feed', args=[feed_token(feed)])}"


def feed_of(token: str) -> CalendarFeed | None:
    """The living link with this token; None for a revoked, wrong or invented one."""
    number, _, _ = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    feed = CalendarFeed.objects.select_related("unit", "campaign", "class_group").filter(pk=int(number)).first()
    if feed is None or feed.revoked_at is not None:
        return None
    return feed if hmac.compare_digest(feed_token(feed).encode(), token.encode()) else None


def feeds_of(unit: Unit, campaign: Campaign) -> list[CalendarFeed]:
    living = CalendarFeed.objects.filter(unit=unit, campaign=campaign, revoked_at=None)
    return list(living.select_related("class_group"))


def calendar_of(unit: Unit, campaign: Campaign, group: ClassGroup | None, now: datetime) -> bytes:
    """The timetable of a school, or of one class, and the ends of uploads after reserve days."""
    starts = school_day(unit).lesson_starts
    sittings = sittings_of(unit, campaign)
    if group is not None:
        sittings = sittings.filter(class_group=group)
    events = [_event(item, unit, starts) for item in sittings]
    if group is None:
        events += _uploads(unit, campaign)
    title = f"{campaign.title}: {group.name if group else unit}"
    return calendar(events, title=title, now=now)


def _event(item: Sitting, unit: Unit, lessons: list[time]) -> Event:
    part = f", часть {item.part}" if item.assessment.parts > 1 else ""
    lesson = lesson_text(item.lesson_from, item.lesson_to)
    reserve = " (резервный день)" if item.reserve_id else ""
    place = f"кабинет {item.room}" if item.room else ""
    form = FORM_TITLE.get(item.form, item.form)
    first, last = _times(item, unit, lessons)
    return Event(
        uid=f"sitting-{item.class_group_id}-{item.assessment_id}-{item.part}-{item.reserve_id or 0}@openvpr",
        starts=first or item.on,
        ends=last or item.on + timedelta(days=1),
        title=f"ВПР {item.class_group.name}: {item.assessment.title}{part}, {lesson}{reserve}",
        text=f"Форма {form}. {lesson}.",
        place=place,
        changed=item.changed_at,
        remind_before=_EVENING_BEFORE,
    )


def lesson_text(first: int, last: int) -> str:
    return f"{first}-й урок" if first == last else f"{first}–{last}-й уроки"


def _times(item: Sitting, unit: Unit, lessons: list[time]) -> tuple[datetime | None, datetime | None]:
    """Moments of the first and the last bell; none while the school has not told when its lessons begin."""
    if len(lessons) < item.lesson_to:
        return None, None
    zone = ZoneInfo(unit.time_zone)
    first = datetime.combine(item.on, lessons[item.lesson_from - 1], tzinfo=zone)
    return first, datetime.combine(item.on, lessons[item.lesson_to - 1], tzinfo=zone) + _LESSON


def _uploads(unit: Unit, campaign: Campaign) -> list[Event]:
    """Where a reserve day was granted the school must upload by its own date."""
    return [
        Event(
            uid=f"reserve-upload-{item.pk}@openvpr",
            starts=item.upload_until - timedelta(hours=1),
            ends=item.upload_until,
            title=f"Последний час загрузки после резервного дня: {item.assessment.title}",
            text="Загрузка результатов закрывается в конце этого часа.",
            changed=item.changed_at,
            remind_before=timedelta(hours=24),
        )
        for item in granted_of(unit, campaign)
        if item.upload_until
    ]
