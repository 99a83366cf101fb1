"""Rules of the plan-schedule over calendar days -> moments, for the clock of each unit. Pure.

A rule is a key kept in `PlanItem`; the day is the one on which the school holds the work (or the first day of the
period). «Местное время» is the zone of the unit, so the same rule gives eleven moments over the country.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOSCOW = "Europe/Moscow"
#: One IANA zone for each of the eleven clocks of the country, from west to east (107-ФЗ, ст. 5).
CLOCKS: dict[str, str] = {
    "Europe/Kaliningrad": "Калининград, МСК−1",
    MOSCOW: "Москва, МСК",
    "Europe/Samara": "Самара, МСК+1",
    "Asia/Yekaterinburg": "Екатеринбург, МСК+2",
    "Asia/Omsk": "Омск, МСК+3",
    "Asia/Krasnoyarsk": "Красноярск, МСК+4",
    "Asia/Irkutsk": "Иркутск, МСК+5",
    "Asia/Yakutsk": "Якутск, МСК+6",
    "Asia/Vladivostok": "Владивосток, МСК+7",
    "Asia/Magadan": "Магадан, МСК+8",
    "Asia/Kamchatka": "Петропавловск-Камчатский, МСК+9",
}
FIRST_CLOCK, LAST_CLOCK = "Asia/Kamchatka", "Europe/Kaliningrad"  # where a day begins first and ends last


@dataclass(frozen=True)
class DayRule:
    """A moment told by the day of the work: so many days before, at this time of this clock."""

    key: str
    title: str
    days_before: int
    at: time
    is_local: bool = True

    def moment(self, day: date, zone: str) -> datetime:
        clock = ZoneInfo(zone if self.is_local else MOSCOW)
        return datetime.combine(day - timedelta(days=self.days_before), self.at, tzinfo=clock)


def _by_key(*rules: DayRule) -> dict[str, DayRule]:
    return {rule.key: rule for rule in rules}


#: When the archive with materials appears.
MATERIALS_RULES = _by_key(
    # план-график 2023 (DOMAIN §6.3): «не позднее 14:00 по местному времени накануне»
    DayRule("eve_14_local", "накануне, не позднее 14:00 местного времени", 1, time(14)),
    # Порядок 2020, п. 2.1.1.1: «не позднее чем за 4 дня до начала»; архив не зашифрован
    DayRule("days_4", "не позднее чем за 4 дня", 4, time()),
    # Порядок 2020, п. 2.2.1.1: «не позднее чем за 3 дня», архив зашифрован
    DayRule("days_3_encrypted", "не позднее чем за 3 дня, архив зашифрован", 3, time()),
)
#: When the key of an encrypted archive appears.
KEY_RULES = _by_key(
    # Порядок 2020, п. 2.2.1.2: шифр в день работы в 7:30 по местному времени
    DayRule("day_7_30_local", "в день работы в 7:30 местного времени", 0, time(7, 30)),
)
WITH_ARCHIVE = "with_archive"
#: When the criteria appear; «вместе с архивом» has the moment of the materials.
CRITERIA_RULES = _by_key(
    # Порядок 2020, п. 2.2.1.7: критерии после 14:00 по московскому времени в день работы
    DayRule("day_14_moscow", "в день работы после 14:00 московского времени", 0, time(14), is_local=False),
)
MATERIALS_TITLES = {rule.key: rule.title for rule in MATERIALS_RULES.values()}
KEY_TITLES = {rule.key: rule.title for rule in KEY_RULES.values()}
CRITERIA_TITLES = {WITH_ARCHIVE: "вместе с архивом", **{rule.key: rule.title for rule in CRITERIA_RULES.values()}}
#: The same in the cells of a wide table.
SHORT_TITLES = {
    "eve_14_local": "накануне 14:00 местн.",
    "days_4": "за 4 дня",
    "days_3_encrypted": "за 3 дня, шифр.",
    "day_7_30_local": "7:30 местн.",
    "with_archive": "с архивом",
    "day_14_moscow": "14:00 мск",
}


@dataclass(frozen=True)
class DayMoments:
    """What a school with this clock gets for a work on one day; None where the plan has no rule."""

    materials_at: datetime | None
    key_at: datetime | None
    criteria_at: datetime | None


def moments_of_day(day: date, zone: str, *, materials: str, key: str, criteria: str) -> DayMoments:
    """All three rules for one day of work and one zone, each an aware datetime."""
    materials_at = MATERIALS_RULES[materials].moment(day, zone) if materials else None
    return DayMoments(
        materials_at=materials_at,
        key_at=KEY_RULES[key].moment(day, zone) if key else None,
        criteria_at=_criteria_at(criteria, day, zone, materials_at),
    )


def _criteria_at(rule: str, day: date, zone: str, materials_at: datetime | None) -> datetime | None:
    if rule == WITH_ARCHIVE:
        return materials_at
    return CRITERIA_RULES[rule].moment(day, zone) if rule else None


def day_begins(day: date, zone: str = MOSCOW) -> datetime:
    """Midnight of that day."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone))


def day_ends(day: date, zone: str = MOSCOW) -> datetime:
    """The moment at which the day is over: it does not belong to it (half-open)."""
    return day_begins(day + timedelta(days=1), zone)


def last_day(closes_at: datetime, zone: str = MOSCOW) -> date:
    """The last calendar day that lies before a half-open end: a period until midnight ends the day before."""
    return (closes_at.astimezone(ZoneInfo(zone)) - timedelta(microseconds=1)).date()
