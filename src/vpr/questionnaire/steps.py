"""The card of the preparation. «Сегодня» has the form from the exchange, as every other one."""

from datetime import datetime

from vpr.cabinets.models import Unit
from vpr.cabinets.preparation import CardState
from vpr.cabinets.scope import Cabinet
from vpr.campaigns.models import Campaign
from vpr.campaigns.queries import step_window
from vpr.kernel.roles import UnitKind
from vpr.questionnaire.models import ContextData


def context_card(cabinet: Cabinet, now: datetime) -> CardState | None:
    campaign = Campaign.objects.filter(is_current=True).first()
    if campaign is None:
        return None
    window = step_window(campaign, "context")
    deadline = window.closes_at if window else None
    found = ContextData.objects.within(cabinet.scope).filter(campaign=campaign)
    if cabinet.unit.kind == UnitKind.SCHOOL:
        if found.exists():
            return CardState("ok", "заполнены", deadline)
        if window is None or now < window.opens_at:
            return CardState("neutral", "ещё не открыты", deadline)
        return CardState(
            "attention" if now < window.closes_at else "stop", "не заполнены", deadline, button="Заполнить"
        )
    done, total = found.count(), Unit.objects.within(cabinet.scope).schools().count()
    is_late = window is not None and now >= window.closes_at
    tone = "ok" if done >= total else "attention" if is_late else "neutral"
    return CardState(tone, f"заполнили {done} из {total}", deadline, done=done, total=total)
