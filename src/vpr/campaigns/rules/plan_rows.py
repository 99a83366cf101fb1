"""A plan-schedule as rows: items per assessment, organizational steps, draw groups. What a table or a version holds. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from vpr.campaigns.rules.plan_dates import CRITERIA_TITLES, KEY_TITLES, MATERIALS_TITLES, MOSCOW, last_day
from vpr.campaigns.rules.plan_steps import STEPS

PAPER, COMPUTER = "paper", "computer"
FORM_TITLES = {PAPER: "бумажная", COMPUTER: "компьютерная"}
NOT_SET = "не назначено"
#: Gives the address that a fault names for a field of a row: a cell of a file, or words of a page.
Place = Callable[[str], str]


def _named(title: str) -> Place:
    return lambda key: f"{title}, «{FIELD_TITLES[key]}»" if key in FIELD_TITLES else title


@dataclass(frozen=True)
class ItemRow:
    """One assessment. Dates are calendar days, both ends of a period included; None = not told."""

    code: str
    title: str
    grade: int
    subject: str
    forms: tuple[str, ...] = (PAPER,)
    period_from: date | None = None
    period_to: date | None = None
    materials_rule: str = ""
    key_rule: str = ""
    criteria_rule: str = ""
    check_until: date | None = None
    upload_until: date | None = None
    late_upload_until: date | None = None
    results_on: date | None = None
    late_results_on: date | None = None
    group: int | None = None
    duration_minutes: int | None = None
    pause_minutes: int = 10
    source: str = ""
    place: Place | None = field(default=None, compare=False, repr=False)

    def at(self, key: str) -> str:
        return (self.place or _named(self.title))(key)

    @property
    def last_upload(self) -> date | None:
        return max(filter(None, (self.upload_until, self.late_upload_until)), default=None)


@dataclass(frozen=True)
class StepRow:
    """An organizational step, half-open. `start_is_told` False: «до …», the beginning is the plan itself."""

    key: str
    opens_at: datetime
    closes_at: datetime
    start_is_told: bool = True
    source: str = ""
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def title(self) -> str:
        return STEPS[self.key].title

    def at(self, key: str) -> str:
        return (self.place or _named(f"Этап «{self.title}»"))(key)


@dataclass(frozen=True)
class GroupRow:
    """Subjects of a grade of which each class writes `choose` by draw."""

    grade: int
    number: int
    title: str
    choose: int = 1
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        return f"{self.grade} класс, группа {self.number}"

    def at(self, key: str) -> str:
        return (self.place or _named(f"Случайный выбор, {self.name}"))(key)


@dataclass(frozen=True)
class PlanRows:
    """A whole version."""

    items: tuple[ItemRow, ...] = ()
    steps: tuple[StepRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()

    @property
    def first_day(self) -> date | None:
        return min((item.period_from for item in self.items if item.period_from), default=None)

    @property
    def last_day(self) -> date | None:
        return max((item.period_to for item in self.items if item.period_to), default=None)


FIELD_TITLES = {
    "forms": "Форма",
    "period_from": "Период с",
    "period_to": "Период по",
    "materials_rule": "Материалы",
    "key_rule": "Шифр",
    "criteria_rule": "Критерии",
    "check_until": "Проверка до",
    "upload_until": "Загрузка до",
    "late_upload_until": "Поздняя загрузка до",
    "results_on": "Результаты с",
    "late_results_on": "Поздние результаты с",
    "group": "Группа выбора",
    "choose": "Выбирается",
    "duration_minutes": "Минуты",
    "pause_minutes": "Перерыв",
    "source": "Источник",
}


def day_text(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def period_text(first: date | None, last: date | None) -> str:
    """«15.03–20.05.2026»; one day is written once; what is not told is said."""
    if first is None or last is None:
        return f"с {day_text(first)}" if first else f"до {day_text(last)}" if last else NOT_SET
    if first == last:
        return day_text(first)
    return f"{first:%d.%m}–{day_text(last)}" if first.year == last.year else f"{day_text(first)}–{day_text(last)}"


def moment_words(moment: datetime, zone: str = MOSCOW) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}"


def end_text(closes_at: datetime) -> str:
    """A half-open end as people write it: midnight is the day before, any other time is told (Moscow clock)."""
    if ends_with_a_day(closes_at):
        return day_text(last_day(closes_at))
    return f"{closes_at.astimezone(ZoneInfo(MOSCOW)):%d.%m.%Y %H:%M}"


def ends_with_a_day(closes_at: datetime) -> bool:
    """Moscow midnight: the day before belongs to it as a whole."""
    here = closes_at.astimezone(ZoneInfo(MOSCOW))
    return (here.hour, here.minute) == (0, 0)


def start_text(opens_at: datetime) -> str:
    here = opens_at.astimezone(ZoneInfo(MOSCOW))
    return day_text(here.date()) if (here.hour, here.minute) == (0, 0) else f"{here:%d.%m.%Y %H:%M}"


def step_text(row: StepRow) -> str:
    """«05.02.2026–09.02.2026» or «до 09.02.2026», Moscow clock."""
    end = end_text(row.closes_at)
    if not row.start_is_told:
        return f"до {end}"
    start = start_text(row.opens_at)
    return end if start == end else f"{start}–{end}"


def value_text(key: str, value: Any) -> str:
    """A field of an item as words; "" when it is not told."""
    titles = {"materials_rule": MATERIALS_TITLES, "key_rule": KEY_TITLES, "criteria_rule": CRITERIA_TITLES}
    if key in titles:
        return titles[key].get(value, "")
    if key == "forms":
        return ", ".join(FORM_TITLES[form] for form in value)
    return day_text(value) if isinstance(value, date) else "" if value is None else str(value)
