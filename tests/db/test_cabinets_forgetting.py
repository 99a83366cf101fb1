"""Names of former officers disappear everywhere after the term; roles and dates stay."""

from datetime import timedelta

import pytest

from vpr.cabinets import erasing
from vpr.cabinets.models import Account, Appointment, AuditEntry, Notification, Proposal
from vpr.cabinets.services import erase_staff_data, notify, record_audit
from vpr.kernel.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def former(world, now, settings):
    settings.VPR_STAFF_DATA_DAYS = 180
    account = Account.objects.create_account(login="petrova", person="Вера Петрова", email="vera@example.org")
    Appointment.objects.create(
        account=account,
        role=Role.SCHOOL_ORGANIZER,
        unit=world.school,
        post="завуч",
        phone="8 813",
        document="приказ № 3",
        ended_at=now - timedelta(days=181),
    )
    world.school.contact_name, world.school.contact_phone = "Вера Петрова", "8 813"
    world.school.save()
    record_audit(account=account, unit=world.school, verb="appointed", subject="petrova: организатор", now=now)
    notify(units=[world.school], title="Спросите", body="Отвечает Вера Петрова, 8 813.", sender=None, now=now)
    return account


def everything():
    rows = [Account, Appointment, AuditEntry, Notification, Proposal]
    return str([list(model.objects.values()) for model in rows])


def test_after_the_term_nothing_names_the_person_and_the_role_stays(world, former, now):
    assert erase_staff_data(now=now) >= 1
    told = everything() + str(list(type(world.school).objects.values()))
    for word in ("Петрова", "petrova", "vera@", "8 813", "завуч", "приказ № 3"):
        assert word not in told
    kept = Appointment.objects.get(account=former)
    assert (kept.role, kept.unit, kept.ended_at) == ("school_organizer", world.school, now - timedelta(days=181))
    former.refresh_from_db()
    assert not former.is_active


def test_a_second_run_finds_nothing(former, now):
    erase_staff_data(now=now)
    assert erase_staff_data(now=now) == 0


def test_before_the_term_everything_stays(world, former, now):
    Appointment.objects.filter(account=former).update(ended_at=now - timedelta(days=179))
    erase_staff_data(now=now)
    former.refresh_from_db()
    assert former.person == "Вера Петрова"


def test_who_still_works_elsewhere_keeps_the_name_but_not_the_old_card(world, former, now):
    Appointment.objects.create(account=former, role=Role.SCHOOL_ORGANIZER, unit=world.neighbor, phone="8 900")
    erase_staff_data(now=now)
    former.refresh_from_db()
    assert former.person == "Вера Петрова"
    assert set(Appointment.objects.filter(account=former).values_list("phone", flat=True)) == {"", "8 900"}


def test_contacts_of_the_successor_stay(world, former, now):
    world.school.contact_name, world.school.contact_phone = "Анна Новая", "8 999"
    world.school.save()
    erase_staff_data(now=now)
    world.school.refresh_from_db()
    assert (world.school.contact_name, world.school.contact_phone) == ("Анна Новая", "8 999")


def test_candidates_are_forgotten_too(world, former, now):
    Proposal.objects.create(
        unit=world.school, role=Role.SCHOOL_ORGANIZER, person="Иван Иванов", starts_on=now.date(), state="rejected",
        proposed_at=now, decided_at=now - timedelta(days=200), reason="Иванов отказался",
    )  # fmt: skip
    erase_staff_data(now=now)
    assert "Иванов" not in everything()


def test_an_upper_room_erases_its_own(world, former, now, monkeypatch):
    asked = []
    monkeypatch.setattr(erasing, "_erasers", [lambda since: asked.append(since) or 2])
    assert erase_staff_data(now=now) >= 3
    assert asked == [now - timedelta(days=180)]
