"""«Сегодня» and the card of the preparation: what the draw asks of each role now."""

from datetime import datetime

from django.urls import reverse

from vpr.cabinets.preparation import CardState
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.campaigns.models import Campaign
from vpr.campaigns.queries import step_window
from vpr.draw.models import DrawnSubject, DrawRound, RoundState
from vpr.draw.queries.monitor import behind_count
from vpr.draw.queries.plan import DrawPlan, draw_plan
from vpr.kernel.roles import Role, UnitKind
from vpr.timetable.models import ClassGroup

#: What the organizer does next with a round.
_NEXT = {
    RoundState.COMMITTED: ("Закрыть данные", "Школы ещё могут менять классы."),
    RoundState.FROZEN: ("Провести жребий", "Данные закрыты, отпечаток опубликован."),
    RoundState.DRAWN: ("Опубликовать результат", "Жребий проведён, результат ещё никому не виден."),
}


def draw_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    campaign = Campaign.objects.filter(is_current=True).first()
    if campaign is None or cabinet.role is not Role.FEDERAL_ORGANIZER:
        return []
    return [
        Step(
            title=f"{found}: {_NEXT[RoundState(found.state)][0].lower()}",
            detail=_NEXT[RoundState(found.state)][1],
            url=reverse("draw:round", args=[found.number]),
            button=_NEXT[RoundState(found.state)][0],
        )
        for found in DrawRound.objects.filter(campaign=campaign, state__in=list(_NEXT)).order_by("number")
    ]


def draw_card(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = Campaign.objects.filter(is_current=True).first()
    plan = draw_plan(campaign) if campaign else None
    if campaign is None or plan is None or not plan.groups:
        return None
    if cabinet.unit.kind == UnitKind.SCHOOL:
        return _of_school(cabinet, campaign, plan)
    return _of_others(cabinet, campaign, plan)


def _of_school(cabinet: Cabinet, campaign: Campaign, plan: DrawPlan) -> CardState:
    classes = ClassGroup.objects.filter(campaign=campaign, unit=cabinet.unit, grade__in=plan.grades)
    count = classes.count()
    rows = DrawnSubject.objects.in_force().filter(class_group__in=classes)
    drawn = rows.order_by().values("class_group_id").distinct().count()
    if not count:
        return CardState("neutral", "классы не указаны", detail="Сначала внесите список классов.")
    words = "назначены" if drawn == count else "ждут жребия"
    return CardState("ok" if drawn == count else "neutral", words, done=drawn, total=count)


def _of_others(cabinet: Cabinet, campaign: Campaign, plan: DrawPlan) -> CardState:
    silent, schools = behind_count(cabinet.unit, campaign, plan)
    window = step_window(campaign, "classes")
    return CardState(
        "attention" if silent else "ok",
        f"не указали классы: {silent}" if silent else "классы указаны",
        deadline=window.closes_at if window else None,
        done=schools - silent,
        total=schools,
    )
