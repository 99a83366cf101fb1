"""Applications step by step: the school sends, the municipality and the region confirm or correct, return, explain."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from vpr.cabinets.models import Account, Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import notify, record_audit
from vpr.campaigns.models import Campaign
from vpr.campaigns.queries import step_window
from vpr.enrollment.models import Application
from vpr.enrollment.queries.applications import filled_of_unit, is_frozen
from vpr.enrollment.refusals import (
    FrozenAlready,
    NoApplication,
    NotYourApplication,
    ReasonNeeded,
    StepClosed,
)
from vpr.enrollment.rules.applying import CONFIRMS, Lines, is_at_least
from vpr.enrollment.services.expecting import derive_expectations
from vpr.enrollment.services.figures import Actor, Figures, write_figures
from vpr.enrollment.services.settling import settle_consolidated
from vpr.enrollment.words import ApplicationState
from vpr.exchange.position import moment_text
from vpr.exchange.services import workbook_of
from vpr.exchange.services.reopening import reopen
from vpr.kernel.roles import SCHOOL_ROLES, Role

#: The step of the plan in which a coordinator's role works with applications; the organizer is bound by none.
STEP_OF: dict[Role, str] = {
    Role.MUNICIPAL_COORDINATOR: "consolidated",
    Role.RESPONSIBLE_COORDINATOR: "consolidated",
    Role.REGIONAL_COORDINATOR: "correction",
}
COORDINATORS = (*STEP_OF, Role.FEDERAL_ORGANIZER)


@transaction.atomic
def submit_application(
    *, campaign: Campaign, unit: Unit, takes_part: bool, lines: Lines, account: Account | None, now: datetime
) -> Application:
    """What the school itself says. The same again keeps the state; a coordinator's confirmation ends its turn."""
    known = filled_of_unit(unit, campaign)
    if is_frozen(unit, campaign):
        raise FrozenAlready
    if known and is_at_least(ApplicationState(known.application.state), ApplicationState.MUNICIPAL_CONFIRMED):
        raise NotYourApplication(f"Заявка уже {known.application.get_state_display()}. Изменить её может координатор.")
    item = Figures(unit.pk, ApplicationState.SUBMITTED, takes_part, lines, is_by_school=True)
    write_figures(campaign=campaign, items=[item], actor=Actor(account, Role.SCHOOL_ORGANIZER.value), now=now)
    return Application.objects.get(campaign=campaign, unit=unit)


def require_step_open(by: Cabinet, campaign: Campaign, now: datetime) -> None:
    """A coordinator acts inside the window of the plan; a step that the plan does not date is open."""
    window = step_window(campaign, STEP_OF[by.role]) if by.role in STEP_OF else None
    if window is not None and not window.opens_at <= now < window.closes_at:
        raise StepClosed


@transaction.atomic
def confirm_applications(*, by: Cabinet, campaign: Campaign, units: Sequence[Unit], now: datetime) -> int:
    """Confirms applications as they are, each as far as the role may; returns how many moved on."""
    _require_coordinator(by, units)
    require_step_open(by, campaign, now)
    state = min(CONFIRMS[by.role], ApplicationState.REGIONAL_CONFIRMED, key=list(ApplicationState).index)
    items = []
    for item in Application.objects.filter(campaign=campaign, unit__in=[unit.pk for unit in units]):
        present = ApplicationState(item.state)
        if present is not ApplicationState.DRAFT and not is_at_least(present, state):
            items.append(Figures(item.unit_id, state, item.takes_part))
    write_figures(campaign=campaign, items=items, actor=Actor(by.account, by.role.value), now=now)
    settle_consolidated(campaign=campaign, schools=[item.unit_id for item in items], now=now)
    return len(items)


