"""Appointments: who holds which role where. Rights grow only from here, so every change is refused unless allowed."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.cabinets.models import Account, Appointment, Unit
from vpr.cabinets.rules import may_manage, roles_at
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services.journal import record_audit
from vpr.kernel.roles import ROLE_TITLE, Role, UnitKind


class NotYoursToAppoint(Refusal):
    """Назначать и выдавать коды можно только в организациях ниже своего уровня."""


class ForeignAccount(Refusal):
    """Этот логин принадлежит человеку с ролями вне Ваших организаций. Укажите другой логин или оставьте поле пустым."""


class AppointedAlready(Refusal):
    """Эта роль у этого человека уже есть."""


def unusable_password() -> str:
    """What Django stores for an account without a password, without the cost of its slow random string."""
    return UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20)


def require_may_manage(by: Cabinet, unit: Unit, role: Role) -> None:
    allowed = by.scope.reaches(unit) and may_manage(
        by.role, role, kind=UnitKind(unit.kind), is_direct=unit.is_direct, is_own_unit=unit.pk == by.unit.pk
    )
    if not allowed:
        raise NotYoursToAppoint


def roles_to_give(by: Cabinet, unit: Unit) -> list[Role]:
    """Roles to which this cabinet may appoint at the unit."""
    kind, own = UnitKind(unit.kind), unit.pk == by.unit.pk
    return [
        role
        for role in roles_at(kind, is_direct=unit.is_direct)
        if may_manage(by.role, role, kind=kind, is_direct=unit.is_direct, is_own_unit=own)
    ]


@transaction.atomic
def appoint(*, by: Cabinet, unit: Unit, role: Role, login: str = "", person: str = "", now: datetime) -> Appointment:
    """Gives the role to the account with this login; a new account gets a free login and no password yet."""
    require_may_manage(by, unit, role)
    account = _account(by, unit, login.strip().lower(), person.strip())
    if Appointment.objects.filter(account=account, role=role, unit=unit, ended_at=None).exists():
        raise AppointedAlready
    appointment = Appointment.objects.create(account=account, role=role, unit=unit, appointed_by=by.account)
    record_audit(
        account=by.account, unit=unit, verb="appointed", subject=f"{account.login}: {ROLE_TITLE[role]}", now=now
    )
    return appointment


@transaction.atomic
def end_appointment(*, by: Cabinet, appointment: Appointment, now: datetime) -> None:
    """Takes the role away; codes that were issued and not used die with the last role of the account."""
    unit, role = appointment.unit, Role(appointment.role)
    require_may_manage(by, unit, role)
    live = Appointment.objects.select_for_update().filter(pk=appointment.pk, ended_at=None)
    if not live.update(ended_at=now, ended_by=by.account):
        return
    account = appointment.account
    if not account.appointments.filter(ended_at=None).exists():
        account.activation_codes.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    record_audit(
        account=by.account, unit=unit, verb="ended_appointment", subject=f"{account.login}: {ROLE_TITLE[role]}", now=now
    )


def holds_roles_elsewhere(by: Cabinet, account: Account) -> bool:
    """Has the account a live role that this cabinet does not reach? Then its access is not this cabinet's to give."""
    live = Appointment.objects.filter(account=account, ended_at=None)
    reached = live.filter(unit__in=Unit.objects.within(by.scope)).exclude(unit=by.unit)
    own_assistants = [r for r in Role if may_manage(by.role, r, kind=by.scope.kind, is_direct=False, is_own_unit=True)]
    beside = live.filter(unit=by.unit, role__in=own_assistants)
    return live.count() > reached.count() + beside.count()


def free_login(wanted: str) -> str:
    """`wanted` itself, or with the first free suffix: edu470167-2."""
    taken = set(Account.objects.filter(login__startswith=wanted).values_list("login", flat=True))
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{number}" for number in range(2, len(taken) + 3) if f"{wanted}-{number}" not in taken)


def _account(by: Cabinet, unit: Unit, login: str, person: str) -> Account:
    known = Account.objects.filter(login=login).first() if login else None
    if known is None:
        name = login or free_login((unit.login or unit.code).lower())
        return Account.objects.create(login=name, person=person, password=unusable_password())
    if holds_roles_elsewhere(by, known):
        raise ForeignAccount
    return known
