"""The organizer of 470167 joins codes with names: the names stay in her browser."""

import io

import pytest
import xlsxwriter
from playwright.sync_api import expect

from ledger_rows import publish, random_rows, store
from vpr.kernel.roles import Role

NAMES = {80001: "Иванов Пётр", 80002: "Абрамова Анна", 80003: "Ёлкина Яна"}
PAGE = "/analytics/2026.en8/470167/names/"


def as_csv(encoding):
    return "\r\n".join(["Код;ФИО", *(f"{code};{name}" for code, name in NAMES.items())]).encode(encoding)


def as_xlsx():
    """Names first, codes second, as numbers; shared strings and an extra first line, as offices write them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Список")
        sheet.write_row(0, 0, ["Список 8А", "", ""])
        sheet.write_row(1, 0, ["Фамилия", "Имя", "Код"])
        for number, (code, name) in enumerate(NAMES.items(), start=2):
            sheet.write_row(number, 0, [*name.split(), code])
    return buffer.getvalue()


FILES = {
    "list.csv": as_csv("utf-8-sig"),
    "old_excel.csv": as_csv("cp1251"),
    "list.txt": "\n".join(f"{code}\t{name}" for code, name in NAMES.items()).encode(),
    "list.xlsx": as_xlsx(),
}


@pytest.fixture
def sheet_page(enter, world, assessment, home, now):
    store(assessment, random_rows(9, [world.school, world.neighbor], size=30))
    publish(assessment, 1, at=now)
    page = enter(world.people[Role.SCHOOL_ORGANIZER])
    page.goto(PAGE, wait_until="networkidle")
    return page


def shown(page):
    rows = page.locator("#names-table tbody tr")
    texts = [row.locator("th, td").all_inner_texts() for row in rows.all()]
    return {int(cells[1]): cells[0] for cells in texts if cells[0] != "—"}


@pytest.mark.parametrize("name", FILES)
def test_no_request_leaves_the_browser_after_the_file_of_names_is_chosen(sheet_page, name):
    sent = []
    sheet_page.context.on("request", lambda request: sent.append(request.url))
    sheet_page.set_input_files("#names-file", {"name": name, "mimeType": "", "buffer": FILES[name]})
    expect(sheet_page.locator("#names-state")).to_contain_text(
        "Соединено: 3"
    )  # polling by eval is forbidden by the policy
    assert shown(sheet_page) == NAMES
    sheet_page.emulate_media(media="print")
    assert sheet_page.locator(".name-sheet").count() == sheet_page.locator("#names-table tbody tr").count()
    assert "Абрамова Анна" in sheet_page.locator(".name-sheet").first.inner_text()
    sheet_page.wait_for_timeout(300)
    assert sent == []


def test_the_policy_stops_even_a_script_that_wants_to_send(sheet_page):
    sent = []
    sheet_page.context.on("request", lambda request: sent.append(request.url))
    sheet_page.fill("#names-text", "\n".join(f"{code} {name}" for code, name in NAMES.items()))
    assert shown(sheet_page) == NAMES
    refused = sheet_page.evaluate(
        "() => fetch('/analytics/?stolen=' + document.getElementById('names-text').value).then(() => false, () => true)"
    )
    assert refused
    sheet_page.evaluate("() => { navigator.sendBeacon('/analytics/', document.getElementById('names-text').value); }")
    sheet_page.wait_for_timeout(300)
    assert sent == []


def test_a_file_without_pairs_says_what_is_needed(sheet_page):
    sheet_page.set_input_files("#names-file", {"name": "x.csv", "mimeType": "text/csv", "buffer": b"one;two"})
    expect(sheet_page.locator("#names-state")).to_contain_text(
        "не найдено"
    )  # polling by eval is forbidden by the policy
    sheet_page.set_input_files(
        "#names-file", {"name": "x.xlsx", "mimeType": "", "buffer": b"PK\x03\x04 broken, no directory"}
    )
    expect(sheet_page.locator("#names-state")).to_contain_text(
        "Файл не прочитан"
    )  # polling by eval is forbidden by the policy
