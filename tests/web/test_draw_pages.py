"""Pages of the draw: the organizer's presses in turn, what a school reads and prints, what a stranger may take."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from vpr.campaigns.models import Assessment, Campaign, DrawGroup, PlanItem, PlanSchedule, PlanState
from vpr.draw import services
from vpr.draw.models import DrawRound, RoundState
from vpr.kernel.roles import MUNICIPAL_ROLES, SCHOOL_ROLES, Role
from vpr.timetable.models import ClassGroup

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 4, 27)


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch, now, home):
    monkeypatch.setattr("vpr.base.clock.now", lambda: now)


@pytest.fixture
def campaign(world, now):
    made = Campaign.objects.create(code="2026", title="ВПР 2026", year=2026, is_current=True)
    plan = PlanSchedule.objects.create(campaign=made, version=1, state=PlanState.PUBLISHED, made_at=now)
    group = DrawGroup.objects.create(plan=plan, grade=6, number=1, choose=2)
    for key, title in (("is", "История"), ("ob", "Обществознание"), ("gg", "География")):
        work = Assessment.objects.create(
            campaign=made, code=f"2026.{key}6", subject=key, grade=6, title=f"{title} 6 класс", is_open=True
        )
        PlanItem.objects.create(plan=plan, assessment=work, draw_group=group)
    for unit in (world.school, world.foreign_school):
        for ordinal, letter in enumerate("АБ", start=1):
            ClassGroup.objects.create(
                campaign=made, unit=unit, grade=6, letter=letter, ordinal=ordinal, participants=20,
                subjects=["is", "ob", "gg"], week_of=MONDAY,
            )  # fmt: skip
    return made


@pytest.fixture
def as_role(client, world):
    def enter(role=Role.FEDERAL_ORGANIZER):
        client.force_login(world.people[role])
        return client

    return enter


def text_of(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


def run_jobs(found: DrawRound, now):
    """What the worker would do."""
    services.run_closing(round_id=found.pk, now=now)
    services.run_draw(round_id=found.pk, now=now)
    services.run_publication(round_id=found.pk, now=now)


@pytest.fixture
def published(campaign, world, now):
    by = world.people[Role.FEDERAL_ORGANIZER]
    found = services.commit_round(campaign=campaign, grades=[6], weeks=[MONDAY], by=by, now=now)
    for verb in (services.start_closing, services.start_draw, services.publish_round):
        verb(round_id=found.pk, by=by, now=now)
        run_jobs(found, now)
    found.refresh_from_db()
    assert found.state == RoundState.PUBLISHED
    return found


def test_the_organizer_leads_a_round_by_one_press_after_another(as_role, campaign, now):
    client = as_role()
    form = text_of(client.get(reverse("draw:new_round")))
    assert "27.04–03.05.2026: классов ждёт 4" in form
    asked = {"grades": ["6"], "weeks": ["2026-04-27"], "source": "Курс доллара на 24.04.2026"}
    page = text_of(client.post(reverse("draw:new_round"), asked, follow=True))
    found = DrawRound.objects.get()
    assert found.commitment in page
    assert "Сейчас в раунд войдёт классов: <b>4</b>" in page
    client.post(reverse("draw:close", args=[1]))
    run_jobs(found, now)
    page = text_of(client.get(reverse("draw:round", args=[1])))
    assert "Справедливая доля" in page
    refused = client.post(reverse("draw:draw", args=[1]), {"public_value": ""})
    assert "было обещано общедоступное значение" in text_of(refused, 409)
    client.post(reverse("draw:draw", args=[1]), {"public_value": "76,1234"})
    run_jobs(found, now)
    assert "Опубликовать результат" in text_of(client.get(reverse("draw:round", args=[1])))
    client.post(reverse("draw:publish", args=[1]))
    run_jobs(found, now)
    assert "Опубликован 22.04.2026" in text_of(client.get(reverse("draw:round", args=[1])))


def test_weeks_of_the_plan_can_be_announced_before_any_class_is_given(as_role, campaign):
    ClassGroup.objects.all().delete()
    PlanItem.objects.update(period_from=MONDAY, period_to=date(2026, 5, 8))
    form = text_of(as_role().get(reverse("draw:new_round")))
    assert "27.04–03.05.2026: классов ждёт 0" in form
    assert "04.05–10.05.2026" in form


def test_an_empty_choice_is_refused_on_the_form(as_role, campaign):
    page = text_of(as_role().post(reverse("draw:new_round"), {}))
    assert page.count("errorlist") == 2


def test_a_dropped_round_shows_its_reason_and_secret_to_all(as_role, campaign, world, now, client):
    by = world.people[Role.FEDERAL_ORGANIZER]
    services.commit_round(campaign=campaign, grades=[6], weeks=[MONDAY], by=by, now=now)
    as_role().post(reverse("draw:drop", args=[1]), {"reason": "План изменён"})
    client.logout()
    page = text_of(client.get(reverse("draw:public_round", args=["2026", 1])))
    assert "План изменён" in page
    assert DrawRound.objects.get().secret in page


@pytest.mark.parametrize("role", SCHOOL_ROLES)
def test_a_school_reads_what_its_classes_write_and_how_to_check(as_role, published, role):
    page = text_of(as_role(role).get(reverse("draw:home"), follow=True))
    assert "назначены" in page
    assert "vpr verify-draw ПАПКА --school 470167" in page
    assert reverse("draw:public_round", args=["2026", 1]) in page


def test_a_school_prints_its_result(as_role, published):
    answer = as_role(Role.SCHOOL_ORGANIZER).get(reverse("draw:paper", args=["470167"]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")


def test_there_is_no_paper_before_the_draw_and_none_of_a_stranger(as_role, campaign):
    client = as_role(Role.SCHOOL_ORGANIZER)
    assert client.get(reverse("draw:paper", args=["470167"])).status_code == 404
    assert client.get(reverse("draw:paper", args=["220001"])).status_code == 404


def test_a_school_without_classes_is_told_what_to_do(as_role, campaign):
    ClassGroup.objects.all().delete()
    assert "Назовите классы" in text_of(as_role(Role.SCHOOL_ORGANIZER).get(reverse("draw:school")))


@pytest.mark.parametrize("role", [*MUNICIPAL_ROLES, Role.REGIONAL_COORDINATOR, Role.FEDERAL_ORGANIZER])
def test_coordinators_see_who_has_not_given_classes(as_role, published, world, role):
    page = text_of(as_role(role).get(reverse("draw:monitoring", args=[world.municipality.code]), {"show": "behind"}))
    assert "Лужская СОШ № 2" in page
    assert "классы не указаны" in page
    assert "Ям-Тёсовская СОШ" not in page


def test_the_monitoring_of_a_country_adds_up_its_regions(as_role, published):
    page = text_of(as_role().get(reverse("draw:monitoring")))
    assert "Алтайский край" in page
    assert "не указали классы: 1" in page


def test_the_table_of_a_coordinator_holds_own_schools_and_works(as_role, published, world):
    answer = as_role(Role.MUNICIPAL_COORDINATOR).get(reverse("draw:monitoring_table", args=[world.municipality.code]))
    book = load_workbook(io.BytesIO(answer.content))
    codes = {row[0].value for row in book["Школы"].iter_rows(min_row=3)}
    assert codes == {"470167", "470168"}
    works = [(row[2].value, row[4].value) for row in book["Классы"].iter_rows(min_row=3)]
    assert len(works) == 4
    assert {name for name, _ in works} == {"6А", "6Б"}


def test_a_stranger_takes_the_files_and_nothing_before_their_time(client, campaign, world, now):
    by = world.people[Role.FEDERAL_ORGANIZER]
    found = services.commit_round(campaign=campaign, grades=[6], weeks=[MONDAY], by=by, now=now)
    services.start_closing(round_id=found.pk, by=by, now=now)
    run_jobs(found, now)
    services.start_draw(round_id=found.pk, by=by, now=now)
    run_jobs(found, now)

    def status(name):
        return client.get(reverse("draw:public_file", args=["2026", 1, name])).status_code

    assert [status(name) for name in ("commitment.json", "inputs.json")] == [200, 200]
    assert [status(name) for name in ("inputs.csv", "result.csv", "proof.json")] == [404, 404, 404]
    services.publish_round(round_id=found.pk, by=by, now=now)
    assert [status(name) for name in ("inputs.csv", "result.csv", "proof.json", "secret")] == [200, 200, 200, 404]


def test_a_redraw_is_ordered_from_the_page_of_a_school_with_a_reason(as_role, published, world):
    client = as_role()
    address = reverse("draw:redraw", args=["470167"])
    item = ClassGroup.objects.get(unit=world.school, letter="А")
    assert "6А: " in text_of(client.get(address))
    assert "errorlist" in text_of(client.post(address, {"classes": [item.pk], "reason": ""}))
    page = text_of(client.post(address, {"classes": [item.pk], "reason": "Не изучают географию"}, follow=True))
    assert "Не изучают географию" in page
    assert DrawRound.objects.get(number=2).only_classes == [item.pk]
    assert "Не изучают географию" in text_of(client.get(reverse("draw:public_round", args=["2026", 2])))


def test_the_organizer_sees_the_next_press_on_the_first_page(as_role, campaign, world, now):
    by = world.people[Role.FEDERAL_ORGANIZER]
    services.commit_round(campaign=campaign, grades=[6], weeks=[MONDAY], by=by, now=now)
    assert "Жребий № 1: закрыть данные" in text_of(as_role().get("/"))


def test_the_preparation_has_a_card_of_the_draw(as_role, published):
    page = text_of(as_role(Role.SCHOOL_ORGANIZER).get(reverse("enrollment:preparation")))
    assert "Случайный выбор предметов" in page
