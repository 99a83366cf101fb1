"""Coordinators: named by the unit, approved above, replaced from a date, and nothing of the work is lost."""

from datetime import date, timedelta

import pytest

from vpr.cabinets.cards import PersonCard
from vpr.cabinets.models import Account, ActivationCode, Appointment, AuditEntry, Notification, Proposal
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.cabinets.services import (
    activate,
    appoint,
    approve,
    edit_card,
    issue_codes,
    propose,
    reject,
    replace,
    settle_due,
    withdraw,
)
from vpr.cabinets.services.activation import NotPledged
from vpr.cabinets.services.appointments import NotYoursToAppoint
from vpr.cabinets.services.succession import DecidedAlready, NotYoursToPropose, ProposedAlready, ReasonNeeded
from vpr.kernel.roles import Role

pytestmark = pytest.mark.django_db
ANNA = PersonCard("Анна Лугова", "начальник отдела", "8 813 72 1", "anna@example.org", "приказ № 12")


@pytest.fixture
def cabinet(world):
    def of(role):
        appointment = Appointment.objects.select_related("account", "unit__parent").get(account=world.people[role])
        return Cabinet(appointment.account, appointment, scope_of(appointment))

    return of


def held(role, unit):
    return Appointment.objects.filter(role=role, unit=unit, ended_at=None)


def test_a_municipality_names_its_coordinator_and_the_region_approves(world, cabinet, now):
    municipality, region = cabinet(Role.MUNICIPAL_COORDINATOR), cabinet(Role.REGIONAL_COORDINATOR)
    proposal = propose(by=municipality, card=ANNA, starts_on=now.date(), replaces=municipality.appointment, now=now)
    assert Notification.objects.get(unit=world.region).topic == "decision"
    assert held(Role.MUNICIPAL_COORDINATOR, world.municipality).get() == municipality.appointment
    approve(by=region, proposals=[proposal], document="приказ министерства № 7", now=now)
    seat = held(Role.MUNICIPAL_COORDINATOR, world.municipality).get()
    assert (seat.account.person, seat.post, seat.document) == (
        "Анна Лугова",
        "начальник отдела",
        "приказ министерства № 7",
    )
    assert seat.account.login == "reg47_m010"
    assert seat.account.email == "anna@example.org"


def test_the_journal_names_no_person(world, cabinet, now):
    proposal = propose(by=cabinet(Role.MUNICIPAL_COORDINATOR), card=ANNA, starts_on=now.date(), now=now)
    approve(by=cabinet(Role.REGIONAL_COORDINATOR), proposals=[proposal], now=now)
    assert "Лугова" not in str(list(AuditEntry.objects.values()))
    assert "Лугова" not in str(list(Notification.objects.values("title", "body")))


def test_a_rejected_candidate_comes_back_with_a_reason(world, cabinet, now):
    proposal = propose(by=cabinet(Role.MUNICIPAL_COORDINATOR), card=ANNA, starts_on=now.date(), now=now)
    region = cabinet(Role.REGIONAL_COORDINATOR)
    with pytest.raises(ReasonNeeded):
        reject(by=region, proposal=proposal, reason=" ", now=now)
    reject(by=region, proposal=proposal, reason="нет приказа", now=now)
    assert "нет приказа" in Notification.objects.get(unit=world.municipality).body
    with pytest.raises(DecidedAlready):
        approve(by=region, proposals=[proposal], now=now)


def test_only_the_level_above_decides(world, cabinet, now):
    proposal = propose(by=cabinet(Role.MUNICIPAL_COORDINATOR), card=ANNA, starts_on=now.date(), now=now)
    for role in (Role.MUNICIPAL_COORDINATOR, Role.SCHOOL_ORGANIZER, Role.REGIONAL_ANALYST):
        with pytest.raises(NotYoursToAppoint):
            approve(by=cabinet(role), proposals=[proposal], now=now)


def test_assistants_and_the_country_name_nobody(world, cabinet, now):
    for role in (Role.SCHOOL_TECHNICIAN, Role.REGIONAL_ANALYST, Role.FEDERAL_ORGANIZER):
        with pytest.raises(NotYoursToPropose):
            propose(by=cabinet(role), card=ANNA, starts_on=now.date(), now=now)


def test_one_candidate_at_a_time(world, cabinet, now):
    by = cabinet(Role.MUNICIPAL_COORDINATOR)
    first = propose(by=by, card=ANNA, starts_on=now.date(), now=now)
    with pytest.raises(ProposedAlready):
        propose(by=by, card=ANNA, starts_on=now.date(), now=now)
    withdraw(by=by, proposal=first, now=now)
    propose(by=by, card=ANNA, starts_on=now.date(), now=now)


