"""Seats: accounts in the main roles of units, tens of thousands at once, as codes are handed down."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from vpr.base.copying import among, among_texts, copy_new
from vpr.cabinets.models import Account, Appointment, Unit
from vpr.cabinets.rules import main_role
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services.appointments import roles_to_give, unusable_password
from vpr.kernel.roles import Role, UnitKind


def _main_role(unit: Unit) -> Role:
    return main_role(UnitKind(unit.kind), is_direct=unit.is_direct)


@dataclass(frozen=True)
class Seat:
    """An account in the main role of a unit: what a code is made for."""

    unit: Unit
    role: Role
    account_id: int
    login: str
    person: str


def given_by(by: Cabinet, units: Iterable[Unit]) -> list[Unit]:
    """Units whose main role this cabinet may give. The rule is asked once per sort of unit, not 40,000 times."""
    allowed: dict[tuple[str, bool, bool], bool] = {}
    below = []
    for unit in units:
        sort = (unit.kind, unit.is_direct, unit.pk == by.unit.pk)
        if sort not in allowed:
            allowed[sort] = _main_role(unit) in roles_to_give(by, unit)
        if allowed[sort] and by.scope.reaches(unit):
            below.append(unit)
    return below


def appoint_missing(by: Cabinet, units: list[Unit]) -> None:
    """Makes an account without a password in the main role of each unit where nobody holds it."""
    kept = Appointment.objects.filter(unit__in=among([unit.pk for unit in units]), ended_at=None)
    held = set(kept.values_list("unit_id", "role"))
    empty = [unit for unit in units if (unit.pk, _main_role(unit).value) not in held]
    wanted = [(unit.login or unit.code).lower() for unit in empty]
    taken = set(Account.objects.filter(login__in=among_texts(wanted)).values_list("login", flat=True))
    accounts = [Account(login=_untaken(login, taken), password=unusable_password()) for login in wanted]
    copy_new(accounts)
    copy_new(
        [
            Appointment(
                account_id=account.pk, role=_main_role(unit).value, unit_id=unit.pk, appointed_by_id=by.account.pk
            )
            for account, unit in zip(accounts, empty, strict=True)
        ]
    )


def _untaken(login: str, taken: set[str]) -> str:
    free, number = login, 2
    while free in taken or (free != login and Account.objects.filter(login=free).exists()):
        free, number = f"{login}-{number}", number + 1
    taken.add(free)
    return free


def issuable_seats(by: Cabinet, units: list[Unit], *, again: bool) -> list[Seat]:
    """The first main seat of each unit whose account this cabinet may open."""
    live = Appointment.objects.filter(ended_at=None, account__is_active=True)
    rows = live.filter(unit__in=among([unit.pk for unit in units])).order_by("id")
    if not again:
        rows = rows.filter(account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    found = list(rows.values_list("unit_id", "role", "account_id", "account__login", "account__person"))
    elsewhere = set(
        live.filter(account__in=among([row[2] for row in found]))
        .filter(Q(unit=by.unit) | ~Q(unit__in=Unit.objects.within(by.scope)))
        .values_list("account_id", flat=True)
    )
    chosen: dict[int, tuple[int, str, str]] = {}
    mains = {unit.pk: _main_role(unit) for unit in units}
    for unit_id, role, account_id, login, person in found:
        if role == mains[unit_id] and account_id not in elsewhere:
            chosen.setdefault(unit_id, (account_id, login, person))
    return [Seat(unit, mains[unit.pk], *chosen[unit.pk]) for unit in units if unit.pk in chosen]
