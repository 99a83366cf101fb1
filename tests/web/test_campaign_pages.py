"""The campaign as the federal organizer edits it and as everybody else reads it."""

import io
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vpr.base.clock import MOSCOW
from vpr.campaigns.models import Amendment, Assessment, Campaign, MarkScale, Wave
from vpr.kernel.roles import EVERY_ROLE, Role

pytestmark = pytest.mark.django_db
CODE = "2026.en8"


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch, now, home):
    monkeypatch.setattr("vpr.base.clock.now", lambda: now)


@pytest.fixture
def as_role(client, world):
    def enter(role=Role.FEDERAL_ORGANIZER):
        client.force_login(world.people[role])
        return client

    return enter


def at(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def book(*rows):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        sheet = workbook.add_worksheet("Лист1")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("таблица.xlsx", target.getvalue())


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_every_role_reads_the_campaign_and_its_open_assessment(as_role, assessment, role):
    client = as_role(role)
    listed = text_of(client.get(at("overview")))
    assert "Английский язык 8 класс" in listed
    assert "0–9 · 10–14 · 15–21 · 22–25" in listed
    card = text_of(client.get(at("assessment", CODE)))
    assert "<td>4К1</td>" in card
    assert "при нуле или X за указанный критерий" in card
    assert "План по датам" in text_of(client.get(at("plan")))


@pytest.mark.parametrize("role", [role for role in EVERY_ROLE if role is not Role.FEDERAL_ORGANIZER])
def test_a_closed_assessment_does_not_exist_for_others(as_role, assessment, role):
    Assessment.objects.update(is_open=False)
    client = as_role(role)
    assert client.get(at("assessment", CODE)).status_code == 404
    assert client.get(at("specification_xlsx", CODE)).status_code == 404
    assert "Английский" not in text_of(client.get(at("overview")))


@pytest.mark.parametrize("role", [role for role in EVERY_ROLE if role is not Role.FEDERAL_ORGANIZER])
def test_nobody_else_reaches_an_editor(as_role, assessment, role):
    client = as_role(role)
    for url in (
        at("specification", CODE),
        at("specification_import", CODE),
        at("scale", CODE),
        at("card", CODE),
        at("scales", "2026"),
        at("new_campaign"),
        at("new_assessment", "2026"),
        at("publish", CODE, 1),
        at("dates") + f"?code={CODE}",
        at("scales_export", "2026"),
    ):
        assert client.get(url).status_code == 404, url
    for name in ("open_for_schools", "close_for_schools"):
        assert client.post(at(name, CODE)).status_code == 404


def test_an_assessment_without_a_scale_says_so_in_plain_words(as_role, assessment):
    MarkScale.objects.all().delete()
    card = text_of(as_role(Role.SCHOOL_ORGANIZER).get(at("assessment", CODE)))
    assert "Результаты показываются в первичных баллах, отметки недоступны" in card


def test_the_plan_speaks_to_each_role_in_its_own_words(as_role, assessment):
    assert "Загрузите результаты до этого времени" in text_of(as_role(Role.SCHOOL_ORGANIZER).get(at("plan")))
    assert "проверьте, кто не загрузил" in text_of(as_role(Role.MUNICIPAL_COORDINATOR).get(at("plan")))


def test_the_plan_shows_the_local_clock(as_role, assessment, world):
    world.school.time_zone = "Asia/Vladivostok"
    world.school.save()
    page = text_of(as_role(Role.SCHOOL_ORGANIZER).get(at("plan")))
    assert "20.04.2026 12:00" in page
    assert "20.04.2026 19:00" in page


def editor_rows(page):
    """What a browser would send back from the editor."""
    form = {}
    for row in page.context["rows"]:
        form.setdefault("order", []).append(row.order)
        for cell in row.cells:
            form.setdefault(cell.key, []).append(cell.text)
    return form


def test_the_editor_saves_a_new_task_put_between_two(as_role, assessment):
    client = as_role()
    form = editor_rows(client.get(at("specification", CODE)))
    spare = form["code"].index("")
    form["order"][spare], form["code"][spare], form["max_points"][spare] = "1,5", "1.2", "2"
    checked = text_of(client.post(at("specification", CODE), {**form, "check": "1"}))
    assert "Ошибок нет. Максимум работы: 27" in checked
    assert assessment.tasks.count() == 7
    saved = client.post(at("specification", CODE), {**form, "save": "1"})
    assert saved.status_code == 302
    assert [task.code for task in assessment.tasks.all()][:3] == ["1", "1.2", "2"]
    assert assessment.tasks.get(code="4К2").depends_on.code == "4К1"


def test_the_editor_names_the_row_and_keeps_what_was_typed(as_role, assessment):
    client = as_role()
    form = editor_rows(client.get(at("specification", CODE)))
    form["max_points"][1] = "сто"
    page = text_of(client.post(at("specification", CODE), {**form, "save": "1"}))
    assert "строка 2, «Максимум»: максимальный балл: сто; нужно целое число от 1 до 20" in page
    assert 'value="сто"' in page
    assert 'aria-invalid="true"' in page
    assert assessment.tasks.get(code="2").max_points == 5


def test_an_import_shows_first_and_writes_only_when_applied(as_role, assessment):
    client = as_role()
    upload = book(
        ["Описание работы"],
        ["Задание", "Максимум", "Сложность", "Проверяемое умение"],
        ["1", 3, "П", "Чтение"],
        ["2", 2, "", ""],
    )
    shown = client.post(at("specification_import", CODE), {"table": upload})
    assert "мест для баллов 2, максимум 5" in text_of(shown)
    assert assessment.tasks.count() == 7
    MarkScale.objects.all().delete()
    applied = client.post(at("specification_import", CODE), {"token": shown.context["token"]})
    assert applied.status_code == 302
    assert [(t.code, t.max_points, t.difficulty, t.skill) for t in assessment.tasks.all()] == [
        ("1", 3, "advanced", "Чтение"),
        ("2", 2, "unknown", ""),
    ]


def test_an_import_names_cells(as_role, assessment):
    upload = book(["№", "Макс балл"], ["1", 3], ["1", 0])
    page = text_of(as_role().post(at("specification_import", CODE), {"table": upload}))
    assert "Лист1!A3: задание 1 уже есть выше" in page
    assert "Лист1!B3: максимальный балл: 0" in page


def test_what_is_exported_can_be_imported_without_a_change(as_role, assessment):
    client = as_role()
    for name in ("specification_xlsx", "specification_csv"):
        content = client.get(at(name, CODE)).content
        suffix = name[-4:].replace("_", ".").replace("xlsx", ".xlsx")[-5:]
        upload = SimpleUploadedFile(f"t{suffix}", content)
        page = client.post(at("specification_import", CODE), {"table": upload})
        assert page.context["faults"] == []
        assert page.context["changes"] == []


def test_a_foreign_token_is_not_found(as_role, assessment):
    assert as_role().post(at("specification_import", CODE), {"token": "чужой"}).status_code == 404


def test_the_scale_is_previewed_then_saved(as_role, assessment):
    client = as_role()
    typed = {"from_3": 9, "from_4": 14, "from_5": 20, "source": "Письмо"}
    assert "9–13" in text_of(client.post(at("scale", CODE), {**typed, "show": "1"}))
    assert MarkScale.objects.get().thresholds == (10, 15, 22)
    client.post(at("scale", CODE), {**typed, "save": "1"})
    assert MarkScale.objects.get().thresholds == (9, 14, 20)
    assert "начинается с 30, а максимум работы 25" in text_of(
        client.post(at("scale", CODE), {**typed, "from_5": 30, "save": "1"})
    )


def test_a_scale_after_publication_asks_for_a_reason(as_role, assessment, now):
    Wave.objects.filter(number=1).update(published_at=now)
    client = as_role()
    typed = {"from_3": 9, "from_4": 14, "from_5": 20, "save": "1"}
    assert "напишите причину" in text_of(client.post(at("scale", CODE), typed))
    client.post(at("scale", CODE), {**typed, "reason": "Исправление опечатки в шкале"})
    assert MarkScale.objects.get().from_3 == 9
    assert Amendment.objects.get(kind="scale").reason == "Исправление опечатки в шкале"
    assert "Исправление опечатки в шкале" in text_of(client.get(at("assessment", CODE)))


def test_scales_of_many_assessments_come_from_one_table(as_role, assessment):
    client = as_role()
    client.post(at("load_reference"), {"campaign": "2026"})
    upload = book(
        ["Код работы", "2", "3", "4", "5"], ["2026.ma4", "0–5", "6–9", "10–13", "14–18"], [CODE, "", 10, 15, 22]
    )
    shown = client.post(at("scales", "2026"), {"table": upload})
    assert "Изменится шкал: 1 из 2" in text_of(shown)
    assert not MarkScale.objects.filter(assessment__code="2026.ma4").exists()
    client.post(at("scales", "2026"), {"token": shown.context["token"]})
    assert MarkScale.objects.get(assessment__code="2026.ma4").thresholds == (6, 10, 14)


def test_the_downloaded_table_of_scales_changes_nothing(as_role, assessment):
    client = as_role()
    client.post(at("load_reference"), {"campaign": "2026"})
    content = client.get(at("scales_export", "2026")).content
    page = text_of(client.post(at("scales", "2026"), {"table": SimpleUploadedFile("scales.xlsx", content)}))
    assert "отличий от сохранённых шкал нет" in page


def test_every_offered_year_is_taken_whole_with_one_press(as_role):
    """The page says how many works have come, those of the plan among them; 2020 has a plan alone."""
    client = as_role()
    offered = client.get(at("new_campaign")).context["missing"]
    assert {"2020", "2026"} <= set(offered)
    for year in ("2020", "2026"):
        page = text_of(client.post(at("load_reference"), {"campaign": year}, follow=True))
        count = Assessment.objects.filter(campaign__code=year).count()
        assert count
        assert f"Добавлено работ из справочника: {count}." in page
    assert "Выберите кампанию" in text_of(client.post(at("load_reference"), {"campaign": "1999"}, follow=True))


def dates_form(page):
    return {
        field.html_name: value
        if isinstance(value := field.value(), str)
        else (value.strftime("%Y-%m-%dT%H:%M") if value else "")
        for field in page.context["form"]
        if field.html_name != "clear"
    }


def test_dates_are_typed_by_the_moscow_clock(as_role, assessment, now):
    client, url = as_role(), at("dates") + f"?code={CODE}"
    form = dates_form(client.get(url))
    assert form["upload_opens"] == "2026-04-20T12:00"
    form |= {"materials_opens": "2026-04-18T14:00", "materials_closes": "2026-04-30T18:00", "clear": "on"}
    assert client.post(url, form).status_code == 302
    opens = assessment.windows.get(kind="materials").opens_at.astimezone(MOSCOW)
    assert (opens.day, opens.hour) == (18, 14)
    assert assessment.waves.count() == 2


def test_faulty_dates_are_shown_and_nothing_is_saved(as_role, assessment):
    client, url = as_role(), at("dates") + f"?code={CODE}"
    form = {**dates_form(client.get(url)), "clear": "on", "upload_closes": "2026-04-01T10:00"}
    assert "окончание не позже начала" in text_of(client.post(url, form))
    assert assessment.windows.get(kind="upload").closes_at.day == 30
    half = {**form, "wave1_publishes": ""}
    assert "Заполните обе даты" in text_of(client.post(url, half))


def test_dates_of_many_assessments_change_at_once_and_leave_the_rest(as_role, assessment, now):
    client = as_role()
    client.post(at("load_reference"), {"campaign": "2026"})
    url = at("dates") + f"?code={CODE}&code=2026.ma4"
    form = {
        "upload_opens": "2026-04-21T09:00",
        "upload_closes": "2026-04-29T18:00",
        "wave1_until": "2026-05-05T18:00",
        "wave1_publishes": "2026-05-20T10:00",
    }
    form = {**dict.fromkeys(dates_form(client.get(url)), ""), **form}
    assert client.post(url, form).status_code == 302
    for code, late in ((CODE, 1), ("2026.ma4", 0)):
        item = Assessment.objects.get(code=code)
        assert item.windows.get(kind="upload").opens_at.astimezone(MOSCOW).day == 21
        assert item.windows.filter(kind="late_upload").count() == late


def test_an_unknown_code_among_the_chosen_is_not_found(as_role, assessment):
    assert as_role().get(at("dates") + f"?code={CODE}&code=2026.xx1").status_code == 404
    assert as_role().get(at("dates")).status_code == 404


def test_a_wave_is_published_from_its_page(as_role, assessment, now, monkeypatch):
    client, url = as_role(), at("publish", CODE, 1)
    assert "ещё не закончен" in text_of(client.get(url))
    assert client.post(url).status_code == 409
    monkeypatch.setattr("vpr.base.clock.now", lambda: now + timedelta(days=9))
    assert "Опубликовать волну 1" in text_of(client.get(url))
    assert client.post(url, {"reason": ""}).status_code == 302
    assert Wave.objects.get(number=1).published_at == now + timedelta(days=9)
    assert "уже опубликована" in text_of(client.get(url))


def test_a_due_wave_stands_on_the_first_page(as_role, assessment, now, monkeypatch):
    monkeypatch.setattr("vpr.base.clock.now", lambda: now + timedelta(days=9))
    assert "Опубликуйте волну 1: Английский язык 8 класс" in text_of(as_role().get("/"))


def test_the_first_page_asks_for_dates_scales_and_opening(as_role, assessment, now):
    client = as_role()
    assert "Назначьте сроки" not in text_of(client.get("/"))
    assessment.windows.all().delete()
    MarkScale.objects.all().delete()
    assessment.waves.filter(number=1).update(publishes_at=now + timedelta(days=3))
    page = text_of(client.get("/"))
    assert "Назначьте сроки и волны: 1 работа" in page
    assert "Внесите шкалы отметок: 1 работа" in page


def test_others_read_when_results_come(as_role, assessment):
    assert "Публикация результатов: 1 работа" in text_of(as_role(Role.SCHOOL_ORGANIZER).get("/"))


def test_a_campaign_is_started_from_the_reference_or_empty(as_role, world):
    client = as_role()
    assert "Назначьте текущую кампанию" in text_of(client.get("/"))
    assert "Создать кампанию" in text_of(client.get(at("overview")))
    assert "ВПР 2021" in text_of(client.get(at("new_campaign")))
    client.post(at("load_reference"), {"campaign": "2021"})
    client.post(at("new_campaign"), {"code": "2027", "title": "ВПР 2027", "year": 2027})
    client.post(at("make_current"), {"campaign": "2027"})
    assert Campaign.objects.get(is_current=True).code == "2027"
    assert "уже есть" in text_of(client.post(at("new_campaign"), {"code": "2027", "title": "Ещё", "year": 2027}))


def test_a_new_assessment_is_added_and_opened_only_with_tasks(as_role, assessment):
    client = as_role()
    added = client.post(at("new_assessment", "2026"), {"subject": "fi", "grade": 8, "is_advanced": "on"})
    assert added.url == at("specification", "2026.fi8a")
    again = client.post(at("new_assessment", "2026"), {"subject": "fi", "grade": 8, "is_advanced": "on"})
    assert "уже есть" in text_of(again)
    assert client.post(at("open_for_schools", "2026.fi8a")).status_code == 409
    client.post(at("close_for_schools", CODE))
    assert not Assessment.objects.get(code=CODE).is_open
    client.post(at("open_for_schools", CODE))
    assert Assessment.objects.get(code=CODE).is_open


def test_the_card_changes_title_minutes_and_variants(as_role, assessment):
    typed = {"title": "Английский, 8", "minutes": 60, "variants": "3, 1, 1", "source": ""}
    as_role().post(at("card", CODE), typed)
    item = Assessment.objects.get(code=CODE)
    assert (item.title, item.minutes, item.variants) == ("Английский, 8", 60, [1, 3])


def test_help_tells_readers_of_the_plan_and_the_editor_of_editing(as_role, assessment):
    assert "Работы, сроки и волны" in text_of(as_role(Role.SCHOOL_ORGANIZER).get(reverse("cabinets:help")))
    assert "Как вести кампанию" in text_of(as_role().get(reverse("cabinets:help")))
    assert "S-06" in text_of(as_role().get(reverse("cabinets:faults"), {"code": "s-06"}))


def test_the_organizer_reads_the_plan_as_a_school_would(as_role, assessment):
    assert "Школы начинают загружать" in text_of(as_role().get(at("plan")))
    assert "Загрузите результаты до этого времени" in text_of(as_role().get(at("plan") + "?reader=school_organizer"))
    foreign = at("plan") + "?reader=federal_organizer"
    assert "Школы начинают загружать" not in text_of(as_role(Role.SCHOOL_ORGANIZER).get(foreign))


def test_text_that_no_database_keeps_is_cut_or_named(as_role, assessment):
    client = as_role()
    MarkScale.objects.all().delete()
    table = "Задание;Максимум;Проверяемое умение\r\n1;20;Чтение\x00 текста\r\n".encode()
    shown = client.post(at("specification_import", CODE), {"table": SimpleUploadedFile("t.csv", table)})
    client.post(at("specification_import", CODE), {"token": shown.context["token"]})
    assert assessment.tasks.get().skill == "Чтение текста"
    long = "Задание;Максимум\r\n1.1.1.1.1.1.1.1.1;2\r\n".encode()
    page = text_of(client.post(at("specification_import", CODE), {"table": SimpleUploadedFile("t.csv", long)}))
    assert "не похоже на номер задания" in page


def test_a_date_of_another_century_is_refused(as_role, assessment):
    client, url = as_role(), at("dates") + f"?code={CODE}"
    form = {**dates_form(client.get(url)), "upload_opens": "0001-01-01T00:00"}
    assert "Проверьте год" in text_of(client.post(url, form))
