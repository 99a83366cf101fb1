"""Access handed down level by level: codes, passwords, appointments, and what a coordinator must never reach."""

from datetime import timedelta

import pytest

from vpr.cabinets.cards import PersonCard
from vpr.cabinets.models import Account, ActivationCode, Appointment, AuditEntry
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.cabinets.services import (
    activate,
    appoint,
    end_appointment,
    issue_code,
    issue_codes,
    reset_second_factor,
    revoke_codes,
)
from vpr.cabinets.services.activation import VALID_FOR, ExpiredCode, SpentCode, UnknownCode
from vpr.cabinets.services.appointments import AppointedAlready, ForeignAccount, NotYoursToAppoint
from vpr.kernel.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "довольно-длинный-пароль"


@pytest.fixture
def cabinet(world):
    def of(role):
        appointment = Appointment.objects.select_related("account", "unit").get(account=world.people[role])
        return Cabinet(appointment.account, appointment, scope_of(appointment))

    return of


def appointment_of(account):
    return Appointment.objects.select_related("account", "unit").get(account=account)


def test_a_code_becomes_a_password_once(world, cabinet, now):
    (line,) = issue_codes(by=cabinet(Role.MUNICIPAL_COORDINATOR), units=[world.school], now=now)
    assert (line.login, line.role) == ("school_organizer", Role.SCHOOL_ORGANIZER)
    account = activate(code=line.code.lower().replace("-", " "), password=PASSWORD, pledged=True, now=now)
    assert account.check_password(PASSWORD)
    with pytest.raises(SpentCode):
        activate(code=line.code, password=PASSWORD, pledged=True, now=now)


def test_the_database_keeps_no_readable_code(world, cabinet, now):
    (line,) = issue_codes(by=cabinet(Role.MUNICIPAL_COORDINATOR), units=[world.school], now=now)
    stored = ActivationCode.objects.get()
    journal = str(list(AuditEntry.objects.values()))
    assert line.code not in stored.digest
    assert line.code not in journal
    assert line.code.replace("-", "") not in journal


def test_a_code_dies_with_its_term(world, cabinet, now):
    (line,) = issue_codes(by=cabinet(Role.MUNICIPAL_COORDINATOR), units=[world.school], now=now)
    with pytest.raises(ExpiredCode):
        activate(code=line.code, password=PASSWORD, pledged=True, now=now + VALID_FOR)


def test_an_unknown_code_is_refused(world, now):
    for code in ("", "0000-0000-0000-0000-0000", "не код"):
        with pytest.raises(UnknownCode):
            activate(code=code, password=PASSWORD, pledged=True, now=now)


def test_a_new_code_kills_the_earlier_one(world, cabinet, now):
    by = cabinet(Role.MUNICIPAL_COORDINATOR)
    (first,) = issue_codes(by=by, units=[world.school], now=now)
    (second,) = issue_codes(by=by, units=[world.school], now=now)
    with pytest.raises(SpentCode):
        activate(code=first.code, password=PASSWORD, pledged=True, now=now)
    activate(code=second.code, password=PASSWORD, pledged=True, now=now)


def test_who_has_a_password_is_left_alone_unless_asked_again(world, cabinet, now):
    by = cabinet(Role.MUNICIPAL_COORDINATOR)
    (line,) = issue_codes(by=by, units=[world.school], now=now)
    activate(code=line.code, password=PASSWORD, pledged=True, now=now)
    assert issue_codes(by=by, units=[world.school], now=now) == []
    (again,) = issue_codes(by=by, units=[world.school], again=True, now=now)
    world.people[Role.SCHOOL_ORGANIZER].refresh_from_db()
    assert world.people[Role.SCHOOL_ORGANIZER].check_password(PASSWORD)  # until the new code is used
    assert activate(code=again.code, password="другой-длинный-пароль", pledged=True, now=now).check_password(
        "другой-длинный-пароль"
    )


def test_codes_make_accounts_for_units_where_nobody_works_yet(world, cabinet, now):
    Appointment.objects.filter(unit=world.neighbor).update(ended_at=now)
    (line,) = issue_codes(by=cabinet(Role.REGIONAL_COORDINATOR), units=[world.neighbor], now=now)
    # the former organizer keeps the login edu470168 but not the school: the new one gets a login of their own
    assert line.login == "edu470168-2"
    (empty,) = issue_codes(by=cabinet(Role.REGIONAL_COORDINATOR), units=[world.other_municipality], now=now)
    assert (empty.login, empty.role) == ("reg47_m011", Role.MUNICIPAL_COORDINATOR)


def test_codes_go_only_to_units_below(world, cabinet, now):
    above_beside_and_foreign = [
        world.country,
        world.region,
        world.municipality,
        world.other_municipality,
        world.foreign_school,
    ]
    assert issue_codes(by=cabinet(Role.MUNICIPAL_COORDINATOR), units=above_beside_and_foreign, now=now) == []
    assert issue_codes(by=cabinet(Role.SCHOOL_ORGANIZER), units=[world.school, world.neighbor], now=now) == []
    assert issue_codes(by=cabinet(Role.REGIONAL_ANALYST), units=[world.school], now=now) == []


