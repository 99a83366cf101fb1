"""Access handed down: one-time codes for accounts below, and the moment when a code becomes a password.

A readable code exists only in the answer of the service that made it; the database keeps an HMAC.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from vpr.base.copying import among, copy_rows
from vpr.base.refusals import Refusal
from vpr.cabinets.activation_code import digest, new_code, normal_code
from vpr.cabinets.models import Account, ActivationCode, Appointment, Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services.appointments import (
    ForeignAccount,
    holds_roles_elsewhere,
    require_may_manage,
)
from vpr.cabinets.services.journal import record_audit
from vpr.cabinets.services.seats import Seat, appoint_missing, given_by, issuable_seats
from vpr.kernel.roles import Role

VALID_FOR = timedelta(days=60)


class UnknownCode(Refusal):
    """Такого кода нет. Проверьте, все ли двадцать знаков введены, или попросите у своего координатора новый код."""


class SpentCode(Refusal):
    """Этот код уже использован или заменён новым. Войдите со своим паролем или попросите у координатора новый код."""


class NotPledged(Refusal):
    """Доступ выдаётся на условиях конфиденциальности. Подтвердите обязательство и повторите."""


class ExpiredCode(Refusal):
    """Срок действия кода истёк. Попросите у своего координатора новый код."""


@dataclass(frozen=True)
class IssuedCode:
    """One line of the sheet that is handed down. The only place where a code can be read."""

    unit: Unit
    role: Role
    login: str
    person: str
    code: str
    expires_at: datetime


@transaction.atomic
def issue_codes(*, by: Cabinet, units: Iterable[Unit], again: bool = False, now: datetime) -> list[IssuedCode]:
    """Codes for the main role of each unit below; accounts are made where nobody is appointed yet.

    Those who have a password already are left alone unless `again`; so are people who also hold roles elsewhere.
    """
    below = given_by(by, units)
    appoint_missing(by, below)
    issued = _store_codes(by, issuable_seats(by, below, again=again), now)
    if issued:
        record_audit(
            account=by.account,
            unit=by.unit,
            verb="issued_codes",
            subject=f"Коды активации, организаций: {len(issued)}",
            details={"units": [line.unit.code for line in issued[:1000]], "count": len(issued)},
            now=now,
        )
    return issued


@transaction.atomic
def issue_code(*, by: Cabinet, appointment: Appointment, now: datetime) -> IssuedCode:
    """A code for one person, also for one who forgot the password; earlier unused codes die."""
    require_may_manage(by, appointment.unit, Role(appointment.role))
    if holds_roles_elsewhere(by, appointment.account):
        raise ForeignAccount
    issued = code_for(by=by, appointment=appointment, now=now)
    record_audit(
        account=by.account, unit=appointment.unit, verb="issued_code", subject=appointment.account.login, now=now
    )
    return issued


@transaction.atomic
def code_for(*, by: Cabinet, appointment: Appointment, now: datetime) -> IssuedCode:
    """A fresh code for a seat; the caller has made sure that it may be given. Earlier unused codes die."""
    account = appointment.account
    seat = Seat(appointment.unit, Role(appointment.role), account.pk, account.login, account.person)
    return _store_codes(by, [seat], now)[0]


@transaction.atomic
def revoke_codes(*, by: Cabinet, appointment: Appointment, now: datetime) -> int:
    """Kills the unused codes of an account; its password stays."""
    require_may_manage(by, appointment.unit, Role(appointment.role))
    revoked = _unused([appointment.account_id]).update(revoked_at=now)
    if revoked:
        record_audit(
            account=by.account, unit=appointment.unit, verb="revoked_codes", subject=appointment.account.login, now=now
        )
    return revoked


@transaction.atomic
def reset_second_factor(*, by: Cabinet, appointment: Appointment, now: datetime) -> None:
    """For a person who lost the telephone and the recovery codes; the password alone opens the cabinet again."""
    require_may_manage(by, appointment.unit, Role(appointment.role))
    if holds_roles_elsewhere(by, appointment.account):
        raise ForeignAccount
    Authenticator.objects.filter(user=appointment.account).delete()
    record_audit(
        account=by.account,
        unit=appointment.unit,
        verb="reset_second_factor",
        subject=appointment.account.login,
        now=now,
    )


def account_of_code(*, code: str, now: datetime) -> Account:
    """Whose code it is; refuses an unknown, spent or expired one."""
    return _live_code(code, now, ActivationCode.objects.select_related("account")).account


@transaction.atomic
def activate(*, code: str, password: str, pledged: bool, now: datetime) -> Account:
    """Spends the code and sets the password; sessions opened with an earlier password end by themselves.

    `pledged`: the person has promised to keep the access confidential; without it nothing is opened (S4, 1).
    """
    if not pledged:
        raise NotPledged
    row = _live_code(code, now, ActivationCode.objects.select_for_update(of=("self",)).select_related("account"))
    row.used_at = now
    row.save(update_fields=["used_at"])
    account = row.account
    account.set_password(password)
    account.pledged_at = now
    account.save(update_fields=["password", "pledged_at"])
    first = account.appointments.filter(ended_at=None).select_related("unit").order_by("id").first()
    record_audit(account=account, unit=first.unit if first else None, verb="activated", subject=account.login, now=now)
    return account


def _store_codes(by: Cabinet, seats: list[Seat], now: datetime) -> list[IssuedCode]:
    key, expires_at = _key(), now + VALID_FOR
    _unused([seat.account_id for seat in seats]).update(revoked_at=now)
    issued = [IssuedCode(seat.unit, seat.role, seat.login, seat.person, new_code(), expires_at) for seat in seats]
    columns = ("account_id", "digest", "issued_by_id", "issued_at", "expires_at")
    copy_rows(
        ActivationCode,
        columns,
        (
            (seat.account_id, digest(line.code, key=key), by.account.pk, now, expires_at)
            for seat, line in zip(seats, issued, strict=True)
        ),
    )
    return issued


def _unused(accounts: list[int]) -> QuerySet[ActivationCode]:
    return ActivationCode.objects.filter(account__in=among(accounts), used_at=None, revoked_at=None)


def _live_code(code: str, now: datetime, rows: QuerySet[ActivationCode]) -> ActivationCode:
    normal = normal_code(code)
    row = rows.filter(digest__in=_digests(normal)).first() if normal else None
    if row is None or not row.account.is_active:
        raise UnknownCode
    if row.used_at or row.revoked_at:
        raise SpentCode
    if row.expires_at <= now:
        raise ExpiredCode
    return row


def _digests(code: str) -> list[str]:
    return [digest(code, key=_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _key(secret: str | bytes | None = None) -> bytes:
    return salted_hmac("vpr.cabinets.activation", b"", secret=secret, algorithm="sha256").digest()
