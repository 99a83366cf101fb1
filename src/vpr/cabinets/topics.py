"""Topics of messages and how often their copies leave by e-mail. Pure: an upper app only names a topic."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Pace(StrEnum):
    """When a letter leaves."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


PACE_TITLE: dict[Pace, str] = {
    Pace.AT_ONCE: "сразу",
    Pace.DAILY: "одним письмом в день, в 8:00",
    Pace.WEEKLY: "одним письмом в неделю, в понедельник в 8:00",
    Pace.NEVER: "не присылать",
}
#: Letters that gather many messages leave at this hour of the unit's own clock.
DIGEST_HOUR = 8


@dataclass(frozen=True)
class TopicGroup:
    """Topics that are switched together. Obligatory ones always stay in the cabinet, whatever is said of letters."""

    key: str
    title: str
    topics: tuple[str, ...]
    usual: Pace
    is_obligatory: bool = True


GROUPS = (
    TopicGroup("deadlines", "Сроки и напоминания", ("deadline", "reminder", ""), Pace.AT_ONCE),
    TopicGroup("decisions", "Возвраты и решения", ("return", "decision"), Pace.AT_ONCE),
    TopicGroup("campaign", "План, материалы и результаты", ("plan", "release", "draw", "observers"), Pace.AT_ONCE),
    TopicGroup("forum", "Форум", ("forum",), Pace.DAILY, is_obligatory=False),
)
TOPIC_TITLE: dict[str, str] = {
    "deadline": "срок",
    "reminder": "напоминание",
    "return": "возврат",
    "decision": "решение",
    "plan": "план-график",
    "release": "публикация",
    "draw": "распределение предметов",
    "observers": "наблюдатели",
    "forum": "форум",
    "": "прочее",
}


def group_of(topic: str) -> TopicGroup:
    """A topic that nobody has named yet is obligatory like a deadline."""
    return next((group for group in GROUPS if topic in group.topics), GROUPS[0])


def due_at(pace: Pace, *, now: datetime, time_zone: str) -> datetime:
    """When a letter of this pace leaves: now, at the next 8:00 of the unit, or on its next Monday at 8:00."""
    if pace is Pace.AT_ONCE:
        return now
    zone = ZoneInfo(time_zone)
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=0 if local.hour < DIGEST_HOUR else 1)
    if pace is Pace.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    return datetime.combine(day, time(DIGEST_HOUR), zone)
