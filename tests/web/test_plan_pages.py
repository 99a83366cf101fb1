"""The plan-schedule as the federal organizer edits it and as everybody reads it; the preview; the calendar file."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vpr.campaigns import participation, services
from vpr.campaigns.models import Assessment, PlanItem, PlanSchedule, Window
from vpr.campaigns.plan_versions import draft_of, rows_of
from vpr.campaigns.queries import plan_in_force
from vpr.campaigns.services.amending import Author
from vpr.kernel.roles import EVERY_ROLE, Role

pytestmark = pytest.mark.django_db
NAMES = ("plan_version", "plan_items", "plan_steps", "plan_groups", "plan_import", "publish_plan", "plan_export")


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch, now, home):
    monkeypatch.setattr("vpr.base.clock.now", lambda: now)


@pytest.fixture
def as_role(client, world):
    def enter(role=Role.FEDERAL_ORGANIZER):
        client.force_login(world.people[role])
        return client

    return enter


@pytest.fixture
def draft(assessment, world, now):
    """The packaged plan of 2026 as a draft: the assessment of the story is one of sixty-five."""
    return services.load_reference_plan(code="2026", author=Author(world.people[Role.FEDERAL_ORGANIZER], now))


def at(name, *args, **query):
    text = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"campaigns:{name}", args=args) + (f"?{text}" if text else "")


def text_of(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


def publish(draft, world, now):
    services.publish_plan(plan=draft, author=Author(world.people[Role.FEDERAL_ORGANIZER], now))


def step_fields(form):
    return {name: field.initial or "" for name, field in form.fields.items()}


def test_a_campaign_takes_its_packaged_plan_as_a_draft_and_publishes_it(as_role, assessment, world):
    client = as_role()
    assert "Взять план из справочника" in text_of(client.get(at("plan_versions", "2026")))
    client.post(at("begin_plan", "2026"), {"from": "reference"})
    page = text_of(client.get(at("plan_version", "2026", 1)))
    assert "20.04–20.05.2026" in page
    assert "нет срока загрузки" in page
    confirm = text_of(client.get(at("publish_plan", "2026", 1)))
    assert "получат до 8 организаций" in confirm
    client.post(at("publish_plan", "2026", 1), {"note": "Первая публикация"})
    assert plan_in_force(assessment.campaign).note == "Первая публикация"
    assert "действует" in text_of(client.get(at("plan_versions", "2026")))


@pytest.mark.parametrize("role", [role for role in EVERY_ROLE if role is not Role.FEDERAL_ORGANIZER])
def test_nobody_else_reaches_the_editor(as_role, draft, role):
    client = as_role(role)
    for name in NAMES:
        assert client.get(at(name, "2026", 1)).status_code == 404, name
    assert client.get(at("plan_versions", "2026")).status_code == 404
    assert client.get(at("plan_preview")).status_code == 404


def test_many_assessments_get_one_date_and_keep_the_rest(as_role, draft):
    client = as_role()
    address = at("plan_items", "2026", 1) + "?code=2026.is5&code=2026.ma4"
    form = client.get(address).context["form"]
    assert form.initial["group"] == "keep"  # history is drawn, mathematics is not
    sent = {key: value for key, value in form.initial.items() if isinstance(value, str)}
    text_of(client.post(address, sent | {"upload_until": "2026-05-25"}), 302)
    rows = {row.code: row for row in rows_of(draft).items}
    assert rows["2026.is5"].upload_until == rows["2026.ma4"].upload_until == date(2026, 5, 25)
    assert (rows["2026.is5"].group, rows["2026.ma4"].group) == (1, None)
    assert rows["2026.is5"].period_from == date(2026, 4, 20)
    assert rows["2026.ru4"].upload_until is None


def test_one_assessment_may_lose_a_date(as_role, draft):
    client = as_role()
    address = at("plan_items", "2026", 1, code="2026.is5")
    text_of(client.post(address, {"forms": "paper,computer", "group": "2", "materials_rule": "eve_14_local"}), 302)
    row = next(row for row in rows_of(draft).items if row.code == "2026.is5")
    assert (row.period_from, row.group, row.forms, row.materials_rule) == (
        None,
        2,
        ("paper", "computer"),
        "eve_14_local",
    )


def test_an_assessment_is_taken_out_and_put_back(as_role, draft):
    client = as_role()
    client.post(at("plan_drop", "2026", 1), {"code": "2026.is5"})
    assert not PlanItem.objects.filter(plan=draft, assessment__code="2026.is5").exists()
    assert "2026.is5" in text_of(client.get(at("plan_version", "2026", 1)))
    text_of(client.post(at("plan_items", "2026", 1, code="2026.is5"), {"period_from": "2026-04-20"}), 302)
    page = text_of(client.get(at("plan_version", "2026", 1)))
    assert "История 5 класс, «Период по»: указан только один конец периода" in page
    assert client.get(at("plan_items", "2026", 1, code="2026.fi4")).status_code == 404


def test_steps_are_typed_as_days_or_moments(as_role, draft):
    client = as_role()
    form = client.get(at("plan_steps", "2026", 1)).context["form"]
    typed = step_fields(form) | {
        "application_from": "12.01.2026",
        "application_until": "30.1.26",
        "freeze_until": "06.02.2026 18:00",
    }
    text_of(client.post(at("plan_steps", "2026", 1), typed), 302)
    page = text_of(client.get(at("plan_version", "2026", 1)))
    assert "12.01.2026–30.01.2026" in page
    assert "до 06.02.2026 18:00" in page
    wrong = text_of(client.post(at("plan_steps", "2026", 1), typed | {"freeze_until": "в феврале"}))
    assert "Пишите 09.02.2026 или 09.02.2026 18:00." in wrong


def test_groups_are_edited_and_a_lost_group_frees_its_assessments(as_role, draft):
    client = as_role()
    form = client.get(at("plan_groups", "2026", 1)).context["form"]
    typed = {name: "" if field.initial is None else field.initial for name, field in form.fields.items()}
    assert (typed["grade0"], typed["number0"]) == (4, 1)
    typed |= {"grade0": "", "choose1": "2"}
    text_of(client.post(at("plan_groups", "2026", 1), typed), 302)
    rows = rows_of(draft)
    assert all(row.group is None for row in rows.items if row.grade == 4)
    assert next(group for group in rows.groups if (group.grade, group.number) == (5, 1)).choose == 2


def exported(client):
    return client.get(at("plan_export", "2026", 1)).content


def changed_book(content, code, column, value):
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["План-график"]
    titles = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == code)
    row[titles.index(column)].value = value
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("план.xlsx", target.getvalue()), f"{row[titles.index(column)].coordinate}"


def test_the_downloaded_table_changes_nothing(as_role, draft):
    client = as_role()
    before = rows_of(draft)
    page = client.post(at("plan_import", "2026", 1), {"table": SimpleUploadedFile("план.xlsx", exported(client))})
    assert "Отличий нет" in text_of(page)
    text_of(client.post(at("plan_import", "2026", 1), {"token": page.context["token"]}), 302)
    assert rows_of(draft) == before


def test_a_table_is_shown_first_and_written_when_applied(as_role, draft):
    client = as_role()
    book, _ = changed_book(exported(client), "2026.is5", "Период по", datetime(2026, 5, 15))
    page = client.post(at("plan_import", "2026", 1), {"table": book})
    assert "История 5 класс: период был 20.04–20.05.2026, стал 20.04–15.05.2026" in text_of(page)
    assert rows_of(draft).items[0].period_to == date(2026, 5, 20)
    text_of(client.post(at("plan_import", "2026", 1), {"token": page.context["token"]}), 302)
    row = next(row for row in rows_of(draft).items if row.code == "2026.is5")
    assert row.period_to == date(2026, 5, 15)


def test_a_table_names_the_cell(as_role, draft):
    client = as_role()
    book, cell = changed_book(exported(client), "2026.is5", "Период по", "скоро")
    page = text_of(client.post(at("plan_import", "2026", 1), {"table": book}))
    assert f"План-график!{cell}: «скоро» не похоже на дату" in page
    assert "Применить" not in page


def test_a_published_version_has_no_editor_and_tells_what_it_changed(as_role, draft, world, now):
    publish(draft, world, now)
    client = as_role()
    for name in ("plan_items", "plan_steps", "plan_groups", "plan_import", "publish_plan"):
        assert client.get(at(name, "2026", 1)).status_code == 404, name
    client.post(at("begin_plan", "2026"), {"from": "present"})
    client.post(at("plan_items", "2026", 2, code="2026.is5"), {"period_from": "2026-04-21", "period_to": "2026-05-20"})
    client.post(at("publish_plan", "2026", 2), {})
    page = text_of(client.get(at("plan_version", "2026", 2)))
    assert "Отличия от версии 1" in page
    assert "период был 20.04–20.05.2026, стал 21.04–20.05.2026" in page


def test_a_plan_with_errors_has_no_button_to_publish(as_role, draft):
    client = as_role()
    client.post(at("plan_items", "2026", 1, code="2026.is5"), {"period_from": "2026-04-21", "period_to": "2026-04-20"})
    page = text_of(client.get(at("publish_plan", "2026", 1)))
    assert "Вернуться к черновику" in page
    refused = text_of(client.post(at("publish_plan", "2026", 1), {}))
    assert "Опубликовать нельзя" in refused
    assert draft_of(Assessment.objects.first().campaign) is not None


def test_a_draft_is_thrown_away(as_role, draft):
    as_role().post(at("discard_plan", "2026", 1))
    assert not PlanSchedule.objects.exists()


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_everybody_reads_the_plan_in_force(as_role, draft, world, now, role):
    publish(draft, world, now)
    page = text_of(as_role(role).get(at("plan")))
    assert "Первый день, когда школа может провести работу" in page
    assert "План-график, версия 1 от 22.04.2026" in page
    assert "История 5 класс" in page


def test_a_school_reads_its_own_assessments_by_its_own_clock(as_role, draft, world, now, monkeypatch):
    PlanItem.objects.update(materials_rule="eve_14_local")
    publish(draft, world, now)
    world.school.time_zone = "Asia/Kamchatka"
    world.school.save()
    monkeypatch.setattr(participation, "_providers", [lambda campaign, unit: {world.school.pk: {"2026.is5"}}])
    client = as_role(Role.SCHOOL_ORGANIZER)
    page = text_of(client.get(at("plan")))
    assert "История 5 класс" in page
    assert "Математика 4 класс" not in page
    assert "19.04.2026 05:00" in page  # 14:00 on the eve in Kamchatka, by the Moscow clock
    assert "19.04.2026 14:00" in page
    assert "Математика 4 класс" in text_of(client.get(at("plan", all=1)))


def test_the_plan_goes_into_a_calendar(as_role, draft, world, now):
    publish(draft, world, now)
    answer = as_role(Role.SCHOOL_ORGANIZER).get(at("plan_calendar"))
    text = answer.content.decode().replace("\r\n ", "")
    assert answer["Content-Type"].startswith("text/calendar")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20260420" in text
    assert "SUMMARY:Загрузите результаты до этого времени" in text
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_the_preview_shows_a_role_at_a_moment_in_both_clocks(as_role, draft, world, now):
    client = as_role()
    form = client.get(at("plan_steps", "2026", 1)).context["form"]
    steps = {"application_from": "12.01.2026", "application_until": "30.01.2026"}
    client.post(at("plan_steps", "2026", 1), step_fields(form) | steps)
    publish(draft, world, now)
    asked = {"at": "2026-01-12T00:00", "role": "school_organizer", "zone": "Asia/Kamchatka"}
    page = text_of(client.get(at("plan_preview"), asked))
    assert "12.01.2026 00:00 мск, 12.01.2026 09:00 по местному времени" in page
    assert "Заявка ОО на участие: 12.01.2026–30.01.2026" in page
    assert "делает сама эта роль" in page
    before = text_of(client.get(at("plan_preview"), asked | {"at": "2026-01-11T23:59"}))
    assert "Идут этапы: 0" in before
    assert "Начинается: Заявка ОО на участие" in before
    of_school = text_of(client.get(at("plan_preview"), asked | {"unit": "470167", "at": "2026-04-20T12:00"}))
    assert "Ям-Тёсовская СОШ: 20.04.2026 12:00 мск." in of_school
    assert "Загрузка результатов" in of_school
    assert "Организации с таким кодом нет" in text_of(client.get(at("plan_preview"), asked | {"unit": "999999"}))


def test_the_card_of_the_hub_tells_the_state_of_the_plan(as_role, draft, world, now):
    hub = reverse("enrollment:preparation")
    assert "есть черновик" in text_of(as_role().get(hub))
    assert "не опубликован" in text_of(as_role(Role.SCHOOL_ORGANIZER).get(hub))
    publish(draft, world, now)
    assert "действует, версия 1" in text_of(as_role(Role.SCHOOL_ORGANIZER).get(hub))


def test_the_windows_of_the_story_are_kept_by_a_plan_that_does_not_date_uploads(draft, world, now):
    publish(draft, world, now)
    window = Window.objects.get(assessment__code="2026.en8", kind="upload")
    assert window.opens_at == datetime(2026, 4, 20, 9, tzinfo=UTC)
