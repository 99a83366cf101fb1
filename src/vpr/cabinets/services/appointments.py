"""Appointments: who holds which role where. Rights grow only from here, so every change is refused unless allowed."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.cabinets.cards import PersonCard
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
def appoint(
    *, by: Cabinet, unit: Unit, role: Role, login: str = "", card: PersonCard | None = None, now: datetime
) -> Appointment:
    """Gives the role to the account with this login; a new account gets a free login and no password yet."""
    require_may_manage(by, unit, role)
    account = _account(by, unit, login.strip().lower())
    if Appointment.objects.filter(account=account, role=role, unit=unit, ended_at=None).exists():
        raise AppointedAlready
    appointment = Appointment.objects.create(
        account=account, role=role, unit=unit, appointed_by=by.account, appointed_at=now
    )
    fill_card(appointment, card or PersonCard())
    record_audit(
        account=by.account, unit=unit, verb="appointed", subject=f"{account.login}: {ROLE_TITLE[role]}", now=now
    )
    return appointment


@transaction.atomic
def end_appointment(*, by: Cabinet, appointment: Appointment, now: datetime) -> None:
    """Takes the role away; codes that were issued and not used die with the last role of the account."""
    unit, role = appointment.unit, Role(appointment.role)
    require_may_manage(by, unit, role)
    close_appointment(appointment, by=by.account, now=now)


def close_appointment(appointment: Appointment, *, by: Account | None, now: datetime) -> None:
    """Ends a live appointment; the caller has made sure that it may be done. A second time changes nothing."""
    live = Appointment.objects.select_for_update().filter(pk=appointment.pk, ended_at=None)
    if not live.update(ended_at=now, ended_by=by):
        return
    account, title = appointment.account, ROLE_TITLE[Role(appointment.role)]
    if not account.appointments.filter(ended_at=None).exists():
        account.activation_codes.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    record_audit(
        account=by, unit=appointment.unit, verb="ended_appointment", subject=f"{account.login}: {title}", now=now
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


def take_seat(*, unit: Unit, role: Role, card: PersonCard, by: Account | None, now: datetime) -> Appointment:
    """The person of the card in the role: in a seat that was opened for nobody yet, else in a new account.

    The caller has made sure that it may be done.
    """
    nameless = Appointment.objects.filter(
        unit=unit, role=role, ended_at=None, account__person="", account__password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    seat = nameless.select_related("account").order_by("id").first()
    if seat is None:
        account = Account.objects.create(
            login=free_login((unit.login or unit.code).lower()), password=unusable_password()
        )
        seat = Appointment.objects.create(account=account, role=role, unit=unit, appointed_by=by, appointed_at=now)
    else:  # a sheet with its code may lie on a desk that is not this person's
        seat.account.activation_codes.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    fill_card(seat, card)
    return seat


def fill_card(appointment: Appointment, card: PersonCard) -> None:
    """Writes what the card knows; what it does not know stays."""
    for field in ("post", "phone", "document"):
        setattr(appointment, field, getattr(card, field).strip() or getattr(appointment, field))
    appointment.save(update_fields=["post", "phone", "document"])
    account = appointment.account
    account.person, account.email = card.person.strip() or account.person, card.email.strip() or account.email
    account.save(update_fields=["person", "email"])


@transaction.atomic
def edit_card(*, by: Cabinet, appointment: Appointment, card: PersonCard, now: datetime) -> None:
    """The level above corrects a card. The name and the address of a person who also works elsewhere stay theirs."""
    require_may_manage(by, appointment.unit, Role(appointment.role))
    if holds_roles_elsewhere(by, appointment.account):
        card = PersonCard(post=card.post, phone=card.phone, document=card.document)
    else:
        Account.objects.filter(pk=appointment.account_id).update(person="", email="")
        appointment.account.refresh_from_db()
    appointment.post = appointment.phone = appointment.document = ""
    fill_card(appointment, card)
    record_audit(
        account=by.account, unit=appointment.unit, verb="edited_card", subject=appointment.account.login, now=now
    )


def _account(by: Cabinet, unit: Unit, login: str) -> Account:
    known = Account.objects.filter(login=login).first() if login else None
    if known is None:
        name = login or free_login((unit.login or unit.code).lower())
        return Account.objects.create(login=name, password=unusable_password())
    if holds_roles_elsewhere(by, known):
        raise ForeignAccount
    return known
