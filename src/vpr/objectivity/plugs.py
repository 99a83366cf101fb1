"""What this room hands down: its card 80, steps of «Сегодня», the status of the roadmap."""

from datetime import datetime, timedelta

from django.urls import reverse

from vpr.cabinets.preparation import Card, CardState
from vpr.cabinets.scope import Cabinet, Scope
from vpr.cabinets.today import Step
from vpr.campaigns.models import Campaign
from vpr.campaigns.queries import step_window
from vpr.campaigns.statuses import Progress, StatusQuestion
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES, Role
from vpr.objectivity.models import Observer
from vpr.objectivity.queries.posts import Coverage, coverage, duties_within, idle_duties
from vpr.objectivity.roles import DISTRIBUTORS, NAMED
from vpr.timetable.queries.reserve import local_day

_HOME = "objectivity:observers"


def _current() -> Campaign | None:
    return Campaign.objects.filter(is_current=True).first()


def card_state(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = _current()
    if campaign is None:
        return None
    step = step_window(campaign, "observers")
    deadline = step.closes_at if step else None
    if cabinet.role in SCHOOL_ROLES:
        count = Observer.objects.within(cabinet.scope).filter(campaign=campaign, is_withdrawn=False).count()
        if count:
            return CardState("ok", f"предложено: {count}", deadline)
        return CardState("attention", "никто не предложен", deadline, button="Предложить")
    found = coverage(cabinet.scope, campaign)
    if not found.posts:
        return CardState("neutral", "расписаний ещё нет", deadline, f"Кандидатур: {found.candidates}.")
    return CardState(
        "ok" if found.covered == found.posts else "attention",
        f"{found.covered} из {found.posts} школо-дней",
        deadline,
        f"Кандидатур: {found.candidates}.",
        button="Распределить" if cabinet.role in DISTRIBUTORS else "Открыть",
        done=found.covered,
        total=found.posts,
    )


CARD = Card(
    "Общественные наблюдатели",
    "Кандидатуры от школ, распределение по школам и дням, присутствие.",
    _HOME,
    "user-check",
    frozenset(EVERY_ROLE),
    80,
    card_state,
)


def observer_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    """Beside the form of candidates, which the exchange itself asks the schools for."""
    campaign = _current()
    if campaign is None or cabinet.role not in NAMED:
        return []
    steps = _presence(cabinet, campaign, now)
    if cabinet.role in DISTRIBUTORS:
        steps += _moved(cabinet, campaign, now)
        steps += _distribution(cabinet, campaign, now)
    return steps


def _presence(cabinet: Cabinet, campaign: Campaign, now: datetime) -> list[Step]:
    """Today and the days behind: observers without a mark."""
    today = local_day(cabinet.unit, now)
    unmarked = duties_within(cabinet.scope, campaign).filter(
        on__range=(today - timedelta(days=7), today), arrived_at=None, is_absent=False
    )
    count = unmarked.count()
    if not count:
        return []
    step = Step("Отметьте наблюдателей", f"Без отметки о присутствии: {count}.", reverse(_HOME), "Отметить")
    return [step]


def _moved(cabinet: Cabinet, campaign: Campaign, now: datetime) -> list[Step]:
    """A school has moved its timetable after somebody was sent there: the observer would come to closed doors."""
    count = idle_duties(cabinet.scope, campaign).filter(on__gte=local_day(cabinet.unit, now)).count()
    if not count:
        return []
    detail = f"По расписанию в этот день никто не пишет: {count}. Снимите назначение и сообщите наблюдателю."
    return [Step("Проверьте назначения наблюдателей", detail, reverse(_HOME), "Проверить")]


def _distribution(cabinet: Cabinet, campaign: Campaign, now: datetime) -> list[Step]:
    window = step_window(campaign, "observers")
    found: Coverage = coverage(cabinet.scope, campaign)
    if not found.posts or found.covered == found.posts or not found.candidates:
        return []
    return [
        Step(
            title="Распределите общественных наблюдателей",
            detail=f"Дней в школах без наблюдателя: {found.posts - found.covered}. Кандидатур: {found.candidates}.",
            url=reverse(_HOME),
            button="Распределить",
            deadline=window.closes_at if window and window.closes_at > now else None,
            done=found.covered,
            total=found.posts,
        )
    ]


def observers_status(question: StatusQuestion) -> Progress | None:
    """Schools that have an observer on every day of their timetable."""
    found = coverage(Scope(Role.FEDERAL_ORGANIZER, question.unit), question.campaign)
    return Progress(found.schools_covered, found.schools, "школ") if found.schools else None


def presence_status(question: StatusQuestion) -> Progress | None:
    """Observers of the days behind and of today: of how many it is marked whether they came (S3 10.1)."""
    duties = duties_within(Scope(Role.FEDERAL_ORGANIZER, question.unit), question.campaign)
    due = duties.filter(on__lte=local_day(question.unit, question.now))
    marked = due.exclude(arrived_at=None, is_absent=False).count()
    total = due.count()
    return Progress(marked, total, "назначений") if total else None