def test_a_coordinator_never_opens_an_account_that_also_works_elsewhere(world, cabinet, now):
    """A federal organizer who also helps one school must not be taken over by that school's coordinator."""
    federal = world.people[Role.FEDERAL_ORGANIZER]
    Appointment.objects.filter(unit=world.neighbor).update(ended_at=now)
    beside = Appointment.objects.create(account=federal, role=Role.SCHOOL_ORGANIZER, unit=world.neighbor)
    by = cabinet(Role.MUNICIPAL_COORDINATOR)
    assert issue_codes(by=by, units=[world.neighbor], now=now) == []
    for verb in (issue_code, reset_second_factor):
        with pytest.raises(ForeignAccount):
            verb(by=by, appointment=beside, now=now)


def test_an_account_from_elsewhere_cannot_be_appointed_by_its_login(world, cabinet, now):
    with pytest.raises(ForeignAccount):
        appoint(
            by=cabinet(Role.MUNICIPAL_COORDINATOR),
            unit=world.school,
            role=Role.SCHOOL_ORGANIZER,
            login="federal_organizer",
            now=now,
        )


def test_one_person_may_work_in_two_schools_of_a_municipality(world, cabinet, now):
    by = cabinet(Role.MUNICIPAL_COORDINATOR)
    second = appoint(by=by, unit=world.school, role=Role.SCHOOL_ORGANIZER, login="EDU470168", now=now)
    assert second.account == world.neighbor_organizer
    assert second.appointed_by == by.account
    with pytest.raises(AppointedAlready):
        appoint(by=by, unit=world.school, role=Role.SCHOOL_ORGANIZER, login="edu470168", now=now)


@pytest.mark.parametrize(
    ("actor", "role", "unit"),
    [
        (Role.MUNICIPAL_COORDINATOR, Role.MUNICIPAL_COORDINATOR, "municipality"),
        (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, "school"),
        (Role.MUNICIPAL_COORDINATOR, Role.SCHOOL_ORGANIZER, "foreign_school"),
        (Role.SCHOOL_ORGANIZER, Role.SCHOOL_ORGANIZER, "school"),
        (Role.REGIONAL_ANALYST, Role.SCHOOL_ORGANIZER, "school"),
        (Role.REGIONAL_COORDINATOR, Role.RESPONSIBLE_COORDINATOR, "municipality"),
    ],
)
def test_an_appointment_outside_ones_reach_is_refused(world, cabinet, now, actor, role, unit):
    with pytest.raises(NotYoursToAppoint):
        appoint(by=cabinet(actor), unit=getattr(world, unit), role=role, login="new-one", now=now)
    assert not Account.objects.filter(login="new-one").exists()


@pytest.mark.parametrize(
    ("actor", "role"),
    [(Role.REGIONAL_COORDINATOR, Role.REGIONAL_ANALYST), (Role.SCHOOL_ORGANIZER, Role.SCHOOL_TECHNICIAN)],
)
def test_an_assistant_is_appointed_and_admitted_in_ones_own_unit(world, cabinet, now, actor, role):
    by = cabinet(actor)
    appointment = appoint(by=by, unit=by.unit, role=role, login="helper-1", card=PersonCard("Помощник"), now=now)
    assert issue_code(by=by, appointment=appointment, now=now).login == "helper-1"


def test_an_ended_role_takes_unused_codes_with_it(world, cabinet, now):
    by = cabinet(Role.MUNICIPAL_COORDINATOR)
    (line,) = issue_codes(by=by, units=[world.school], now=now)
    end_appointment(by=by, appointment=appointment_of(world.people[Role.SCHOOL_ORGANIZER]), now=now)
    with pytest.raises(SpentCode):
        activate(code=line.code, password=PASSWORD, pledged=True, now=now + timedelta(minutes=1))
    ended = Appointment.objects.get(account=world.people[Role.SCHOOL_ORGANIZER])
    assert (ended.ended_at, ended.ended_by) == (now, by.account)


def test_a_revoked_code_opens_nothing(world, cabinet, now):
    by = cabinet(Role.MUNICIPAL_COORDINATOR)
    (line,) = issue_codes(by=by, units=[world.school], now=now)
    assert revoke_codes(by=by, appointment=appointment_of(world.people[Role.SCHOOL_ORGANIZER]), now=now) == 1
    with pytest.raises(SpentCode):
        activate(code=line.code, password=PASSWORD, pledged=True, now=now)


def test_a_disabled_account_cannot_be_activated(world, cabinet, now):
    (line,) = issue_codes(by=cabinet(Role.MUNICIPAL_COORDINATOR), units=[world.school], now=now)
    Account.objects.filter(login=line.login).update(is_active=False)
    with pytest.raises(UnknownCode):
        activate(code=line.code, password=PASSWORD, pledged=True, now=now)


def test_codes_for_many_units_cost_a_handful_of_queries(world, cabinet, now, django_assert_max_num_queries):
    from vpr.cabinets.services import SchoolRow, ensure_schools

    made = ensure_schools([SchoolRow(f"47{n:04}", f"Школа {n}", "reg47_m011") for n in range(1000, 2200)])
    with django_assert_max_num_queries(16):
        issued = issue_codes(by=cabinet(Role.REGIONAL_COORDINATOR), units=made.values(), now=now)
    assert len({line.code for line in issued}) == 1200
