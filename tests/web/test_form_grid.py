"""The browser grid of a declared form: «План дня» of 470167, with and without JavaScript."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from exchange_declared import DAY_FILLED, DayKind, filled_file, same_record_from_file_and_grid
from vpr.base import clock, files
from vpr.campaigns.models import PlanSchedule, PlanStep
from vpr.exchange import kinds, services
from vpr.exchange.grid.page import ROWS_OF_PAGE
from vpr.exchange.models import Draft, Expectation, ExpectationState, Submission
from vpr.kernel.roles import Role

CODE = "2026.day"
GRID = f"/exchange/forms/{CODE}/grid/"


@pytest.fixture
def day(monkeypatch, home, now):
    monkeypatch.setattr(clock, "now", lambda: now)
    kind = DayKind()
    monkeypatch.setitem(kinds._kinds, "day", kind)
    return kind


@pytest.fixture
def window(assessment, now):
    plan = PlanSchedule.objects.create(campaign=assessment.campaign, version=1, state="published", made_at=now)
    return PlanStep.objects.create(
        plan=plan, key="applications", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=3)
    )


@pytest.fixture
def workbook(day, window):
    return services.workbook_of(window.plan.campaign, "day")


@pytest.fixture
def school(client, world, workbook):
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    return client


def opened(client, address=GRID):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def hidden(page):
    """What a browser sends besides the cells."""
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("revision", "shape", "page")}


def press(client, do, cells=None, address=GRID, **more):
    page = opened(client, address)
    return client.post(GRID, hidden(page) | {"do": do} | (cells or {}) | more)


def save(client, cells, revision=None, shape=None):
    said = hidden(opened(client))
    body = {
        "revision": int(said["revision"]) if revision is None else revision,
        "shape": shape or said["shape"],
        "cells": cells,
    }
    return client.post(GRID + "draft", json.dumps(body), content_type="application/json")


#: DAY_FILLED as cells: rows 0-2 are the works, then the people
CELLS = {
    "c0.2": "Да",
    "c0.3": "25",
    "c0.4": "6-10 апреля",
    "c0.5": "2026-04-08",
    "c0.6": "два потока",
    "c1.2": "Нет",
    "c1.3": "0",
    "c2.2": "Да",
    "c2.3": "17",
}


def test_the_grid_opens_with_the_known_rows_and_native_controls(school):
    page = opened(school)
    assert "Математика 5 класс" in page
    assert re.search(r'<select id="c0\.2" name="c0\.2" aria-labelledby="h-works-2 r0">', page)
    assert "<option>6-10 апреля</option>" in page
    assert re.search(r'<input id="c0\.5"[^>]* type="date">', page)
    assert 'name="c0.1"' not in page
    assert "Добавить строку" in page
    assert "до <b>25.04.2026 в 12:00 по Москве</b>" in page


def test_a_whole_form_is_filled_and_sent_without_javascript(school, world, workbook, day, now):
    press(school, "add:people", CELLS)
    press(school, "save", {"c3.0": "Петрова Анна Ивановна", "c3.1": "12"})
    answer = press(school, "send", {"c6.0": "Сидоров Пётр Ильич", "c6.1": "14"})
    submission = Submission.objects.get()
    assert answer.url == reverse("exchange:receipt", args=[submission.number])
    assert submission.channel == "grid"
    services.check_submission(submission_id=submission.pk, now=now)
    by_file, _ = same_record_from_file_and_grid(day, world.school, workbook, DAY_FILLED)
    assert day.recorded == [by_file.content]
    assert Expectation.objects.get(workbook=workbook, unit=world.school).state == ExpectationState.ACCEPTED


def test_a_draft_survives_and_says_it_is_not_sent(school, world, workbook):
    answer = press(school, "save", {"c0.3": "25"})
    assert answer.url == GRID
    page = opened(school)
    assert 'name="c0.3"' in page
    assert 'value="25"' in page
    assert "пока не отправлен" in page
    assert not Submission.objects.exists()
    assert Draft.objects.get(unit=world.school, workbook=workbook).revision == 1


def test_the_check_shows_faults_beside_their_cells_and_sends_nothing(school):
    answer = press(school, "check", CELLS | {"c0.3": "501", "c2.2": ""})
    page = opened(school, answer.url)
    assert "Найдено ошибок: 2" in page
    assert '<a href="?checked=1#c0.3">Математика 5 класс, Участников</a>: 501 вне границ' in page
    assert re.search(r'id="c0\.3"[^>]*aria-describedby="e-c0\.3" aria-invalid="true"', page)
    assert (
        '<span class="said" id="e-c0.3"><span class="stop">501 вне границ; впишите целое число от 0 до 500.</span>'
        in page
    )
    assert not Submission.objects.exists()


def test_a_right_form_is_told_so(school):
    page = opened(school, press(school, "check", CELLS).url)
    assert "Ошибок нет. Можно отправлять." in page


def test_locked_cells_cannot_be_posted(school, world, workbook):
    press(school, "save", {"c0.1": "Подделка", "c0.3": "5", "c99.1": "лишнее", "c0.99": "лишнее"})
    rows = Draft.objects.get(unit=world.school, workbook=workbook).rows
    assert rows[0][:5] == ["works", "5.ma", "Математика 5 класс", "", "5"]


def test_added_rows_are_removed_and_known_rows_are_not(school, world, workbook):
    press(school, "add:people", {"c3.0": "Петрова Анна Ивановна"})
    press(school, "remove:4", {"c4.0": "Сидоров Пётр Ильич", "c5.0": "Фёдоров Лев Ильич"})
    press(school, "remove:0")
    press(school, "add:works")
    rows = Draft.objects.get(unit=world.school, workbook=workbook).rows
    assert [row[0] for row in rows] == ["works"] * 3 + ["people"] * 3
    assert [row[1] for row in rows[3:]] == ["Петрова Анна Ивановна", "Фёдоров Лев Ильич", ""]
    press(school, "add:people:10")
    press(school, "add:people:10")
    assert len(Draft.objects.get(unit=world.school, workbook=workbook).rows) == 3 + 20
    assert 'value="add:people"' not in opened(school)


def test_a_child_name_is_not_kept_even_in_a_draft(school, world, workbook):
    answer = save(school, {"c0.6": "Иванов Пётр Сергеевич болеет", "c0.3": "5"})
    assert answer.json()["refused"] == ["c0.6"]
    assert "ячейка очищена" in answer.json()["message"]
    assert "Иванов" not in json.dumps(Draft.objects.get(unit=world.school, workbook=workbook).rows, ensure_ascii=False)
    press(school, "save", {"c1.6": "112-233-445 95"})
    assert "ячейка очищена" in opened(school)
    assert "112-233" not in json.dumps(Draft.objects.get(unit=world.school, workbook=workbook).rows)


def test_typing_is_saved_by_itself_and_a_stale_save_is_refused(school):
    assert save(school, {"c0.3": "25"}).json() == {"revision": 1}
    assert save(school, {"c0.3": "26"}, revision=1).json() == {"revision": 2}
    stale = save(school, {"c0.3": "30", "c1.3": "1"}, revision=1)
    assert (stale.status_code, stale.json()["revision"]) == (409, 2)
    assert stale.json()["cells"] == {"c0.3": "26", "c1.3": ""}


def test_two_windows_without_javascript_do_not_overwrite_each_other(school, world, workbook):
    said = hidden(opened(school))
    save(school, {"c0.3": "25"})
    answer = school.post(GRID, said | {"do": "save", "c0.3": "30"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "заполняли в двух местах" in page
    assert 'value="30"' in page
    assert Draft.objects.get(unit=world.school, workbook=workbook).rows[0][4] == "25"
    school.post(GRID, hidden(page) | {"do": "save", "c0.3": "30"})
    assert Draft.objects.get(unit=world.school, workbook=workbook).rows[0][4] == "30"


def test_what_was_not_seen_is_not_sent(school):
    said = hidden(opened(school))
    save(school, {"c0.3": "25"})
    answer = school.post(GRID, said | {"do": "send"})
    assert answer.status_code == 409
    assert not Submission.objects.exists()


def test_rows_of_another_layout_are_not_mixed_with_these(school, day):
    said = hidden(opened(school))
    day.works = day.works[1:]
    answer = school.post(GRID, said | {"do": "save", "c0.3": "25"}, follow=True)
    assert "Строки формы изменились" in answer.content.decode()
    assert save(school, {"c0.3": "1"}, shape=said["shape"]).status_code == 410
    assert not Draft.objects.exists()


def test_a_draft_keeps_its_answers_when_rows_of_the_form_change(school, world, workbook, day):
    press(school, "save", CELLS)
    day.works = (("4.ma", "Математика 4 класс"), *day.works[1:])
    page = opened(school)
    assert "Математика 4 класс" in page
    assert "Математика 5 класс" not in page
    save(school, {"c0.3": "9"})
    rows = Draft.objects.get(unit=world.school, workbook=workbook).rows
    assert [(row[1], row[3], row[4]) for row in rows[:3]] == [
        ("4.ma", "", "9"),
        ("5.ru", "Нет", "0"),
        ("8.en", "Да", "17"),
    ]


@pytest.mark.parametrize("body", ["", "[]", '{"cells": 3}', '{"cells": {}, "revision": "x", "shape": ""}'])
def test_what_is_no_typing_is_a_bad_request(school, body):
    assert school.post(GRID + "draft", body, content_type="application/json").status_code == 400


def accepted_file(day, world, workbook, now, filled):
    submission = services.receive_upload(
        unit=world.school,
        workbook=workbook,
        content=filled_file(day, world.school, workbook, filled),
        name="форма.xlsx",
        account=None,
        now=now,
    )
    services.check_submission(submission_id=submission.pk, now=now)
    return submission


def test_the_grid_opens_with_the_accepted_upload(school, world, workbook, day, now):
    accepted_file(day, world, workbook, now, DAY_FILLED)
    page = opened(school)
    assert 'value="2026-04-08"' in page
    assert "Петрова Анна Ивановна" in page
    press(school, "send")
    contents = {files.read(sent.sha256)[:1] for sent in Submission.objects.all()}
    assert contents == {b"P", b"{"}
    for sent in Submission.objects.filter(channel="grid"):
        services.check_submission(submission_id=sent.pk, now=now)
    assert day.recorded[0] == day.recorded[1]


def test_a_file_accepted_after_the_draft_is_told_and_can_be_taken(school, world, workbook, day, now):
    press(school, "save", {"c0.3": "1"})
    accepted_file(day, world, workbook, now + timedelta(minutes=5), DAY_FILLED)
    assert "После этого черновика принята" in opened(school)
    press(school, "restart")
    assert 'value="25"' in opened(school)


def test_a_long_form_comes_in_pages_that_are_searched(school, day):
    day.works = tuple((f"s{number}", f"Школа № {number}") for number in range(1, 1501))
    page = opened(school)
    assert page.count('<th scope="row"') == ROWS_OF_PAGE
    assert "Страница 1 из 31" in page
    assert "строк 1503" in page
    answer = press(school, "search", {"c3.3": "7"}, q="№ 149")
    assert answer.url == f"{GRID}?q=%E2%84%96+149"
    found = opened(school, answer.url)
    assert found.count('<th scope="row"') == 11
    assert "найдено 11 из 1503" in found
    second = press(school, "page:3")
    assert second.url == f"{GRID}?page=3"
    assert "Школа № 101<" in opened(school, second.url)
    assert Draft.objects.get().rows[3][4] == "7"


def test_before_the_window_a_draft_is_kept_and_nothing_is_sent(school, window, now):
    window.opens_at, window.closes_at = now + timedelta(days=1), now + timedelta(days=2)
    window.save()
    page = opened(school)
    assert "Загрузка ещё не открыта" in page
    assert 'value="send"' not in page
    answer = school.post(GRID, hidden(page) | {"do": "send", "c0.3": "25"}, follow=True)
    assert "Загрузка ещё не открыта" in answer.content.decode()
    assert Draft.objects.exists()
    assert not Submission.objects.exists()


def test_other_levels_and_strangers_find_nothing(client, world, workbook):
    for role in (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.REGIONAL_ANALYST, Role.FEDERAL_ORGANIZER):
        client.force_login(world.people[role])
        for address in (GRID, f"/exchange/forms/{CODE}/help/"):
            assert client.get(address).status_code == 404
        assert client.post(GRID + "draft", "{}", content_type="application/json").status_code == 404


def test_a_kind_that_is_not_declared_has_no_such_grid(school, assessment):
    assert school.get(f"/exchange/forms/{assessment.code}/grid/").status_code == 404


def test_the_help_page_tells_the_declaration(school):
    page = opened(school, f"/exchange/forms/{CODE}/help/")
    for words in ("Заполните лист «Работы».", "Сколько пишут.", "целое число от 0 до 500", "одно из: Да; Нет", "T-11"):
        assert words in page
    assert f"/exchange/forms/{CODE}/help/" in opened(school, "/help/")


def test_the_page_stays_light(school, day):
    import gzip

    day.works = tuple((f"s{number}", f"Средняя общеобразовательная школа № {number}") for number in range(1, 1501))
    assert len(gzip.compress(opened(school).encode())) < 15 * 1024
