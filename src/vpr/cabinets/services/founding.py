"""The first person of an installation: nobody stands above who could issue a code, the operator does it in the console."""

from datetime import datetime

from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.cabinets.models import Account, Appointment, Unit
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.cabinets.services.activation import IssuedCode, code_for
from vpr.cabinets.services.appointments import unusable_password
from vpr.cabinets.services.journal import record_audit
from vpr.cabinets.services.units import ensure_country, ensure_region
from vpr.kernel.roles import Role


class LoginOfAnother(Refusal):
    """Этот логин уже занят человеком с другими ролями. Укажите другой логин."""


@transaction.atomic
def found(*, login: str, region: str | None, person: str = "", now: datetime) -> IssuedCode:
    """Appoints the organizer of the country, or the coordinator of a region (`22`), and issues an activation code.

    Again for the same login: a new code, the earlier unused ones die. A password that was set stays until it is replaced.
    """
    unit = _unit(region)
    role = Role.REGIONAL_COORDINATOR if region else Role.FEDERAL_ORGANIZER
    account, _ = Account.objects.get_or_create(
        login=login.strip().lower(), defaults={"password": unusable_password(), "person": person.strip()}
    )
    if account.appointments.filter(ended_at=None).exclude(unit=unit, role=role).exists():
        raise LoginOfAnother
    appointment, _ = Appointment.objects.get_or_create(
        account=account, unit=unit, role=role, ended_at=None, defaults={"appointed_at": now}
    )
    issued = code_for(by=Cabinet(account, appointment, scope_of(appointment)), appointment=appointment, now=now)
    record_audit(account=None, unit=unit, verb="founded", subject=account.login, now=now)
    return issued


def _unit(region: str | None) -> Unit:
    return ensure_region(region) if region else ensure_country()
