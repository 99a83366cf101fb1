"""Pages of the cabinets as their readers meet them."""

import pytest
from django.urls import reverse

from vpr.cabinets.models import Appointment, AuditEntry, Notification, Unit
from vpr.kernel.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_role(client, world):
    """Signs in as the person of a role."""

    def enter(role):
        client.force_login(world.people[role])
        return client

    return enter


def test_a_stranger_is_told_that_no_role_is_given(client, world):
    client.force_login(world.stranger)
    assert "Роль не назначена" in client.get("/").content.decode()


def test_today_asks_the_coordinator_to_hand_out_access(as_role):
    page = as_role(Role.REGIONAL_COORDINATOR).get("/").content.decode()
    assert "Выдайте доступ организациям" in page
    assert "Без кода активации: 2 из 2" in page


def test_today_stops_asking_when_everybody_is_in(as_role, world):
    for account in (world.people[Role.SCHOOL_ORGANIZER], world.neighbor_organizer):
        account.set_password("довольно-длинный-пароль")
        account.save()
    page = as_role(Role.MUNICIPAL_COORDINATOR).get("/").content.decode()
    assert "Выдайте доступ" not in page


def test_the_role_switch_changes_what_the_pages_show(as_role, world):
    second = Appointment.objects.create(
        account=world.people[Role.SCHOOL_ORGANIZER], role=Role.SCHOOL_ORGANIZER, unit=world.neighbor
    )
    client = as_role(Role.SCHOOL_ORGANIZER)
    assert client.get("/").context["cabinet"].unit == world.school
    client.post(reverse("cabinets:switch"), {"appointment": second.pk})
    assert client.get("/").context["cabinet"].unit == world.neighbor


def test_another_persons_role_cannot_be_taken_by_the_switch(as_role, world):
    foreign = Appointment.objects.get(account=world.people[Role.FEDERAL_ORGANIZER])
    response = as_role(Role.SCHOOL_ORGANIZER).post(reverse("cabinets:switch"), {"appointment": foreign.pk})
    assert response.status_code == 404


def test_an_ended_role_closes_its_cabinet_at_once(as_role, world, now):
    client = as_role(Role.SCHOOL_ORGANIZER)
    Appointment.objects.filter(account=world.people[Role.SCHOOL_ORGANIZER]).update(ended_at=now)
    assert "Роль не назначена" in client.get("/").content.decode()
    assert client.get(reverse("cabinets:notifications")).status_code == 302


def test_the_directory_finds_a_school_whatever_the_case_and_the_letter_yo(as_role):
    client = as_role(Role.REGIONAL_COORDINATOR)
    page = client.get(reverse("cabinets:units"), {"q": "ЯМ-ТЕС"})
    assert [unit.code for unit, *_ in page.context["rows"]] == ["470167"]
    assert client.get(reverse("cabinets:units"), {"q": "220001"}).context["rows"] == []


def test_the_directory_workbook_holds_every_unit_found(as_role):
    from io import BytesIO

    from openpyxl import load_workbook

    response = as_role(Role.MUNICIPAL_COORDINATOR).get(reverse("cabinets:units_workbook"))
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert [row[0] for row in rows] == ["Код", "470168", "470167"]


def test_contacts_are_edited_by_the_school_and_by_its_coordinator(as_role, world):
    fresh = {"name": "Иванова И. И., завуч", "phone": "+7 813 72 00-000", "email": "school@example.org"}
    url = reverse("cabinets:contacts", args=["470167"])
    assert as_role(Role.MUNICIPAL_COORDINATOR).post(url, fresh).status_code == 302
    assert as_role(Role.SCHOOL_ORGANIZER).post(url, fresh | {"phone": ""}).status_code == 302
    assert Unit.objects.get(code="470167").contact_phone == ""
    assert AuditEntry.objects.filter(verb="edited_contacts", unit=world.school).count() == 2


def test_a_profile_keeps_the_name_and_the_contacts_apart(as_role, world):
    client = as_role(Role.SCHOOL_ORGANIZER)
    client.post(reverse("cabinets:profile"), {"form": "person", "person": "Иванова И. И."})
    client.post(reverse("cabinets:profile"), {"form": "contacts", "name": "", "phone": "", "email": "a@example.org"})
    world.people[Role.SCHOOL_ORGANIZER].refresh_from_db()
    assert world.people[Role.SCHOOL_ORGANIZER].person == "Иванова И. И."
    assert Unit.objects.get(code="470167").contact_email == "a@example.org"


def test_messages_are_marked_as_read_only_in_ones_own_unit(as_role, world, now):
    own = Notification.objects.create(unit=world.school, title="Ваша", sent_at=now)
    foreign = Notification.objects.create(unit=world.neighbor, title="Чужая", sent_at=now)
    client = as_role(Role.SCHOOL_ORGANIZER)
    page = client.get(reverse("cabinets:notifications")).content.decode()
    assert "Ваша" in page
    assert "Чужая" not in page
    for item in (own, foreign):
        client.post(reverse("cabinets:read"), {"notification": item.pk})
        item.refresh_from_db()
    assert own.read_at is not None
    assert foreign.read_at is None


def test_the_card_shows_only_buttons_that_work(as_role):
    organizer = as_role(Role.SCHOOL_ORGANIZER).get(reverse("cabinets:unit", args=["470167"])).content.decode()
    assert organizer.count("Снять роль") == 1  # the technician, never oneself
    coordinator = as_role(Role.MUNICIPAL_COORDINATOR).get(reverse("cabinets:unit", args=["470167"])).content.decode()
    assert coordinator.count("Снять роль") == 2


def test_the_journal_shows_only_units_of_the_scope(as_role, world, now):
    from vpr.cabinets.services import record_audit

    record_audit(account=None, unit=world.foreign_school, verb="activated", subject="чужое", now=now)
    record_audit(account=None, unit=world.school, verb="activated", subject="своё", now=now)
    page = as_role(Role.REGIONAL_COORDINATOR).get(reverse("cabinets:journal")).content.decode()
    assert "своё" in page
    assert "чужое" not in page


@pytest.mark.parametrize("role", list(Role))
def test_help_opens_for_every_role(as_role, role):
    assert "Вход, пароль и второй фактор" in as_role(role).get(reverse("cabinets:help")).content.decode()


def test_the_cabinet_costs_two_queries(as_role, world, rf, django_assert_num_queries):
    from django.contrib.auth.middleware import get_user
    from django.utils.functional import SimpleLazyObject

    from vpr.cabinets.middleware import cabinet_of_request

    client = as_role(Role.SCHOOL_ORGANIZER)
    request = rf.get("/")
    request.session = client.session
    request.session.get("_auth_user_id")  # the session's own row is loaded already
    request.user = SimpleLazyObject(lambda: get_user(request))
    with django_assert_num_queries(2):
        cabinet_of_request(lambda request: request.cabinet.unit.municipality.name)(request)
