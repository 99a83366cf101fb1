"""Pages of the observers as their readers meet them."""

import pytest
from django.urls import reverse

from observer_rows import DAY, candidate, duty, writes
from vpr.base import clock
from vpr.exchange.services import workbook_of
from vpr.kernel.roles import Role
from vpr.objectivity.models import Duty, Observer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def as_role(client, world):
    def enter(role):
        client.force_login(world.people[role])
        return client

    return enter


def text_of(response):
    return response.content.decode()


HOME = "/objectivity/"


def test_without_a_campaign_every_role_reads_a_sentence(as_role):
    for role in Role:
        assert "Текущей кампании нет" in text_of(as_role(role).get(HOME))


def test_the_school_sees_its_candidates_and_who_comes_to_it(as_role, world, assessment, now):
    duty(assessment, world.neighbor, now=now)
    own = candidate(assessment.campaign, world.school, "Наша Ольга Ильинична", now=now)
    writes(assessment, world.school, 8, "А", now=now)
    assert "откроется по плану-графику" in text_of(as_role(Role.SCHOOL_ORGANIZER).get(HOME))
    workbook_of(assessment.campaign, "observers")
    page = text_of(as_role(Role.SCHOOL_ORGANIZER).get(HOME))
    assert own.name in page
    assert "Павлова" not in page  # sent to the neighbor
    assert "Координатор ещё никого не назначил" in page
    assert "/exchange/forms/2026.observers/grid/" in page


def test_names_end_at_the_municipality(as_role, world, assessment, now):
    duty(assessment, world.school, now=now)
    assert "Павлова" in text_of(as_role(Role.MUNICIPAL_COORDINATOR).get(HOME))
    for role in (Role.REGIONAL_COORDINATOR, Role.REGIONAL_ANALYST, Role.FEDERAL_ORGANIZER):
        page = text_of(as_role(role).get(HOME))
        assert "Павлова" not in page
        assert "1 из 1" in page
        place = text_of(as_role(role).get(reverse("objectivity:monitoring", args=["reg47_m010"])))
        assert "Павлова" not in place
        assert "Ям-Тёсовская" in place


def test_the_coordinator_distributes_assigns_and_takes_back(as_role, world, assessment, now):
    person = candidate(assessment.campaign, world.neighbor, now=now)
    writes(assessment, world.school, 8, "А", now=now)
    client = as_role(Role.MUNICIPAL_COORDINATOR)
    assert "нет наблюдателя" in text_of(client.get(HOME, {"show": "bare"}))
    client.post(reverse("objectivity:distribute"))
    made = Duty.objects.get()
    client.post(reverse("objectivity:release", args=[made.pk]))
    assert not Duty.objects.exists()
    url = reverse("objectivity:post", args=["470167", f"{DAY:%Y-%m-%d}"])
    assert person.name in text_of(client.get(url))
    client.post(url, {"observer": person.pk})
    assert Duty.objects.get().unit == world.school
    assert "уже назначен в другую школу" in text_of(client.get(url))
    assert person.name in text_of(client.get(reverse("objectivity:candidates")))


def test_a_candidate_of_another_region_does_not_exist(as_role, world, assessment, now):
    stranger = candidate(assessment.campaign, world.foreign_school, now=now)
    writes(assessment, world.school, 8, "А", now=now)
    url = reverse("objectivity:post", args=["470167", f"{DAY:%Y-%m-%d}"])
    client = as_role(Role.MUNICIPAL_COORDINATOR)
    for wrong in (stranger.pk, "x", ""):
        assert client.post(url, {"observer": wrong}).status_code == 404
    assert client.get(reverse("objectivity:post", args=["470167", "завтра"])).status_code == 404


def test_the_school_marks_presence_and_prints(as_role, world, assessment, now):
    item = duty(assessment, world.school, now=now)
    client = as_role(Role.SCHOOL_ORGANIZER)
    client.post(reverse("objectivity:mark", args=[item.pk]), {"what": "arrived"})
    item.refresh_from_db()
    assert item.arrived_at == now
    assert client.post(reverse("objectivity:mark", args=[item.pk]), {"what": "vanished"}).status_code == 404
    memo = text_of(client.get(reverse("objectivity:memo", args=[item.pk])))
    assert "Вы назначены общественным наблюдателем ВПР: 22.04.2026" in memo
    for url in (
        reverse("objectivity:appointment", args=[item.pk]),
        reverse("objectivity:school_list", args=["470167"]),
    ):
        paper = client.get(url)
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF")
        assert "no-store" in paper["Cache-Control"]


def test_a_page_of_fifty_posts_asks_the_database_a_fixed_number_of_times(
    as_role, world, assessment, now, django_assert_max_num_queries
):
    for letter in "АБВГД":
        writes(assessment, world.school, 8, letter, now=now)
    duty(assessment, world.neighbor, now=now)
    client = as_role(Role.MUNICIPAL_COORDINATOR)
    with django_assert_max_num_queries(22):
        client.get(HOME)
    assert Observer.objects.count() == 1