def test_a_successor_takes_over_on_the_day_and_the_old_access_ends_then(world, cabinet, now):
    region = cabinet(Role.REGIONAL_COORDINATOR)
    old = held(Role.MUNICIPAL_COORDINATOR, world.municipality).get()
    day = date(2026, 4, 25)
    replace(by=region, appointment=old, card=ANNA, starts_on=day, ends_at_once=False, now=now)
    assert settle_due(now=now) == 0
    assert held(Role.MUNICIPAL_COORDINATOR, world.municipality).get() == old
    later = now + timedelta(days=3)
    assert [settle_due(now=later) for _ in range(2)] == [1, 0]
    fresh = held(Role.MUNICIPAL_COORDINATOR, world.municipality).get()
    assert fresh.account.person == "Анна Лугова"
    assert fresh.appointed_at == later
    old.refresh_from_db()
    assert old.ended_at == later


def test_the_day_begins_by_the_clock_of_the_unit(world, cabinet, now):
    world.municipality.time_zone = "Asia/Kamchatka"
    world.municipality.save()
    old = held(Role.MUNICIPAL_COORDINATOR, world.municipality).get()
    evening = now.replace(hour=13)  # 22 April in Moscow, one in the morning of the 23rd in Kamchatka
    region = cabinet(Role.REGIONAL_COORDINATOR)
    replace(by=region, appointment=old, card=ANNA, starts_on=date(2026, 4, 23), ends_at_once=False, now=now)
    assert settle_due(now=evening) == 1


def test_the_old_access_may_end_before_the_successor_comes(world, cabinet, now):
    old = held(Role.MUNICIPAL_COORDINATOR, world.municipality).get()
    region = cabinet(Role.REGIONAL_COORDINATOR)
    replace(by=region, appointment=old, card=ANNA, starts_on=date(2026, 5, 1), ends_at_once=True, now=now)
    assert not held(Role.MUNICIPAL_COORDINATOR, world.municipality).exists()


def test_a_seat_opened_for_nobody_is_taken_and_its_printed_code_dies(world, cabinet, now):
    region = cabinet(Role.REGIONAL_COORDINATOR)
    (line,) = issue_codes(by=region, units=[world.other_municipality], now=now)
    seat = held(Role.MUNICIPAL_COORDINATOR, world.other_municipality).get()
    person = Account.objects.create_account(login="gatchina")
    own = Appointment.objects.create(account=person, role=Role.MUNICIPAL_COORDINATOR, unit=world.other_municipality)
    by = Cabinet(person, own, scope_of(own))
    approve(by=region, proposals=[propose(by=by, card=ANNA, starts_on=now.date(), now=now)], now=now)
    seat.account.refresh_from_db()
    assert seat.account.person == "Анна Лугова"
    assert ActivationCode.objects.get(account__login=line.login).revoked_at == now


def test_access_opens_only_to_those_who_promise_to_keep_it(world, cabinet, now):
    (line,) = issue_codes(by=cabinet(Role.MUNICIPAL_COORDINATOR), units=[world.school], now=now)
    with pytest.raises(NotPledged):
        activate(code=line.code, password="довольно-длинный-пароль", pledged=False, now=now)
    account = activate(code=line.code, password="довольно-длинный-пароль", pledged=True, now=now)
    assert account.pledged_at == now


def test_the_level_above_corrects_a_card(world, cabinet, now):
    region = cabinet(Role.REGIONAL_COORDINATOR)
    made = appoint(by=region, unit=world.municipality, role=Role.MUNICIPAL_COORDINATOR, card=ANNA, now=now)
    edit_card(by=region, appointment=made, card=PersonCard("Анна Лугова", phone="112"), now=now)
    made.refresh_from_db()
    assert (made.phone, made.post, made.account.email) == ("112", "", "")


def test_a_name_belongs_to_the_person_who_also_works_elsewhere(world, cabinet, now):
    federal = world.people[Role.FEDERAL_ORGANIZER]
    federal.person = "Пётр Общий"
    federal.save()
    beside = Appointment.objects.create(account=federal, role=Role.SCHOOL_ORGANIZER, unit=world.neighbor)
    edit_card(by=cabinet(Role.MUNICIPAL_COORDINATOR), appointment=beside, card=ANNA, now=now)
    federal.refresh_from_db()
    beside.refresh_from_db()
    assert (federal.person, federal.email, beside.phone) == ("Пётр Общий", "", "8 813 72 1")


def test_a_settled_candidate_cannot_be_withdrawn(world, cabinet, now):
    by = cabinet(Role.MUNICIPAL_COORDINATOR)
    proposal = propose(by=by, card=ANNA, starts_on=now.date(), now=now)
    approve(by=cabinet(Role.REGIONAL_COORDINATOR), proposals=[proposal], now=now)
    with pytest.raises(DecidedAlready):
        withdraw(by=by, proposal=Proposal.objects.get(), now=now)
