"""The first person of an installation."""

import pytest

from vpr.cabinets.models import Account, Appointment
from vpr.cabinets.services.activation import SpentCode, activate
from vpr.cabinets.services.founding import LoginOfAnother, found
from vpr.kernel.roles import Role


def test_the_first_coordinator_of_a_region_signs_in_with_the_code(db, now):
    issued = found(login="Ivanova", region="22", now=now)
    account = activate(code=issued.code, password="long-enough-password", pledged=True, now=now)
    assert (account.login, issued.unit.name) == ("ivanova", "Алтайский край")
    assert account.appointments.get().role == Role.REGIONAL_COORDINATOR


def test_without_a_region_it_is_the_organizer_of_the_country(db, now):
    found(login="petrov", region=None, now=now)
    assert Appointment.objects.get().role == Role.FEDERAL_ORGANIZER


def test_founding_again_gives_a_new_code_and_kills_the_old_one(db, now):
    first = found(login="petrov", region=None, now=now)
    second = found(login="petrov", region=None, now=now)
    with pytest.raises(SpentCode):
        activate(code=first.code, password="long-enough-password", pledged=True, now=now)
    assert activate(code=second.code, password="long-enough-password", pledged=True, now=now)
    assert Account.objects.count() == 1


def test_a_login_of_somebody_else_is_refused(world, now):
    with pytest.raises(LoginOfAnother):
        found(login="edu470168", region="47", now=now)
