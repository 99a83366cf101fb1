"""The consolidated file on record: confirmations and corrections of hundreds of schools in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from vpr.cabinets.models import Account, Unit
from vpr.cabinets.services import notify, record_audit
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import Application
from vpr.enrollment.queries.applications import is_frozen
from vpr.enrollment.refusals import FrozenAlready, NotYourApplication
from vpr.enrollment.rules.applying import is_at_least
from vpr.enrollment.rules.deciding import Decided
from vpr.enrollment.services.expecting import derive_expectations
from vpr.enrollment.services.figures import Actor, Figures, write_figures
from vpr.enrollment.words import ApplicationState
from vpr.kernel.roles import Role, UnitKind


@transaction.atomic
def store_decisions(
    *, campaign: Campaign, unit: Unit, decided: Sequence[Decided], account: Account | None, now: datetime
) -> None:
    """`unit`: the municipality, set or region that decided. After the freeze figures change, states stay."""
    role = _role(unit)
    confirmed = (
        ApplicationState.REGIONAL_CONFIRMED if unit.kind == UnitKind.REGION else ApplicationState.MUNICIPAL_CONFIRMED
    )
    frozen = is_frozen(unit, campaign)
    keys = [item.unit_id for item in decided]
    states = dict(Application.objects.filter(campaign=campaign, unit__in=keys).values_list("unit_id", "state"))
    items = [
        Figures(
            item.unit_id,
            ApplicationState.FROZEN if frozen else _later(states.get(item.unit_id), confirmed),
            item.takes_part,
            item.lines,
            item.note or ("исправлено в сводной заявке" if item.lines is not None else ""),
        )
        for item in decided
    ]
    changed = write_figures(campaign=campaign, items=items, actor=Actor(account, role.value), now=now)
    if role is not Role.REGIONAL_COORDINATOR:
        _refuse_closed([states.get(key) for key in changed], frozen)
    if frozen:
        derive_expectations(campaign=campaign, units=[item.unit_id for item in decided])
    if changed:
        notify(
            units=Unit.objects.filter(pk__in=changed),
            title="Заявка исправлена координатором",
            body="Цифры Вашей заявки изменены в сводной. Что именно и почему, видно на странице заявки.",
            link=reverse("enrollment:applications"),
            topic="decision",
            sender=account,
            now=now,
        )
    record_audit(
        account=account,
        unit=unit,
        verb="confirmed_applications",
        subject=f"Сводная заявка: школ {len(decided)}, исправлено {len(changed)}",
        now=now,
    )


def _refuse_closed(states: Sequence[str | None], frozen: bool) -> None:
    """The check has refused it already, but the region may have confirmed or been frozen since: then it checks anew."""
    if frozen and states:
        raise FrozenAlready
    if any(state and is_at_least(ApplicationState(state), ApplicationState.REGIONAL_CONFIRMED) for state in states):
        raise NotYourApplication


def _role(unit: Unit) -> Role:
    if unit.kind == UnitKind.REGION:
        return Role.REGIONAL_COORDINATOR
    return Role.RESPONSIBLE_COORDINATOR if unit.is_direct else Role.MUNICIPAL_COORDINATOR


def _later(state: str | None, confirmed: ApplicationState) -> ApplicationState:
    """A confirmation never takes a later one back."""
    present = ApplicationState(state) if state else None
    return present if present is not None and is_at_least(present, confirmed) else confirmed
