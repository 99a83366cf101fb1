"""The card of «Подготовка»: local acts of the school, with what the plan of rooms still lacks."""

from datetime import datetime

from vpr.cabinets.preparation import Card, CardState
from vpr.cabinets.scope import Cabinet
from vpr.campaigns.models import Campaign
from vpr.kernel.roles import SCHOOL_ROLES
from vpr.staffing.models import LocalAct
from vpr.staffing.papers.acts import ACTS
from vpr.staffing.queries import school_plan


def acts_state(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = Campaign.objects.filter(is_current=True).first()
    if campaign is None:
        return None
    plan = school_plan(cabinet.unit, campaign)
    if not plan.stands:
        return CardState("neutral", "после расписания", detail="Классы и дни берутся из расписания.")
    printed = LocalAct.objects.filter(unit=cabinet.unit, campaign=campaign, printed_at__isnull=False).count()
    if plan.errors:
        return CardState("attention", f"замечаний: {plan.errors}", done=printed, total=len(ACTS))
    tone, words = ("ok", "напечатаны") if printed == len(ACTS) else ("attention", "не напечатаны")
    return CardState(tone, words, done=printed, total=len(ACTS))


CARD = Card(
    "Приказы и аудитории",
    "Приказ о проведении, организаторы в аудиториях, экспертные комиссии — по правилам и из шаблонов.",
    "staffing:acts",
    "file-pen-line",
    frozenset(SCHOOL_ROLES),
    90,
    acts_state,
)
