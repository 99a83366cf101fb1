"""The roadmap: template of the country, copies below, terms that follow the plan, statuses counted or ticked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from vpr.cabinets.models import Appointment, AuditEntry
from vpr.campaigns import services, statuses
from vpr.campaigns.models import Roadmap, RoadmapStep, RoadmapTick
from vpr.campaigns.plan_versions import rows_of
from vpr.campaigns.reference.roadmap_reading import roadmap_template
from vpr.campaigns.rules.plan_rows import StepRow
from vpr.campaigns.rules.plan_table import typed_start
from vpr.campaigns.services import roadmaps
from vpr.campaigns.services.amending import Author
from vpr.kernel.roles import EVERY_ROLE, Role

pytestmark = pytest.mark.django_db
COPY = "Составить свою карту"


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch, now, home):
    monkeypatch.setattr("vpr.base.clock.now", lambda: now)


@pytest.fixture
def author(world, now):
    return Author(world.people[Role.FEDERAL_ORGANIZER], now)


@pytest.fixture
def as_role(client, world):
    def enter(role):
        client.force_login(world.people[role])
        return client

    return enter


@pytest.fixture
def plan(assessment, author):
    """The packaged plan of 2026 with the step of observers, in force."""
    draft = services.load_reference_plan(code="2026", author=author)
    steps = (StepRow("observers", typed_start("01.04.2026"), typed_start("11.04.2026")),)
    services.write_plan(plan=draft, rows=replace(rows_of(draft), steps=steps))
    services.publish_plan(plan=draft, author=author)
    return draft


def at(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def shown(response, words):
    return next(step for step in response.context["view"].steps if words in step.step.title)


def test_every_row_of_the_memo_and_of_the_instruction_is_in_the_template():
    rows = roadmap_template().steps
    memo = [row.source for row in rows if "Памятка" in row.source or "памятка" in row.source]
    for part, count in (("подготовка", 6), ("проведение", 2), ("завершение", 5)):
        for number in range(1, count + 1):
            assert any(f"{part}, {number}" in source for source in memo), (part, number)
    for point in ("8.1", "8.2", "8.3", "8.4", "8.5", "10.1", "10.2", "11.1", "11.2", "11.3", "11.4", "п. 12", "13-14"):
        assert any(point in row.source for row in rows), point


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_everybody_reads_the_roadmap_of_the_country(as_role, plan, role):
    page = text_of(as_role(role).get(at("roadmap")))
    assert "Сформирован состав общественных наблюдателей" in page
    assert "до 10.04.2026" in page
    own = text_of(as_role(role).get(at("roadmap") + "?own=1"))
    assert ("Изучены нормативные документы" in own) == (
        role in (Role.MUNICIPAL_COORDINATOR, Role.RESPONSIBLE_COORDINATOR)
    )


def test_terms_move_with_the_plan(as_role, plan, author):
    client = as_role(Role.MUNICIPAL_COORDINATOR)
    assert shown(client.get(at("roadmap")), "Наблюдателям сообщены").term == date(2026, 4, 19)
    assert shown(client.get(at("roadmap")), "Получены скан-копии актов").term == date(2026, 5, 27)
    second = services.begin_plan(campaign=plan.campaign, author=author)
    rows = rows_of(second)
    items = tuple(replace(item, period_from=date(2026, 4, 22), period_to=date(2026, 5, 22)) for item in rows.items)
    steps = (StepRow("observers", typed_start("01.04.2026"), typed_start("18.04.2026")),)
    services.write_plan(plan=second, rows=replace(rows, items=items, steps=steps))
    services.publish_plan(plan=second, author=author)
    answer = client.get(at("roadmap"))
    assert shown(answer, "Наблюдателям сообщены").term == date(2026, 4, 21)
    assert shown(answer, "Получены скан-копии актов").term == date(2026, 5, 29)
    assert shown(answer, "Сформирован состав").term == date(2026, 4, 17)


def test_a_step_without_a_date_in_the_plan_says_so(as_role, plan):
    answer = as_role(Role.MUNICIPAL_COORDINATOR).get(at("roadmap"))
    assert shown(answer, "Проведён анализ результатов").term is None
    assert "не назначено" in text_of(answer)


def test_a_region_copies_the_template_and_edits_it_and_those_below_read_its_own(as_role, plan, world):
    client = as_role(Role.REGIONAL_COORDINATOR)
    assert COPY in text_of(client.get(at("roadmap")))
    client.post(at("roadmap_copy"))
    own = Roadmap.objects.get(unit=world.region)
    assert own.copied_from.unit == world.country
    client.post(at("roadmap_edit"), {"title": "Дорожная карта области", "basis": "Приказ № 15"})
    row = {"title": "Совещание с муниципалитетами", "stage": "before", "role": "municipal_coordinator",
           "anchor": "first_day", "count": "-1", "unit": "w"}  # fmt: skip
    client.post(at("roadmap_add"), row)
    added = RoadmapStep.objects.get(title="Совещание с муниципалитетами")
    assert (added.term_rule, added.position, added.roadmap) == ("first_day-1w", 15, own)
    school = as_role(Role.SCHOOL_ORGANIZER).get(at("roadmap"))
    assert "Дорожная карта области" in text_of(school)
    assert shown(school, "Совещание").term == date(2026, 4, 13)


def test_a_row_keeps_its_status_when_its_words_change_moves_and_goes(as_role, plan, world):
    client = as_role(Role.REGIONAL_COORDINATOR)
    client.post(at("roadmap_copy"))
    own = Roadmap.objects.get(unit=world.region)
    step = own.steps.get(status_key="exchange:reconciliation")
    place = step.position
    client.post(at("roadmap_step", step.pk), {"title": "Выверка", "stage": "before", "role": "municipal_coordinator",
                                              "term_on": "2026-02-02"})  # fmt: skip
    step.refresh_from_db()
    assert (step.title, step.status_key, step.term_on, step.term_rule) == (
        "Выверка", "exchange:reconciliation", date(2026, 2, 2), "")  # fmt: skip
    client.post(at("roadmap_step", step.pk), {"up": "1"})
    step.refresh_from_db()
    assert step.position == place - 1
    count = own.steps.count()
    client.post(at("roadmap_step", step.pk), {"remove": "1"})
    assert list(own.steps.order_by("position").values_list("position", flat=True)) == list(range(1, count))
    bad = text_of(
        client.post(
            at("roadmap_add"), {"title": "Х", "stage": "before", "role": "regional_coordinator", "link": "javascript"}
        )
    )
    assert "Адрес начинается с https://" in bad


def test_only_the_own_roadmap_is_edited(as_role, plan, world):
    template = Roadmap.objects.get(unit=world.country)
    client = as_role(Role.REGIONAL_COORDINATOR)
    assert client.get(at("roadmap_edit")).status_code == 404
    assert client.get(at("roadmap_step", template.steps.first().pk)).status_code == 404
    assert as_role(Role.SCHOOL_ORGANIZER).post(at("roadmap_copy")).status_code == 404
    with pytest.raises(roadmaps.TemplateStays):
        roadmaps.remove_roadmap(roadmap=template, author=Author(None, template.made_at))


def test_an_own_roadmap_is_removed_and_the_one_above_counts_again(as_role, plan, world, author):
    client = as_role(Role.REGIONAL_COORDINATOR)
    client.post(at("roadmap_copy"))
    with pytest.raises(roadmaps.RoadmapExists):
        roadmaps.copy_roadmap(source=Roadmap.objects.get(unit=world.country), unit=world.region, author=author)
    client.post(at("roadmap_remove"))
    assert COPY in text_of(client.get(at("roadmap")))


def test_what_no_system_knows_is_ticked_with_who_and_when(as_role, plan, world, now):
    client = as_role(Role.MUNICIPAL_COORDINATOR)
    step = RoadmapStep.objects.get(title__startswith="Изучены нормативные")
    client.post(at("roadmap_tick", step.pk))
    tick = RoadmapTick.objects.get()
    assert (tick.unit, tick.done_by, tick.done_at) == (
        world.municipality,
        world.people[Role.MUNICIPAL_COORDINATOR],
        now,
    )
    assert "снять отметку" in text_of(client.get(at("roadmap")))
    region = as_role(Role.REGIONAL_COORDINATOR)
    assert "1 из 2 отметили" in text_of(region.get(at("roadmap")))
    assert AuditEntry.objects.filter(verb="ticked_roadmap", unit=world.municipality).count() == 1
    assert region.post(at("roadmap_tick", step.pk)).status_code == 404
    as_role(Role.MUNICIPAL_COORDINATOR).post(at("roadmap_tick", step.pk), {"undo": "1"})
    assert not RoadmapTick.objects.exists()


def test_what_the_system_counts_is_not_ticked(as_role, plan, world, monkeypatch):
    monkeypatch.setitem(
        statuses._providers, "exchange:application", lambda question: statuses.Progress(3, 4, question.key)
    )
    client = as_role(Role.SCHOOL_ORGANIZER)
    step = RoadmapStep.objects.get(status_key="exchange:application")
    assert "3 из 4 exchange:application" in text_of(client.get(at("roadmap")))
    assert client.post(at("roadmap_tick", step.pk)).status_code == 409
    monkeypatch.setitem(statuses._providers, "exchange:application", lambda question: statuses.Progress(4, 4))
    assert shown(client.get(at("roadmap")), "Загружены формы-заявки").is_done


def test_the_system_counts_coordinators_and_access(as_role, plan, world):
    client = as_role(Role.REGIONAL_COORDINATOR)
    answer = client.get(at("roadmap"))
    counted = shown(answer, "Назначены муниципальные").progress
    assert (counted.done, counted.total) == (1, 2)
    Appointment.objects.create(account=world.stranger, role=Role.RESPONSIBLE_COORDINATOR, unit=world.other_municipality)
    assert shown(client.get(at("roadmap")), "Назначены муниципальные").is_done
    access = shown(answer, "Доступ в личные кабинеты").progress
    assert (access.done, access.total) == (0, 2)


def test_late_rows_are_named_on_the_first_page_and_in_the_hub(as_role, plan, now, monkeypatch):
    late = RoadmapStep.objects.get(title__startswith="Участники образовательного процесса")
    page = text_of(as_role(Role.MUNICIPAL_COORDINATOR).get("/"))
    assert "Дорожная карта:" in page
    assert late.title not in text_of(as_role(Role.SCHOOL_ORGANIZER).get("/"))
    monkeypatch.setattr("vpr.base.clock.now", lambda: now - timedelta(days=60))
    assert "Дорожная карта:" not in text_of(as_role(Role.MUNICIPAL_COORDINATOR).get("/"))


def test_the_roadmap_is_printed(as_role, plan):
    answer = as_role(Role.MUNICIPAL_COORDINATOR).get(at("roadmap_print"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_without_a_roadmap_the_federal_organizer_takes_the_packaged_one(as_role, assessment, world):
    assert "появится с публикацией плана-графика" in text_of(as_role(Role.REGIONAL_COORDINATOR).get(at("roadmap")))
    as_role(Role.FEDERAL_ORGANIZER).post(at("roadmap_copy"))
    assert Roadmap.objects.get().steps.count() == len(roadmap_template().steps)
