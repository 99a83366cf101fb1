"""Cards of «Подготовка» and steps of «Сегодня» that come from the plan-schedule and the roadmap."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from vpr.cabinets.deadlines import counted
from vpr.cabinets.preparation import Card, CardState
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.campaigns.models import Campaign, PlanSchedule
from vpr.campaigns.plan import acts
from vpr.campaigns.plan_versions import draft_of, rows_of
from vpr.campaigns.queries import plan_in_force
from vpr.campaigns.roadmap import own_hand_steps, read_roadmap
from vpr.campaigns.rules.plan_dates import day_ends
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.kernel.roles import EVERY_ROLE, Role

#: A step that people tick is spoken of so long before its term.
_AHEAD = timedelta(days=7)
#: More of them would drown what the system itself asks for.
_MOST = 3


def _current() -> Campaign | None:
    return Campaign.objects.filter(is_current=True).first()


def plan_card_state(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = _current()
    if campaign is None:
        return None
    plan = plan_in_force(campaign)
    if cabinet.role is Role.FEDERAL_ORGANIZER and draft_of(campaign):
        return CardState("attention", "есть черновик", detail="Опубликуйте его или удалите.")
    if plan is None:
        tone = "attention" if cabinet.role is Role.FEDERAL_ORGANIZER else "neutral"
        return CardState(tone, "не опубликован")
    return _in_force(plan, cabinet, now)


def _in_force(plan: PlanSchedule, cabinet: Cabinet, now: datetime) -> CardState:
    """With the nearest end of a step that this role does itself."""
    open_steps = [step for step in rows_of(plan).steps if step.closes_at > now]
    own = [step for step in open_steps if acts(cabinet.role, STEPS[step.key].roles)]
    detail = f"Ближайший Ваш срок: {own[0].title}." if own else ""
    return CardState("ok", f"действует, версия {plan.version}", own[0].closes_at if own else None, detail)


def roadmap_card_state(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = _current()
    view = read_roadmap(cabinet, campaign, now) if campaign else None
    if view is None:
        return None
    late = sum(step.is_late and step.is_own for step in view.steps)
    words = f"просрочено: {late}" if late else "по плану"
    return CardState("stop" if late else "ok", words, done=view.done, total=len(view.steps))


PLAN_CARD = Card(
    "План-график",
    "Сроки этапов и работ по датам, по Москве и по Вашим часам.",
    "campaigns:plan",
    "calendar-days",
    frozenset(EVERY_ROLE),
    5,
    plan_card_state,
)
ROADMAP_CARD = Card(
    "Дорожная карта",
    "Кто, что и к какому сроку делает; что уже выполнено.",
    "campaigns:roadmap",
    "list-checks",
    frozenset(EVERY_ROLE),
    6,
    roadmap_card_state,
)


def roadmap_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    """Own rows that no room of the system counts or asks for: those are told by their rooms."""
    campaign = _current()
    if campaign is None:
        return []
    today = now.astimezone(ZoneInfo(cabinet.unit.time_zone)).date()
    near = [(step, term) for step, term in own_hand_steps(cabinet, campaign) if term - today <= _AHEAD]
    near.sort(key=lambda pair: pair[1])
    address = f"{reverse('campaigns:roadmap')}?own=1"
    steps = [
        Step(
            f"Дорожная карта: {step.title}",
            "Когда сделаете, отметьте.",
            address,
            "Отметить",
            day_ends(term, cabinet.unit.time_zone),
            "stop" if term < today else "attention",
        )
        for step, term in near
    ]
    if len(steps) <= _MOST:
        return steps
    first = steps[0]
    title = f"Дорожная карта: {counted(len(steps), 'шаг', 'шага', 'шагов')} к отметке"
    return [Step(title, near[0][0].title, address, "Открыть", first.deadline, first.state)]
