"""A list of coordinators: the trial shows what would be done, the real run does exactly that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vpr.base.copying import among, among_texts
from vpr.base.refusals import Refusal
from vpr.cabinets.cards import PersonCard
from vpr.cabinets.models import Appointment, Unit
from vpr.cabinets.roster import Action, Holder, RosterLine, action_of, faults_of
from vpr.cabinets.rules import main_role
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services.appointments import (
    close_appointment,
    edit_card,
    fill_card,
    holds_roles_elsewhere,
    require_may_manage,
    take_seat,
)
from vpr.cabinets.services.journal import record_audit
from vpr.kernel.faults import Fault
from vpr.kernel.roles import Role, UnitKind


class RosterHasFaults(Refusal):
    """В списке есть ошибки или с момента проверки что-то изменилось. Проверьте файл ещё раз."""


@dataclass(frozen=True)
class PlannedLine:
    """What one line would do, and to whom."""

    line: RosterLine
    unit: Unit
    role: Role
    held: Appointment | None
    action: Action


@dataclass(frozen=True)
class Plan:
    lines: list[PlannedLine]
    faults: list[Fault]


def plan_roster(*, by: Cabinet, lines: Sequence[RosterLine]) -> Plan:
    """Reads and writes nothing: the same plan is made for the trial and for the real run."""
    units = _units_of(by, lines)
    held = _holders(list(units.values()))
    planned, faults, seen = [], [], set()
    for line in lines:
        unit = units.get(line.code.lower())
        own = held.get(unit.pk) if unit else None
        holder = Holder(_card(own)) if own else None
        wrong = faults_of(line, is_known=unit is not None, is_repeated=line.code in seen, holder=holder)
        seen.add(line.code)
        faults += wrong
        if unit is not None and not wrong:
            planned.append(PlannedLine(line, unit, _main(unit), own, action_of(line, holder)))
    return Plan(planned, faults)


@transaction.atomic
def apply_roster(*, by: Cabinet, lines: Sequence[RosterLine], now: datetime) -> Plan:
    """All lines or none."""
    plan = plan_roster(by=by, lines=lines)
    if plan.faults:
        raise RosterHasFaults
    for item in plan.lines:
        _do(by, item, now)
    done = sum(item.action is not Action.SAME for item in plan.lines)
    record_audit(account=by.account, unit=by.unit, verb="imported_coordinators", subject=f"Строк: {done}", now=now)
    return plan


def _do(by: Cabinet, item: PlannedLine, now: datetime) -> None:
    require_may_manage(by, item.unit, item.role)
    card = item.line.card
    if item.held is None or item.action is Action.REPLACE:
        if item.held is not None:
            close_appointment(item.held, by=by.account, now=now)
        take_seat(unit=item.unit, role=item.role, card=card, by=by.account, now=now)
    elif item.action is Action.FILL and not holds_roles_elsewhere(by, item.held.account):
        fill_card(item.held, card)
    elif item.action is not Action.SAME:
        edit_card(by=by, appointment=item.held, card=_merged(_card(item.held), card), now=now)


def _units_of(by: Cabinet, lines: Sequence[RosterLine]) -> dict[str, Unit]:
    """A school may be named by its six digits or by its login."""
    wanted = {line.code.lower() for line in lines}
    below = Unit.objects.within(by.scope).filter(is_active=True).exclude(pk=by.unit.pk).exclude(kind=UnitKind.COUNTRY)
    by_code = {unit.code: unit for unit in below.filter(code__in=among_texts(wanted))}
    by_login = {unit.login: unit for unit in below.filter(login__in=among_texts(wanted)) if unit.login}
    return by_login | by_code


def _holders(units: list[Unit]) -> dict[int, Appointment]:
    """The first holder of each unit's main role: the one with a name before nameless seats."""
    live = Appointment.objects.filter(unit__in=among([unit.pk for unit in units]), ended_at=None)
    mains = {unit.pk: _main(unit) for unit in units}
    held: dict[int, Appointment] = {}
    for item in live.select_related("account", "unit").order_by("id"):
        kept = held.get(item.unit_id)
        if item.role == mains[item.unit_id] and (kept is None or (not kept.account.person and item.account.person)):
            held[item.unit_id] = item
    return held


def _card(item: Appointment) -> PersonCard:
    return PersonCard(item.account.person, item.post, item.phone, item.account.email, item.document)


def _merged(old: PersonCard, new: PersonCard) -> PersonCard:
    """An empty cell keeps what is known."""
    return PersonCard(*(getattr(new, field) or getattr(old, field) for field in PersonCard.__dataclass_fields__))


def _main(unit: Unit) -> Role:
    return main_role(UnitKind(unit.kind), is_direct=unit.is_direct)
