"""Staff, rooms, plan and orders as the school meets them; nobody else meets them at all."""

from datetime import date

import pytest
from django.urls import reverse

from vpr.kernel.roles import Role
from vpr.staffing.models import Room, RoomPlan, StaffMember
from vpr.timetable.models import ClassGroup, Sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(client, world, assessment, now):
    group = ClassGroup.objects.create(
        campaign=assessment.campaign, unit=world.school, grade=8, letter="А", ordinal=1, participants=20
    )
    Sitting.objects.create(
        class_group=group, assessment=assessment, on=date(2026, 4, 28), lesson_from=2, lesson_to=2, changed_at=now
    )
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    return client


def told(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def fill(client):
    for card in (
        {"name": "Ольга Директорова", "post": "директор", "is_administration": "on"},
        {"name": "Анна Английская", "subjects": ["en"], "classes": [str(ClassGroup.objects.get().pk)]},
        {"name": "Мария Музыкова"},
    ):
        assert client.post(reverse("staffing:people"), card).status_code == 302
    client.post(reverse("staffing:rooms"), {"number": "12", "seats": "30", "computers": "0"})


def test_a_school_goes_from_its_staff_to_a_printed_order(school):
    fill(school)
    assert "Английский язык" in told(school, "staffing:people")
    assert "назначьте ещё 2" in told(school, "staffing:plan")
    school.post(reverse("staffing:propose"))
    assert "правила соблюдены" in told(school, "staffing:plan")
    assert "Мария Музыкова" in told(school, "staffing:experts")
    school.post(reverse("staffing:number", args=["rooms"]), {"number": "7", "signed_on": "2026-03-02"})
    order = school.post(reverse("staffing:download", args=["rooms"]), {"format": "docx"})
    assert order.content.startswith(b"PK")
    assert "напечатан" in told(school, "staffing:acts")
    Sitting.objects.update(on=date(2026, 4, 29))
    assert "изменилось после печати" in told(school, "staffing:acts")


def test_a_wrong_choice_is_stored_and_told_beside_the_line(school):
    fill(school)
    english = StaffMember.objects.get(name="Анна Английская")
    sitting = Sitting.objects.get()
    school.post(
        reverse("staffing:plan"), {f"first-{sitting.pk}-1": english.pk, f"room-{sitting.pk}-1": Room.objects.get().pk}
    )
    page = told(school, "staffing:plan")
    assert "преподаёт этот предмет" in page
    assert RoomPlan.objects.get().first == english


def test_experts_are_chosen_by_hand(school, assessment):
    fill(school)
    member = StaffMember.objects.get(name="Анна Английская")
    school.post(reverse("staffing:experts"), {f"members-{assessment.pk}": [member.pk]})
    page = told(school, "staffing:experts")
    assert "в комиссии нет представителя администрации" in page
    assert "межшкольной комиссии" in page


def test_a_class_is_divided_on_the_page(school):
    school.post(reverse("staffing:divide", args=[Sitting.objects.get().pk]), {"rooms": "2"})
    assert told(school, "staffing:plan").count("Первый организатор, 8А") == 2


def test_the_card_of_the_preparation_counts_what_is_wrong(school):
    assert "Приказы и аудитории" in told(school, "enrollment:preparation")
    fill(school)
    school.post(reverse("staffing:propose"))
    assert "не напечатаны" in told(school, "enrollment:preparation")


def test_people_of_the_neighbor_do_not_exist(school, client, world):
    fill(school)
    member = StaffMember.objects.first()
    client.force_login(world.neighbor_organizer)
    assert client.get(reverse("staffing:person", args=[member.pk])).status_code == 404
    assert "Директорова" not in told(client, "staffing:people")


def test_those_above_have_no_such_pages(client, world, assessment):
    for role in (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.FEDERAL_ORGANIZER):
        client.force_login(world.people[role])
        for name in ("acts", "people", "rooms", "plan", "experts"):
            assert client.get(reverse(f"staffing:{name}")).status_code == 404


def test_before_the_timetable_the_pages_say_what_comes_first(client, world, assessment):
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    for name in ("plan", "experts", "acts"):
        assert "Расписания ещё нет" in told(client, f"staffing:{name}")
