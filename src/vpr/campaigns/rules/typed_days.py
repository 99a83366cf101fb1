"""Days and moments as people type them in tables: 1.4.26, 01.04.2026, 2026-04-01, with or without a time. Pure."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from vpr.campaigns.rules.plan_dates import MOSCOW, day_ends

_DAY = re.compile(r"^(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{2}|\d{4})(?:\s+(?P<time>\d{1,2}:\d{2})(?::\d{2})?)?$")
_ISO = re.compile(r"^(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[ T](?P<time>\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?)?$")


class NotADay(ValueError):
    """The text is not a date."""


def typed_day(text: str) -> date | None:
    """A calendar day; None for an empty cell. A spreadsheet's midnight is no time."""
    found = _typed(text)
    if found is None:
        return None
    day, at = found
    if at not in (None, time()):
        raise NotADay(text)
    return day


def typed_start(text: str) -> datetime | None:
    """A beginning by the Moscow clock: a day alone begins at midnight."""
    found = _typed(text)
    return None if found is None else datetime.combine(found[0], found[1] or time(), tzinfo=ZoneInfo(MOSCOW))


def typed_end(text: str) -> datetime | None:
    """A half-open end by the Moscow clock: a day alone belongs to the period as a whole."""
    found = _typed(text)
    if found is None:
        return None
    day, at = found
    return day_ends(day) if at in (None, time()) else datetime.combine(day, at or time(), tzinfo=ZoneInfo(MOSCOW))


def _typed(text: str) -> tuple[date, time | None] | None:
    clean = text.strip().lower().removeprefix("до ").removeprefix("с ").strip()
    if not clean:
        return None
    match = _DAY.match(clean) or _ISO.match(clean)
    if match is None:
        raise NotADay(text)
    year = int(match["y"])
    try:
        day = date(year + 2000 if year < 100 else year, int(match["m"]), int(match["d"]))
        at = time.fromisoformat(match["time"].zfill(5)) if match["time"] else None
    except ValueError as error:
        raise NotADay(text) from error
    return day, at
