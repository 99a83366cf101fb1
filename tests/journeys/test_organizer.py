"""A day of the organizer of 470167: the workbook way and the browser way."""

import re

import pytest
from playwright.sync_api import expect

from journeys.stage import GOOD, filled, run_jobs, saved_by_libreoffice
from vpr.kernel.roles import Role

PASSWORD = "снегопад-и-сугробы"


@pytest.fixture
def organizer(world):
    account = world.people[Role.SCHOOL_ORGANIZER]
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(visit, account):
    """From the front door, by password."""
    page = visit()
    page.goto("/")
    page.get_by_label("Логин").fill(account.login)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Сегодня")
    return page


def upload(page, path) -> None:
    page.get_by_role("link", name=re.compile("Загрузить")).first.click()
    page.get_by_label("Заполненная форма").set_input_files(path)
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Файл получен и сохранён")).to_be_visible()
    assert "exchange.check_submission" in run_jobs()
    page.reload()


def test_a_workbook_goes_from_download_to_report(visit, world, expected, clock, organizer, tmp_path):
    page = sign_in(visit, organizer)
    page.get_by_role("link", name="Ход ВПР").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать форму").click()
    assert download.value.suggested_filename == "Форма сбора результатов Английский язык 8 класс ВПР 2026.xlsx"
    form = download.value.path().read_bytes()

    too_many = (1, 9, *GOOD[2:])
    wrong = filled(form, {80001: GOOD, 80002: too_many, 80003: GOOD})
    upload(page, saved_by_libreoffice(wrong, tmp_path, "первая попытка.xlsx"))
    expect(page.get_by_text("Есть ошибки: 1.")).to_be_visible()
    expect(page.locator("#check")).to_contain_text("Протокол!C3")
    expect(page.locator("#check")).to_contain_text("9 вне границ; допустимо от 0 до 5 или X.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать файл с отмеченными ячейками").click()
    assert download.value.path().read_bytes()[:2] == b"PK"

    mended = filled(form, {80001: GOOD, 80002: ("отсутствовал",), 80003: (2, 0, "х", 1, 0, 0, "X", 0, 1, 2)})
    upload(page, saved_by_libreoffice(mended, tmp_path, "вторая попытка.xlsx"))
    expect(page.get_by_text("Принято.")).to_be_visible()
    expect(page.get_by_text(re.compile("из них с работой: 2"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Квитанция PDF").click()
    assert download.value.path().read_bytes()[:5] == b"%PDF-"

    page.get_by_role("link", name="Результаты").first.click()
    page.get_by_role("link", name=re.compile("Английский язык")).first.click()
    expect(page.get_by_text("предварительные").first).to_be_visible()
    page.get_by_role("link", name=re.compile("Индивидуальные результаты")).first.click()
    expect(page.get_by_role("row", name=re.compile("80003"))).to_be_visible()


def test_names_are_joined_on_the_page_and_nothing_is_sent(enter, world, expected, clock, now, tmp_path):
    from journeys.stage import submit

    submit(world.school, expected, {80001: GOOD, 80002: GOOD}, now)
    page = enter(world.people[Role.SCHOOL_ORGANIZER])
    page.goto(f"/analytics/2026.en8/{world.school.code}/names/")
    page.wait_for_load_state("networkidle")
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    names = tmp_path / "имена.csv"
    names.write_text("80001;Снегирёва Дарья\n80002;Ёлкин Пётр\n", encoding="utf-8")
    page.locator("#names-file").set_input_files(names)
    expect(page.locator("#names-table")).to_contain_text("Снегирёва Дарья")
    expect(page.locator("#names-table")).to_contain_text("Ёлкин Пётр")
    page.wait_for_timeout(500)
    assert requests == []


def test_points_are_typed_in_the_browser_through_a_broken_connection(enter, world, expected, clock):
    page = enter(world.people[Role.SCHOOL_ORGANIZER])
    page.goto("/exchange/")
    page.get_by_role("link", name="Заполнить в браузере").click()
    page.wait_for_selector("body.grid-ready")
    page.locator("#grid-table tbody td").first.click()
    page.keyboard.type("15433221")
    page.context.set_offline(True)
    page.keyboard.type("1")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("4")
    page.keyboard.type("2000")
    expect(page.locator("#grid-status")).to_contain_text("нет связи")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto("/results/grid/2026.en8/")
    page.wait_for_selector("body.grid-ready")
    page.locator("#grid-table tbody tr").nth(1).locator("td").nth(4).click()
    page.keyboard.type("00001")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("y")  # «н» on a Latin layout: нет отметки
    expect(page.locator("#grid-summary")).to_contain_text("2")
    page.get_by_role("button", name="Проверить").click()
    expect(page.locator("#grid-faults")).to_contain_text("Ошибок нет, участников с работой: 2.")
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("загрузка № 1")
    run_jobs()
    page.reload()
    expect(page.get_by_text("Принято.")).to_be_visible()
