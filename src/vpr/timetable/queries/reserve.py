"""Requests for reserve days: bounds of the plan, what waits for whom, what was decided."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, QuerySet, Value, When

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.campaigns.models import Assessment, Campaign, PlanItem, PlanState
from vpr.campaigns.own_moments import OwnMoment
from vpr.kernel.roles import Role, UnitKind
from vpr.timetable.models import ReserveRequest
from vpr.timetable.rules.reserve import MOVES, ReserveBounds, State, default_upload_day

STATE_TITLE = {
    State.SUBMITTED: "ждёт муниципалитет",
    State.AGREED: "согласован, ждёт регион",
    State.GRANTED: "разрешён",
    State.RETURNED: "возвращён школе",
    State.REFUSED: "отклонён",
    State.WITHDRAWN: "отозван школой",
}
STATE_TONE = {
    State.SUBMITTED: "attention",
    State.AGREED: "attention",
    State.GRANTED: "ok",
    State.RETURNED: "stop",
    State.REFUSED: "stop",
    State.WITHDRAWN: "neutral",
}


def plan_item_of(assessment: Assessment) -> PlanItem | None:
    return PlanItem.objects.filter(assessment=assessment, plan__state=PlanState.PUBLISHED).first()


def bounds_of(assessment: Assessment, unit: Unit, now: datetime) -> ReserveBounds:
    item = plan_item_of(assessment)
    today = local_day(unit, now)
    if item is None:
        return ReserveBounds(None, None, None, today)
    return ReserveBounds(item.period_from, item.period_to, item.late_upload_until or item.upload_until, today)


def suggested_upload_day(assessment: Assessment, unit: Unit, granted: date, now: datetime) -> date:
    item = plan_item_of(assessment)
    return default_upload_day(granted, bounds_of(assessment, unit, now), item.upload_until if item else None)


def end_of_day(day: date, unit: Unit) -> datetime:
    """Uploads are taken until midnight of the school's own clock."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(unit.time_zone))


def local_day(unit: Unit, now: datetime) -> date:
    return now.astimezone(ZoneInfo(unit.time_zone)).date()


def requests_within(cabinet: Cabinet, campaign: Campaign) -> QuerySet[ReserveRequest]:
    found = ReserveRequest.objects.within(cabinet.scope).filter(campaign=campaign)
    return found.select_related("unit__municipality", "assessment").prefetch_related("classes")


def waiting_for(cabinet: Cabinet, campaign: Campaign) -> QuerySet[ReserveRequest]:
    """Requests on which this role can decide now."""
    states = [start for (start, _), rule in MOVES.items() if cabinet.role in rule.by and start in _UNDECIDED]
    if cabinet.role == Role.SCHOOL_ORGANIZER:
        states = [State.RETURNED]
    return requests_within(cabinet, campaign).filter(state__in=states)


def waiting_first(found: QuerySet[ReserveRequest], cabinet: Cabinet, campaign: Campaign) -> QuerySet[Any]:
    """In the order of the page: `waits` for this role, then the latest change."""
    own = waiting_for(cabinet, campaign).order_by().values("pk")
    waits = Case(When(pk__in=own, then=Value(True)), default=Value(False))
    return found.annotate(waits=waits).order_by("-waits", "-changed_at", "-pk")


_UNDECIDED = frozenset({State.SUBMITTED, State.AGREED})


def granted_of(unit: Unit, campaign: Campaign) -> QuerySet[ReserveRequest]:
    """Reserve days of a school that are in force."""
    found = ReserveRequest.objects.filter(unit=unit, campaign=campaign, state=State.GRANTED)
    return found.select_related("assessment").prefetch_related("classes").order_by("granted_on")


def reserve_moments(campaign: Campaign, unit: Unit) -> list[OwnMoment]:
    """Granted days and ends of uploads of a school, for its plan."""
    if unit.kind != UnitKind.SCHOOL:
        return []
    moments = []
    for item in granted_of(unit, campaign):
        if item.granted_on and item.upload_until:
            begins = datetime.combine(item.granted_on, time(), tzinfo=ZoneInfo(unit.time_zone))
            moments.append(OwnMoment(begins, "Резервный день Вашей школы", item.assessment, is_whole_day=True))
            words = "Загрузите результаты после резервного дня до этого времени"
            moments.append(OwnMoment(item.upload_until, words, item.assessment))
    return moments


def state_counts(unit: Unit, campaign: Campaign) -> dict[str, int]:
    """How many requests below a unit are in each state."""
    found = ReserveRequest.objects.filter(campaign=campaign)
    if unit.kind == UnitKind.REGION:
        found = found.filter(unit__region=unit)
    elif unit.kind == UnitKind.MUNICIPALITY:
        found = found.filter(unit__municipality=unit)
    elif unit.kind == UnitKind.SCHOOL:
        found = found.filter(unit=unit)
    counts = dict.fromkeys((state.value for state in State), 0)
    return counts | dict(found.order_by().values_list("state").annotate(Count("pk")))
