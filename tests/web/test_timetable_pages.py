"""Pages of classes, timetable, absences and reserve days, as each role uses them."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from conftest import NOW
from timetable_stage import FIRST, date_uploads, make_stage, rows
from vpr.base import clock
from vpr.campaigns.models import PlanStep
from vpr.exchange.models import Expectation, Submission
from vpr.exchange.services import check_submission, workbook_of
from vpr.exchange.services.extending import extend_uploads
from vpr.kernel.roles import Role
from vpr.timetable import plugs, services
from vpr.timetable.models import Absence, CalendarFeed, ClassGroup, ReserveRequest, SchoolDay, Sitting
from vpr.timetable.queries.duties import duties_of
from vpr.timetable.queries.week import school_week
from vpr.timetable.rules.planner import propose

pytestmark = pytest.mark.django_db
CLASSES, TIMETABLE = "/timetable/classes/", "/timetable/"


@pytest.fixture
def stage(world, home, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    made = make_stage()
    date_uploads(made.works["ma4"])
    return made


@pytest.fixture
def enter(world):
    def entered(role):
        client = Client()
        client.force_login(world.people[role])
        return client

    return entered


@pytest.fixture
def school(enter):
    return enter(Role.SCHOOL_ORGANIZER)


@pytest.fixture
def classes(world, stage):
    services.replace_register(unit=world.school, campaign=stage.campaign, rows=rows(), account=None, now=NOW)
    return {group.name: group for group in ClassGroup.objects.filter(unit=world.school)}


@pytest.fixture
def planned(world, stage, classes):
    duties = duties_of(world.school, stage.campaign, NOW.date())
    placed = propose(duties, school_week(world.school, stage.campaign))
    services.replace_timetable(unit=world.school, campaign=stage.campaign, placed=placed, account=None, now=NOW)
    return placed


def checked():
    submission = Submission.objects.latest("pk")
    check_submission(submission_id=submission.pk, now=NOW)
    submission.refresh_from_db()
    return submission


FILLED = {
    "rows": "5", "grade-0": "4", "letter-0": "А", "participants-0": "25", "grade-1": "4", "letter-1": "Б",
    "participants-1": "24", "grade-3": "6", "letter-3": "нет", "participants-3": "20", "subject_is-3": "да",
    "subject_gg-3": "нет", "week-3": "27.04–03.05.2026",
}  # fmt: skip


def test_classes_are_chosen_sent_and_confirmed_by_a_receipt(school, world, stage):
    page = school.get(CLASSES).content.decode()
    assert "Параллель, буква или номер" in page
    response = school.post(CLASSES, FILLED)
    submission = checked()
    assert response.headers["Location"] == reverse("exchange:receipt", args=[submission.number])
    assert submission.get_state_display() == "принято"
    assert [group.name for group in ClassGroup.objects.all()] == ["4А", "4Б", "6"]
    assert Expectation.objects.get(unit=world.school, workbook__kind="classes").state == 3
    register = school.get("/timetable/classes/470167/").content.decode()
    assert "Порядковый номер" in register
    assert "История" in register


def test_faults_stand_on_the_page_and_nothing_is_sent(school, stage):
    page = school.post(CLASSES, FILLED | {"letter-1": "А", "participants-0": "70"}).content.decode()
    assert "класс 4А уже есть выше" in page
    assert "участников 70" in page
    assert not Submission.objects.exists()
    assert 'value="70"' in page


def test_more_rows_keep_what_was_typed(school, stage):
    page = school.post(CLASSES, FILLED | {"more": "1"}).content.decode()
    assert 'value="25"' in page
    assert 'name="rows" value="9"' in page
    assert not Submission.objects.exists()


def test_a_locked_class_says_why(school, stage, classes, monkeypatch):
    monkeypatch.setattr(plugs, "_locks", [lambda campaign, unit: {(6, "А"): "предметы выбраны жребием"}])
    assert "6А: предметы выбраны жребием" in school.get(CLASSES).content.decode()


def test_a_closed_window_says_so(school, stage):
    PlanStep.objects.filter(key="classes").update(closes_at=NOW - timedelta(hours=1))
    page = school.get(CLASSES).content.decode()
    assert "Загрузка формы закрыта" in page
    assert school.post(CLASSES, FILLED).status_code == 409


def test_a_proposal_is_shown_and_stored_only_when_sent(school, stage, classes):
    page = school.get(TIMETABLE, {"propose": "1"})
    assert "Это предложение" in page.content.decode()
    assert not Sitting.objects.exists()
    fields = {
        f"{key}-{line['number']}": line["cells"][key]
        for line in page.context["lines"]
        for key in ("on", "lesson", "form", "room")
    }
    response = school.post(TIMETABLE, fields)
    assert checked().get_state_display() == "принято"
    assert response.status_code == 302
    assert Sitting.objects.count() == 7


def test_a_page_of_one_grade_leaves_the_others_as_they_are(school, stage, planned):
    page = school.get(TIMETABLE, {"grade": "6"})
    assert [line["duty"].group_name for line in page.context["lines"]] == ["6"]
    (line,) = page.context["lines"]
    fields = {f"on-{line['number']}": "2026-05-06", f"lesson-{line['number']}": "2"}
    school.post(f"{TIMETABLE}?grade=6", fields)
    checked()
    assert Sitting.objects.count() == 7
    assert Sitting.objects.get(class_group__grade=6).on.isoformat() == "2026-05-06"


def test_faults_of_the_timetable_stand_beside_their_rows(school, stage, planned):
    page = school.get(TIMETABLE)
    line = page.context["lines"][0]
    answer = school.post(TIMETABLE, {f"on-{line['number']}": "2026-05-03", f"lesson-{line['number']}": "2"})
    text = answer.content.decode()
    assert "воскресенье" in text
    assert text.count("ошибка</span></th>") == 1
    assert not Submission.objects.exists()


def test_after_the_window_a_class_may_still_move_inside_the_period(school, stage, planned):
    PlanStep.objects.filter(key="timetable").update(closes_at=NOW - timedelta(hours=1))
    page = school.get(TIMETABLE)
    assert "Срок сдачи расписания прошёл" in page.content.decode()
    line = next(line for line in page.context["lines"] if line["duty"].code == "2026.ma6")
    answer = school.post(
        TIMETABLE, {f"on-{line['number']}": "2026-05-07", f"lesson-{line['number']}": "3"}, follow=True
    )
    assert "Изменения расписания сохранены" in answer.content.decode()
    assert Sitting.objects.get(assessment=stage.works["ma6"]).on.isoformat() == "2026-05-07"
    assert not Submission.objects.exists()


def test_before_its_window_a_timetable_cannot_be_saved(school, stage, planned):
    PlanStep.objects.filter(key="timetable").update(opens_at=NOW + timedelta(hours=1))
    line = school.get(TIMETABLE).context["lines"][0]
    fields = {f"on-{line['number']}": line["cells"]["on"], f"lesson-{line['number']}": line["cells"]["lesson"]}
    answer = school.post(TIMETABLE, fields)
    assert answer.status_code == 409
    assert "ещё не открыта" in answer.content.decode()


def test_without_classes_the_page_leads_to_them(school, stage):
    assert reverse("timetable:classes") in school.get(TIMETABLE).content.decode()


def test_settings_of_the_school_change_the_rules(school, world, stage):
    fields = {"is_six_day": "on", "shortest_break": "10", "computer_seats": "12"}
    lessons = {f"starts_{number}": f"{hour:02d}:30" for number, hour in enumerate((8, 9, 10, 11), start=1)}
    assert school.post("/timetable/settings/", fields | lessons).status_code == 302
    day = SchoolDay.objects.get(unit=world.school)
    assert (day.is_six_day, len(day.lesson_starts)) == (True, 4)
    half = school.post("/timetable/settings/", fields | {"starts_1": "08:30"}).content.decode()
    assert "всех четырёх уроков" in half


def test_a_region_edits_its_holidays(enter, world, stage):
    client = enter(Role.REGIONAL_COORDINATOR)
    assert "рекомендованные" in client.get("/timetable/holidays/").content.decode()
    form = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-title": "Каникулы"}
    form |= {"form-0-first": "2026-04-25", "form-0-last": "2026-05-03"}
    assert client.post("/timetable/holidays/", form).status_code == 302
    assert school_week(world.school, stage.campaign).closed(FIRST + timedelta(days=7)) == "Каникулы"
    assert "очистите строку" in client.post("/timetable/holidays/", form | {"form-0-last": ""}).content.decode()


def test_a_calendar_is_downloaded_subscribed_and_revoked(school, stage, planned, classes):
    assert school.get("/timetable/calendar.ics").headers["Content-Type"].startswith("text/calendar")
    school.post("/timetable/links/", {"class": str(classes["4А"].pk)})
    ((feed, url),) = school.get("/timetable/links/").context["feeds"]
    address = "/" + url.split("/", 3)[3]
    opened = Client().get(address)
    assert opened.status_code == 200
    assert b"BEGIN:VCALENDAR" in opened.content
    school.post(reverse("timetable:revoke_feed", args=[feed.pk]))
    assert Client().get(address).status_code == 404
    assert school.post("/timetable/links/", {"class": "99999999"}).status_code == 404
    assert CalendarFeed.objects.count() == 1


def test_coordinators_see_who_has_no_timetable_and_the_load(enter, world, stage, planned):
    client = enter(Role.MUNICIPAL_COORDINATOR)
    page = client.get("/timetable/monitoring/").content.decode()
    assert "нет списка классов" in page
    assert "готово" in page
    missing = client.get("/timetable/monitoring/", {"show": "missing"}).content.decode()
    assert "Лужская СОШ № 2" in missing
    assert reverse("timetable:school", args=["470167"]) not in missing
    assert "ma 6 класс" in client.get("/timetable/schools/470167/").content.decode()
    table = client.get("/timetable/monitoring/reg47_m010/timetable.xlsx")
    book = load_workbook(io.BytesIO(table.content))
    assert book.sheetnames == ["Школы", "По дням", "Работы по дням"]
    assert [cell.value for cell in book["Школы"][3]][:2] == ["470168", "Лужская СОШ № 2"]
    region = enter(Role.REGIONAL_COORDINATOR).get("/timetable/monitoring/").content.decode()
    assert "1 из 2" in region


def test_absences_are_noted_and_counted_above(school, enter, stage, planned, classes, monkeypatch):
    monkeypatch.setattr(plugs, "_absent", [lambda work, unit: {classes["4А"].pk: 4}])
    name = f"{classes['4А'].pk}-{stage.works['ma4'].pk}"
    assert school.post("/timetable/absences/", {f"illness-{name}": "2", f"other-{name}": "1"}).status_code == 302
    assert "без причины: 1" in school.get("/timetable/absences/").content.decode()
    assert Absence.objects.get().total == 3
    refused = school.post("/timetable/absences/", {f"illness-{name}": "26"})
    assert refused.status_code == 409
    assert 'value="26"' in refused.content.decode()
    above = enter(Role.REGIONAL_ANALYST).get("/timetable/absences/below/").content.decode()
    assert "ma 4 класс" in above


def test_a_reserve_day_goes_its_way_through_the_pages(school, enter, world, stage, planned, classes):
    assert "ma 4 класс" in school.get("/timetable/reserve/ask/").content.decode()
    wish = {
        "classes": [str(classes["4А"].pk)], "who": "whole", "participants": "20", "wanted_on": "2026-05-14",
        "reason": "quarantine", "words": "приказ 12",
    }  # fmt: skip
    asked = school.post("/timetable/reserve/ask/?work=2026.ma4", wish)
    request = ReserveRequest.objects.get()
    place = reverse("timetable:reserve_request", args=[request.pk])
    assert asked.headers["Location"] == place
    municipal, regional = enter(Role.MUNICIPAL_COORDINATOR), enter(Role.REGIONAL_COORDINATOR)
    assert "ждёт Вас" in municipal.get("/timetable/reserve/").content.decode()
    municipal.post(f"{place}return/", {"words": "укажите приказ"})
    assert "Исправить и отправить снова" in school.get(place).content.decode()
    assert school.post(f"{place}correct/", wish | {"wanted_on": "2026-05-15"}).status_code == 302
    municipal.post(f"{place}agree/", {"words": ""})
    assert "Разрешить резервный день" in regional.get(place).content.decode()
    wrong = regional.post(f"{place}grant/", {"granted_on": "", "upload_day": ""}, follow=True).content.decode()
    assert "проверьте даты" in wrong
    regional.post(f"{place}grant/", {"granted_on": "2026-05-15", "upload_day": "2026-05-20", "words": "можно"})
    page = school.get(place).content.decode()
    assert "15.05.2026" in page
    assert page.count("<tr>") == 6
    assert "Резервный день 15.05" in school.get("/").content.decode()
    plan = school.get("/campaigns/plan/").content.decode()
    assert "Резервный день Вашей школы" in plan
    assert "после резервного дня до этого времени" in plan
    assert "разрешён, 1" in regional.get("/timetable/reserve/").content.decode()
    assert regional.post(f"{place}agree/").status_code == 409
    assert regional.post(f"{place}steal/").status_code == 404


def test_cards_of_the_preparation_tell_how_things_stand(school, enter, stage, classes):
    page = school.get("/enrollment/").content.decode()
    assert "классов: 3" in page
    assert "не составлено" in page
    above = enter(Role.MUNICIPAL_COORDINATOR).get("/enrollment/").content.decode()
    assert "1 из 2 школ" in above


def test_the_grid_of_the_exchange_leads_to_the_own_pages(school, stage):
    from vpr.exchange.services import workbook_of

    for kind in ("classes", "timetable"):
        workbook_of(stage.campaign, kind)
        page = school.get(f"/exchange/forms/2026.{kind}/upload/")
        assert page.status_code == 200
    assert school.get(reverse("timetable:classes_form", args=["2026.classes"])).status_code == 200
    assert school.get(reverse("timetable:timetable_form", args=["2026.timetable"])).status_code == 200
    assert school.get(reverse("timetable:timetable_form", args=["2026.classes"])).status_code == 404


def test_a_page_of_a_large_school_is_light_and_asks_the_database_little(
    school, world, stage, django_assert_max_num_queries
):
    import gzip

    from vpr.timetable.rules.register import ClassRow

    many = [ClassRow(4, letter, 25) for letter in "АБВГДЕЖЗИК"]
    services.replace_register(unit=world.school, campaign=stage.campaign, rows=many, account=None, now=NOW)
    with django_assert_max_num_queries(45):
        page = school.get(TIMETABLE, {"propose": "1"})
    assert len(gzip.compress(page.content)) < 15_000
    assert len(page.context["lines"]) == 30


def test_a_school_with_a_later_end_of_its_own_sends_its_classes_after_the_window(world, stage, classes, school):
    workbook = workbook_of(stage.campaign, "classes")
    PlanStep.objects.filter(key="classes").update(closes_at=NOW - timedelta(days=1))
    assert "закрыта" in school.get(CLASSES).content.decode()
    extend_uploads(workbook=workbook, until={world.school.pk: NOW + timedelta(days=2)})
    assert "закрыта" not in school.get(CLASSES).content.decode()


def test_a_request_that_waits_comes_first_however_many_are_newer(world, stage, enter):
    def add(state, minutes):
        moment = NOW + timedelta(minutes=minutes)
        return ReserveRequest.objects.create(
            campaign=stage.campaign, unit=world.school, assessment=stage.works["ma4"], participants=1, wanted_on=FIRST,
            reason="quarantine", state=state, asked_at=moment, changed_at=moment,
        )  # fmt: skip

    oldest = add("submitted", 0)
    for minutes in range(1, 102):
        add("withdrawn", minutes)
    first, second = (enter(Role.MUNICIPAL_COORDINATOR).get(f"/timetable/reserve/?page={page}") for page in (1, 2))
    assert first.context["lines"][0]["item"].pk == oldest.pk
    assert len(second.context["lines"]) == 2
    assert "Страница 1 из 2" in first.content.decode()
