"""Reads of the cabinets that need more than one QuerySet call; frozen dataclasses come back."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from vpr.cabinets.models import Account, ActivationCode, Appointment, AuditEntry, Unit
from vpr.cabinets.rules import Relation, may_manage, sees_staff
from vpr.cabinets.scope import Cabinet, Scope
from vpr.kernel.roles import ROLE_TITLE, Role, UnitKind


@dataclass(frozen=True)
class AppointmentRow:
    """One live appointment on the card of a unit."""

    appointment: Appointment
    title: str
    login: str
    person: str
    since: datetime
    is_active: bool  # has a password
    code_until: datetime | None  # a code is out
    has_second_factor: bool
    may_manage: bool
    is_seen: bool  # the reader needs the name and the contacts


def appointments_of(unit: Unit, cabinet: Cabinet) -> list[AppointmentRow]:
    live = list(unit.appointments.filter(ended_at=None).select_related("account").order_by("id"))
    accounts = [row.account_id for row in live]
    codes = ActivationCode.objects.filter(account__in=accounts, used_at=None, revoked_at=None)
    until = dict(codes.values_list("account_id", "expires_at"))
    guarded = set(Authenticator.objects.filter(user__in=accounts).values_list("user_id", flat=True))
    return [
        AppointmentRow(
            appointment=row,
            title=ROLE_TITLE[Role(row.role)],
            login=row.account.login,
            person=row.account.person,
            since=row.appointed_at,
            is_active=row.account.has_usable_password(),
            code_until=until.get(row.account_id),
            has_second_factor=row.account_id in guarded,
            may_manage=_may_manage(cabinet, unit, Role(row.role)),
            is_seen=may_see_staff(cabinet, unit, Role(row.role)),
        )
        for row in live
    ]


def may_see_staff(cabinet: Cabinet, unit: Unit, role: Role) -> bool:
    """Whether this cabinet needs the names of those who hold the role at the unit."""
    relation = Relation.OWN if unit.pk == cabinet.unit.pk else Relation.BELOW
    return sees_staff(cabinet.role, role, relation) or _may_manage(cabinet, unit, role)


def names_above(units: list[Unit]) -> dict[int, str]:
    """id -> name of the parents of these units."""
    return dict(Unit.objects.filter(pk__in={unit.parent_id for unit in units}).values_list("pk", "name"))


def units_above(scope: Scope) -> list[Unit]:
    """What the directory of a cabinet may be narrowed to: regions for the country, municipalities for a region."""
    kind = {UnitKind.COUNTRY: UnitKind.REGION, UnitKind.REGION: UnitKind.MUNICIPALITY}.get(scope.kind)
    return list(Unit.objects.within(scope).filter(kind=kind, is_active=True).by_name()) if kind else []


def journal_of(scope: Scope, *, unit: Unit | None = None) -> QuerySet[AuditEntry]:
    """Entries about units of the scope, the newest first."""
    entries = AuditEntry.objects.select_related("account", "unit").order_by("-at", "-id")
    if unit is not None:
        return entries.filter(unit=unit)
    return entries.filter(unit__in=Unit.objects.within(scope)) if scope.kind is not UnitKind.COUNTRY else entries


def roles_of(account: Account) -> list[Appointment]:
    return list(account.appointments.filter(ended_at=None).select_related("unit").order_by("id"))


def _may_manage(cabinet: Cabinet, unit: Unit, role: Role) -> bool:
    return cabinet.scope.reaches(unit) and may_manage(
        cabinet.role, role, kind=UnitKind(unit.kind), is_direct=unit.is_direct, is_own_unit=unit.pk == cabinet.unit.pk
    )