@transaction.atomic
def correct_application(
    *, by: Cabinet, campaign: Campaign, unit: Unit, takes_part: bool, lines: Lines, reason: str, now: datetime
) -> None:
    """Figures put right, with a reason; after the freeze by region and country only, and the matrix follows."""
    _require_coordinator(by, [unit])
    if not reason.strip():
        raise ReasonNeeded
    known = filled_of_unit(unit, campaign)
    _refuse_confirmed_above(by, known.application if known else None)
    frozen = is_frozen(unit, campaign)
    if frozen and by.role not in (Role.REGIONAL_COORDINATOR, Role.FEDERAL_ORGANIZER):
        raise FrozenAlready
    if not frozen:
        require_step_open(by, campaign, now)
    state = ApplicationState.FROZEN if frozen else _state_after(by, known.application if known else None)
    item = Figures(unit.pk, state, takes_part, lines, reason)
    changed = write_figures(campaign=campaign, items=[item], actor=Actor(by.account, by.role.value), now=now)
    if frozen:
        derive_expectations(campaign=campaign, units=[unit.pk])
    settle_consolidated(campaign=campaign, schools=[unit.pk], now=now)
    if changed:
        _tell(by, [unit], "Заявка исправлена", f"Причина: {reason.strip()}", "decision", now)
        record_audit(account=by.account, unit=unit, verb="corrected_application", subject=str(unit), now=now)


@transaction.atomic
def return_application(*, by: Cabinet, campaign: Campaign, unit: Unit, reason: str, now: datetime) -> None:
    """Back to the school, which sends it again: for three working days at least, whatever its step of the plan says."""
    _require_coordinator(by, [unit])
    if not reason.strip():
        raise ReasonNeeded
    known = filled_of_unit(unit, campaign)
    if known is None:
        raise NoApplication
    present = ApplicationState(known.application.state)
    if present is ApplicationState.FROZEN:
        raise FrozenAlready
    _refuse_confirmed_above(by, known.application)
    item = Figures(unit.pk, ApplicationState.DRAFT, known.application.takes_part, reason=reason)
    write_figures(campaign=campaign, items=[item], actor=Actor(by.account, by.role.value), now=now)
    until = reopen(unit=unit, workbook=workbook_of(campaign, "application"), now=now)
    body = f"Причина: {reason.strip()}. Пришлите заявку снова до {moment_text(until, unit.time_zone)}."
    _tell(by, [unit], "Заявка возвращена", body, "return", now)
    record_audit(account=by.account, unit=unit, verb="returned_application", subject=str(unit), now=now)


def _state_after(by: Cabinet, application: Application | None) -> ApplicationState:
    """A correction confirms as far as the role may, and never takes a later confirmation back."""
    confirmed = min(CONFIRMS[by.role], ApplicationState.REGIONAL_CONFIRMED, key=list(ApplicationState).index)
    if application is None:
        return confirmed
    return max(confirmed, ApplicationState(application.state), key=list(ApplicationState).index)


def _refuse_confirmed_above(by: Cabinet, application: Application | None) -> None:
    """What a higher level has confirmed is its word: nobody below changes the figures under it."""
    present = ApplicationState(application.state) if application else ApplicationState.DRAFT
    if present is ApplicationState.FROZEN or by.role is Role.FEDERAL_ORGANIZER:
        return
    if is_at_least(present, _next(CONFIRMS[by.role])):
        raise NotYourApplication(
            f"Заявка уже {present.label}. Изменить и вернуть её может только тот, кто её подтвердил."
        )


def _next(state: ApplicationState) -> ApplicationState:
    order = list(ApplicationState)
    return order[order.index(state) + 1]


def _require_coordinator(by: Cabinet, units: Sequence[Unit]) -> None:
    if by.role in SCHOOL_ROLES or by.role not in COORDINATORS or not all(by.scope.reaches(unit) for unit in units):
        raise NotYourApplication


def _tell(by: Cabinet, units: Sequence[Unit], title: str, body: str, topic: str, now: datetime) -> None:
    link = reverse("enrollment:applications")
    notify(units=units, title=title, body=body, link=link, topic=topic, sender=by.account, now=now)
