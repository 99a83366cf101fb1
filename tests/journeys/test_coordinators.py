"""A day of the municipal and the regional coordinator."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from playwright.sync_api import expect

from journeys.stage import run_jobs
from vpr.kernel.roles import Role


def book_of(download) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))


def words_of(book) -> str:
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


@pytest.mark.parametrize("role", [Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR])
def test_a_coordinator_sees_who_is_behind_and_reminds_with_one_press(enter, lively, role):
    page = enter(lively.people[role])
    page.goto("/")
    page.get_by_role("link", name="Ход ВПР").first.click()
    if role is Role.REGIONAL_COORDINATOR:
        page.get_by_role("link", name="Лужский муниципальный район").click()
    row = page.locator("#matrix tbody tr", has_text="Ям-Тёсовская СОШ")
    expect(row).to_contain_text(re.compile("ошибк"))
    expect(page.locator("#matrix")).not_to_contain_text("Бийская")
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert "Ям-Тёсовская СОШ" in words_of(book_of(download))

    page.get_by_role("link", name="С ошибками").click()
    expect(page.locator("#matrix tbody")).not_to_contain_text("Лужская СОШ № 2")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ям-Тёсовская СОШ")
    page.go_back()
    page.get_by_role("link", name="Не загрузили").click()
    expect(page.locator("#matrix tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Кому звонить").click()
    expect(page.locator("main")).to_contain_text("+7 81372 70-000")
    page.get_by_role("link", name="Напомнить").click()
    expect(page.locator("main")).to_contain_text("Получателей: 1")
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator(".messages")).to_contain_text("Напоминание отправлено. Получателей: 1.")
    run_jobs()

    school = enter(lively.people["silent"])
    school.goto("/")
    school.get_by_role("link", name=re.compile("Уведомления")).first.click()
    expect(school.locator("main")).to_contain_text("Английский язык 8 класс")


@pytest.mark.parametrize("role", [Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR])
def test_a_coordinator_reads_the_published_report_and_takes_it_as_a_table(enter, lively, expected, clock, now, role):
    from vpr.campaigns.services import publish_wave

    later = now + timedelta(days=16)
    clock(later)
    publish_wave(wave=expected.waves.get(number=1), account=None, now=later)
    run_jobs()
    page = enter(lively.people[role])
    page.goto("/analytics/")
    page.get_by_role("link", name=re.compile("Английский язык")).first.click()
    page.get_by_role("link", name=re.compile("Статистика по отметкам")).first.click()
    expect(page.get_by_text("опубликованы").first).to_be_visible()
    expect(page.locator("figure.chart img").first).to_be_visible()
    table = page.locator("table.sheet").first
    own = str(lively.region if role is Role.REGIONAL_COORDINATOR else lively.municipality)
    expect(table).to_contain_text(own)
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert own in words_of(book_of(download))
