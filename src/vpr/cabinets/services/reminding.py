"""Reminders of deadlines: three days and one day before, by the unit's own clock, one message a day for all of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.urls import reverse

from vpr.base.copying import among, copy_new
from vpr.cabinets.deadline_calendar import DeadlineBatch, deadlines_between
from vpr.cabinets.deadlines import counted
from vpr.cabinets.models import DeadlineReminder, Unit
from vpr.cabinets.services.notices import notify

DAYS_BEFORE = (3, 1)
#: Hours of the unit's own day in which a reminder may come.
_FROM, _UNTIL = 9, 20
_KEPT = timedelta(days=60)


@transaction.atomic
def remind_of_deadlines(*, now: datetime) -> int:
    """Returns how many units were reminded; the same hour again reminds nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cabinets.remind_of_deadlines'))")
    batches = deadlines_between(now, now + timedelta(days=max(DAYS_BEFORE) + 1))
    reminded = 0
    for zone, due in _by_zone(batches, now).items():
        today = now.astimezone(ZoneInfo(zone)).date()
        reminded += _remind(zone, today, due, batches, now)
    DeadlineReminder.objects.filter(on__lt=(now - _KEPT).date()).delete()
    return reminded


def _by_zone(batches: list[DeadlineBatch], now: datetime) -> dict[str, dict[int, list[int]]]:
    """Zone -> unit -> numbers of the batches of which the unit is reminded now. One query whatever the country's size."""
    concerned = sorted({key for batch in batches for key in batch.unit_ids})
    zones = dict(Unit.objects.filter(pk__in=among(concerned), is_active=True).values_list("pk", "time_zone"))
    due: dict[str, dict[int, list[int]]] = {}
    for number, batch in enumerate(batches):
        awake = {zone for zone in set(zones.values()) if _is_day_of(batch.at, zone, now)}
        for key in batch.unit_ids:
            if (zone := zones.get(key)) in awake and zone is not None:
                due.setdefault(zone, {}).setdefault(key, []).append(number)
    return due


def _is_day_of(at: datetime, zone: str, now: datetime) -> bool:
    clock = ZoneInfo(zone)
    local = now.astimezone(clock)
    return _FROM <= local.hour < _UNTIL and (at.astimezone(clock).date() - local.date()).days in DAYS_BEFORE


def _remind(zone: str, today: date, due: dict[int, list[int]], batches: list[DeadlineBatch], now: datetime) -> int:
    done = set(DeadlineReminder.objects.filter(on=today, unit__in=among(list(due))).values_list("unit_id", flat=True))
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for key, numbers in due.items():
        if key not in done:
            alike[tuple(numbers)].append(key)
    for same, keys in alike.items():
        _send([batches[number] for number in same], keys, zone, today, now)
        copy_new([DeadlineReminder(unit_id=key, on=today) for key in keys])
    return sum(map(len, alike.values()))


def _send(batches: list[DeadlineBatch], keys: Iterable[int], zone: str, today: date, now: datetime) -> None:
    """One message for units that are reminded of the same things."""
    first = batches[0]
    lines = [_line(batch, zone, today) for batch in batches]
    several = len(batches) > 1
    notify(
        units=Unit.objects.filter(pk__in=among(list(keys))),
        title=f"Близкие сроки: {len(batches)}" if several else f"{_when(first, zone, today)}: {first.title}",
        body="\n".join(lines),
        link=reverse("cabinets:today") if several else first.link or reverse("cabinets:today"),
        topic="deadline",
        sender=None,
        now=now,
    )


def _when(batch: DeadlineBatch, zone: str, today: date) -> str:
    days = (batch.at.astimezone(ZoneInfo(zone)).date() - today).days
    return "Срок завтра" if days == 1 else f"Срок через {counted(days, 'день', 'дня', 'дней')}"


def _line(batch: DeadlineBatch, zone: str, today: date) -> str:
    local = batch.at.astimezone(ZoneInfo(zone))
    return f"{_when(batch, zone, today)}, {local:%d.%m.%Y до %H:%M} по местному времени: {batch.title}"
