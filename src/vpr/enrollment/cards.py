"""Cards of «Подготовка»: the list of schools 9 and 10, applications 20, the freeze 25."""

from datetime import datetime

from vpr.cabinets.models import Unit
from vpr.cabinets.preparation import Card, CardState
from vpr.cabinets.rules import COORDINATORS
from vpr.cabinets.scope import Cabinet
from vpr.campaigns.models import Campaign
from vpr.campaigns.queries import step_window
from vpr.campaigns.statuses import StatusProvider, StatusQuestion
from vpr.enrollment.models import Application, Reconciliation
from vpr.enrollment.queries.lists import latest_list
from vpr.enrollment.services.applications import STEP_OF
from vpr.enrollment.statuses import (
    application_status,
    consolidated_status,
    correction_status,
    freeze_status,
    reconciliation_status,
)
from vpr.enrollment.words import ApplicationState
from vpr.kernel.roles import EVERY_ROLE, MUNICIPAL_ROLES, SCHOOL_ROLES, Role

_LIST_TONE = {"submitted": "attention", "accepted": "ok", "returned": "stop", "replaced": "neutral"}


_STATUS_OF_STEP = {
    "application": application_status,
    "consolidated": consolidated_status,
    "correction": correction_status,
}


def _campaign() -> Campaign | None:
    return Campaign.objects.filter(is_current=True).first()


def _closes(campaign: Campaign, step: str) -> datetime | None:
    window = step_window(campaign, step)
    return window.closes_at if window else None


def _import(cabinet: Cabinet, now: datetime) -> CardState:
    count = Unit.objects.schools().within(cabinet.scope).count()
    return CardState(
        "ok" if count else "attention", f"школ: {count}" if count else "школ нет", button="Загрузить список"
    )


def _reconciliation(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = _campaign()
    if campaign is None:
        return None
    deadline = _closes(campaign, "reconciliation")
    if cabinet.role in MUNICIPAL_ROLES:
        latest = latest_list(cabinet.unit, campaign)
        if latest is None:
            return CardState("attention", "не прислан", deadline, button="Проверить список")
        detail = f"Причина: {latest.reason}" if latest.state == "returned" else ""
        return CardState(_LIST_TONE[latest.state], latest.get_state_display(), deadline, detail)
    waiting = Reconciliation.objects.within(cabinet.scope).filter(campaign=campaign, state="submitted").count()
    words = f"ждут решения: {waiting}" if waiting else ""
    return _counted(reconciliation_status, cabinet, campaign, now, deadline, words)


def _applications(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = _campaign()
    if campaign is None:
        return None
    if cabinet.role not in SCHOOL_ROLES:
        step = STEP_OF.get(cabinet.role, "application")
        provider = _STATUS_OF_STEP[step]
        return _counted(provider, cabinet, campaign, now, _closes(campaign, step), "")
    deadline = _closes(campaign, "application")
    own = Application.objects.filter(campaign=campaign, unit=cabinet.unit).first()
    if own is None:
        return CardState("attention", "не заполнена", deadline, button="Заполнить")
    is_returned = own.state == ApplicationState.DRAFT
    return CardState("stop" if is_returned else "ok", own.get_state_display(), deadline if is_returned else None)


def _freeze(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = _campaign()
    if campaign is None:
        return None
    return _counted(freeze_status, cabinet, campaign, now, _closes(campaign, "freeze"), "")


def _counted(
    provider: StatusProvider,
    cabinet: Cabinet,
    campaign: Campaign,
    now: datetime,
    deadline: datetime | None,
    words: str,
) -> CardState:
    progress = provider(StatusQuestion("", campaign, cabinet.unit, now))
    if progress is None:
        return CardState("neutral", "школ пока нет")
    tone = "ok" if progress.is_done and not words else "attention"
    words = words or ("готово" if progress.is_done else f"{progress.done} из {progress.total} {progress.words}")
    return CardState(tone, words, None if tone == "ok" else deadline, done=progress.done, total=progress.total)


_KEEPERS = frozenset({*COORDINATORS, Role.REGIONAL_ANALYST})
CARDS = (
    Card(
        "Список школ одним файлом",
        "Субъекты, муниципалитеты и школы, которых ещё нет в системе.",
        "enrollment:import_schools",
        "file-up",
        frozenset({Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR}),
        9,
        _import,
    ),
    Card(
        "Выверка списка школ",
        "Закрытые, новые, объединённые и перешедшие школы; уровни, классы и предметы.",
        "enrollment:reconciliation",
        "list-checks",
        _KEEPERS,
        10,
        _reconciliation,
    ),
    Card(
        "Заявки на участие",
        "Какие работы, в какой форме, сколько классов, участников и экспертов.",
        "enrollment:applications",
        "file-pen",
        frozenset(EVERY_ROLE),
        20,
        _applications,
    ),
    Card(
        "Закрепление заявок",
        "После него по заявкам ожидаются загрузки и выдаются коды участников.",
        "enrollment:freeze",
        "lock",
        frozenset({Role.FEDERAL_ORGANIZER}),
        25,
        _freeze,
    ),
)
