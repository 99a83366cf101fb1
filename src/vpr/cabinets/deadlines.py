"""Deadlines in words: how much time is left, and what the clock shows in Moscow and at the unit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_MOSCOW = ZoneInfo("Europe/Moscow")


@dataclass(frozen=True)
class Deadline:
    left: str  # «осталось: 3 дня», «срок прошёл 2 часа назад»
    is_over: bool
    is_near: bool  # less than a day
    moscow: str
    local: str  # "" where the local clock is Moscow's


def deadline_of(at: datetime, *, now: datetime, time_zone: str) -> Deadline:
    moscow, local = at.astimezone(_MOSCOW), at.astimezone(ZoneInfo(time_zone))
    differs = moscow.utcoffset() != local.utcoffset()
    return Deadline(
        left=time_left(at, now),
        is_over=at <= now,
        is_near=timedelta(0) < at - now < timedelta(days=1),
        moscow=f"{moscow:%d.%m.%Y %H:%M}",
        local=f"{local:%d.%m.%Y %H:%M}" if differs else "",
    )


def clock_title(time_zone: str, now: datetime) -> str:
    """«московское» or the difference to it: «мск +4 ч»."""
    here, moscow = (now.astimezone(zone).utcoffset() or timedelta() for zone in (ZoneInfo(time_zone), _MOSCOW))
    ahead = here - moscow
    return f"мск {ahead / timedelta(hours=1):+g} ч" if ahead else "московское"


def time_left(at: datetime, now: datetime) -> str:
    """The two biggest units that matter: days alone, hours with minutes, or minutes."""
    if at <= now:
        return f"срок прошёл {_span(now - at)} назад"
    return f"осталось: {_span(at - now)}"


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    if minutes >= 24 * 60:
        return counted(minutes // (24 * 60), "день", "дня", "дней")
    if minutes >= 60:
        hours, rest = divmod(minutes, 60)
        return f"{counted(hours, 'час', 'часа', 'часов')}" + (f" {rest} мин" if rest else "")
    return f"{minutes} мин"


def counted(number: int, one: str, few: str, many: str) -> str:
    """Russian plural: 1 день, 3 дня, 11 дней."""
    if number % 10 == 1 and number % 100 != 11:
        return f"{number} {one}"
    if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        return f"{number} {few}"
    return f"{number} {many}"
