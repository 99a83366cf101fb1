"""Cards of «Подготовка»: classes 40, timetable 50, reserve days 70."""

from datetime import datetime

from vpr.cabinets.preparation import Card, CardState
from vpr.cabinets.scope import Cabinet
from vpr.campaigns.models import Campaign
from vpr.campaigns.queries import step_window
from vpr.campaigns.statuses import Progress, StatusQuestion
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES, UnitKind
from vpr.timetable.models import TimetableState
from vpr.timetable.queries.reserve import granted_of, state_counts, waiting_for
from vpr.timetable.rules.reserve import State
from vpr.timetable.statuses import STATUSES

_SCHOOL = frozenset(SCHOOL_ROLES)
_ABOVE = frozenset(EVERY_ROLE) - _SCHOOL


def _campaign() -> Campaign | None:
    return Campaign.objects.filter(is_current=True).first()


def _deadline(campaign: Campaign, key: str) -> datetime | None:
    step = step_window(campaign, key)
    return step.closes_at if step else None


def _own(cabinet: Cabinet, campaign: Campaign) -> TimetableState:
    found = TimetableState.objects.filter(unit=cabinet.unit, campaign=campaign).first()
    return found or TimetableState(unit=cabinet.unit, campaign=campaign)


def _classes(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = _campaign()
    if campaign is None:
        return None
    deadline = _deadline(campaign, "classes")
    if cabinet.unit.kind != UnitKind.SCHOOL:
        return _below(cabinet, campaign, now, "timetable:classes", deadline)
    count = _own(cabinet, campaign).classes
    if count:
        return CardState("ok", f"классов: {count}", deadline, button="Открыть")
    return CardState("attention", "не заполнен", deadline, button="Заполнить")


def _timetable(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = _campaign()
    if campaign is None:
        return None
    deadline = _deadline(campaign, "timetable")
    if cabinet.unit.kind != UnitKind.SCHOOL:
        return _below(cabinet, campaign, now, "timetable:timetable", deadline)
    own = _own(cabinet, campaign)
    if not own.classes:
        return CardState("neutral", "сначала список классов", deadline)
    if own.placed and own.placed >= own.duties:
        return CardState("ok", "готово", deadline)
    words = "есть работы без дня" if own.placed else "не составлено"
    return CardState("attention", words, deadline, button="Составить", done=own.placed, total=own.duties or None)


def _reserve(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = _campaign()
    if campaign is None:
        return None
    waiting = waiting_for(cabinet, campaign).count()
    if waiting:
        return CardState("attention", f"ждут Вас: {waiting}", button="Рассмотреть")
    counts = state_counts(cabinet.unit, campaign)
    total = sum(counts.values())
    if cabinet.unit.kind == UnitKind.SCHOOL:
        days = ", ".join(f"{item.granted_on:%d.%m}" for item in granted_of(cabinet.unit, campaign) if item.granted_on)
        return CardState(
            "neutral" if not total else "ok", f"запросов: {total}", detail=f"Разрешены: {days}." if days else ""
        )
    return CardState("neutral", f"запросов: {total}", detail=f"Разрешено: {counts[State.GRANTED]}." if total else "")


def _below(cabinet: Cabinet, campaign: Campaign, now: datetime, key: str, deadline: datetime | None) -> CardState:
    progress = STATUSES[key](StatusQuestion(key, campaign, cabinet.unit, now)) or Progress(0, 0)
    tone = "ok" if progress.is_done else "attention" if progress.total else "neutral"
    words = f"{progress.done} из {progress.total} школ" if progress.total else "школ нет"
    return CardState(tone, words, deadline, done=progress.done, total=progress.total or None)


CARDS = (
    Card(
        "Список классов",
        "Параллели, буквы и число участников: раз в год.",
        "timetable:classes",
        "users",
        _SCHOOL,
        40,
        _classes,
    ),
    Card(
        "Списки классов",
        "Сколько школ сообщили свои классы.",
        "timetable:monitoring",
        "users",
        _ABOVE,
        40,
        _classes,
    ),
    Card(
        "Расписание",
        "День и урок каждой работы каждого класса.",
        "timetable:timetable",
        "calendar-days",
        _SCHOOL,
        50,
        _timetable,
    ),
    Card(
        "Расписания школ",
        "У кого нет расписания, нагрузка по дням, компьютерная форма.",
        "timetable:monitoring",
        "calendar-days",
        _ABOVE,
        50,
        _timetable,
    ),
    Card(
        "Отсутствовавшие и резервные дни",
        "Кто не писал по уважительной причине; день вне срока плана.",
        "timetable:reserve",
        "calendar-clock",
        frozenset(EVERY_ROLE),
        70,
        _reserve,
    ),
)
