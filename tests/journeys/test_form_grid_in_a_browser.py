"""A declared form under the fingers of the organizer of 470167: in the browser, in LibreOffice, on a telephone."""

import gzip
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest

from exchange_declared import DAY_FILLED, DayKind, filled_file, same_record_in_every_format, verdict_of
from journeys.stage import run_jobs
from vpr.campaigns.models import PlanSchedule, PlanStep
from vpr.exchange import kinds, services
from vpr.exchange.models import Draft, ExpectationState, Submission
from vpr.kernel.roles import Role

GRID = "/exchange/forms/2026.day/grid/"


@pytest.fixture
def day(monkeypatch):
    kind = DayKind()
    monkeypatch.setitem(kinds._kinds, "day", kind)
    return kind


@pytest.fixture
def workbook(day, assessment, clock, now):
    plan = PlanSchedule.objects.create(campaign=assessment.campaign, version=1, state="published", made_at=now)
    PlanStep.objects.create(
        plan=plan, key="applications", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=3)
    )
    return services.workbook_of(assessment.campaign, "day")


@pytest.fixture
def grid(enter, world, workbook):
    page = enter(world.people[Role.SCHOOL_ORGANIZER])
    page.goto(GRID)
    return page


def cell(page, name):
    return page.locator(f'[name="{name}"]')


def status_is(page, text):
    from playwright.sync_api import expect

    expect(page.locator("#grid-status")).to_contain_text(text)


def stored():
    return Draft.objects.get().rows


def test_a_form_is_typed_checked_and_sent(grid, world, workbook, day):
    cell(grid, "c0.2").select_option("Да")
    cell(grid, "c0.3").fill("501")
    cell(grid, "c0.4").select_option("6-10 апреля")
    cell(grid, "c0.5").fill("2026-04-08")
    cell(grid, "c1.2").select_option("Нет")
    cell(grid, "c2.2").select_option("Нет")
    grid.get_by_role("button", name="Проверить").click()
    said = grid.locator("#checked")
    assert "Найдено ошибок: 1" in said.text_content()
    assert cell(grid, "c0.3").get_attribute("aria-invalid") == "true"
    said.get_by_role("link").click()
    cell(grid, "c0.3").fill("25")
    grid.get_by_role("button", name="Добавить строку").click()
    cell(grid, "c6.0").wait_for()
    cell(grid, "c3.0").fill("Петрова Анна Ивановна")
    cell(grid, "c3.1").fill("12")
    grid.get_by_role("button", name="Отправить").click()
    grid.wait_for_url("**/receipts/**")
    run_jobs()
    submission = Submission.objects.get()
    assert submission.state == ExpectationState.ACCEPTED
    (record,) = day.recorded
    assert record["works"][0][:4] == ("5.ma", True, 25, "6-10 апреля")
    assert record["people"] == [("Петрова Анна Ивановна", 12)]


def test_typing_is_saved_by_itself_and_survives_a_lost_connection_and_a_reload(grid):
    cell(grid, "c0.3").fill("25")
    status_is(grid, "сохранено")
    assert stored()[0][4] == "25"
    grid.context.set_offline(True)
    cell(grid, "c0.6").fill("два потока")
    cell(grid, "c0.5").fill("2026-04-08")
    status_is(grid, "нет связи")
    grid.goto("about:blank")
    grid.context.set_offline(False)
    grid.goto(GRID)
    status_is(grid, "сохранено")
    assert cell(grid, "c0.6").input_value() == "два потока"
    assert stored()[0][5:8] == ["", "08.04.2026", "два потока"]


def test_an_answer_lost_on_the_way_is_no_conflict(grid):
    def lose_the_answer(route):
        route.fetch()
        route.abort()

    grid.route("**/draft", lose_the_answer)
    cell(grid, "c0.3").fill("25")
    cell(grid, "c0.5").fill("2026-04-08")
    status_is(grid, "нет связи")
    grid.unroute("**/draft")
    grid.reload()
    status_is(grid, "сохранено")
    assert grid.locator("#grid-conflict").is_hidden()
    cell(grid, "c1.3").fill("3")
    grid.wait_for_timeout(1000)
    status_is(grid, "сохранено")
    assert [row[4] for row in stored()[:3]] == ["25", "3", ""]


@pytest.mark.parametrize(("choice", "kept"), [("mine", "30"), ("theirs", "25")])
def test_two_windows_ask_which_to_keep(grid, choice, kept):
    other = grid.context.new_page()
    other.goto(GRID)
    cell(grid, "c0.3").fill("25")
    status_is(grid, "сохранено")
    cell(other, "c0.3").fill("30")
    other.locator(f"[data-keep={choice}]").click()
    status_is(other, "сохран")
    assert cell(other, "c0.3").input_value() == kept
    other.wait_for_timeout(300)
    assert stored()[0][4] == kept


def test_keys_walk_and_repeat_and_a_block_is_pasted(grid):
    cell(grid, "c0.3").fill("25")
    cell(grid, "c0.3").press("Enter")
    assert cell(grid, "c1.3").evaluate("field => field === document.activeElement")
    cell(grid, "c1.3").press("Control+d")
    assert cell(grid, "c1.3").input_value() == "25"
    cell(grid, "c1.3").press("ArrowDown")
    assert cell(grid, "c2.3").evaluate("field => field === document.activeElement")
    cell(grid, "c0.2").focus()
    grid.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
        document.activeElement.dispatchEvent(paste) }""",
        "да\t11\nнет\t0\n",
    )
    assert [cell(grid, name).input_value() for name in ("c0.2", "c0.3", "c1.2", "c1.3")] == ["Да", "11", "Нет", "0"]
    status_is(grid, "сохранено")
    assert [row[3:5] for row in stored()[:3]] == [["Да", "11"], ["Нет", "0"], ["", ""]]


def test_a_child_name_leaves_the_page_and_never_reaches_the_tables(grid):
    cell(grid, "c0.6").fill("Иванов Пётр Сергеевич болеет")
    status_is(grid, "ячейка очищена")
    assert cell(grid, "c0.6").input_value() == ""
    assert stored()[0][7] == ""


def test_on_a_telephone_each_row_is_a_card_with_visible_labels(enter, world, workbook):
    page = enter(world.people[Role.SCHOOL_ORGANIZER], width=360, height=740)
    page.goto(GRID)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    label = cell(page, "c0.3").evaluate("field => getComputedStyle(field.closest('td'), '::before').content")
    assert label == '"Участников"'
    cell(page, "c0.3").fill("25")
    status_is(page, "сохранено")


def test_a_consolidated_form_of_1500_rows_stays_light_and_quick(grid, day):
    day.works = tuple((f"s{number}", f"Средняя школа № {number}") for number in range(1, 1501))
    grid.goto(GRID)
    assert len(gzip.compress(grid.content().encode())) < 12 * 1024
    grid.get_by_label("Найти строку").fill("№ 1499")
    grid.get_by_role("button", name="Найти").click()
    cell(grid, "c1498.3").fill("7")
    status_is(grid, "сохранено")
    assert stored()[1498][4] == "7"


def test_axe_finds_nothing_grave(grid):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    grid.get_by_role("button", name="Проверить").click()
    for address in ("", "/exchange/forms/2026.day/help/"):
        if address:
            grid.goto(address)
        found = axe.run(grid).response["violations"]
        assert [item["id"] for item in found if item["impact"] in ("serious", "critical")] == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_form_filled_in_libreoffice_gives_the_record_of_the_grid(tmp_path):
    unit = SimpleNamespace(name="Ям-Тёсовская СОШ", code="470167")
    workbook = SimpleNamespace(campaign=SimpleNamespace(code="2026"))
    same_record_in_every_format(DayKind(), unit, workbook, DAY_FILLED, tmp_path)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_keeps_the_identity_and_the_checks_of_cells(tmp_path):
    from exchange_declared import opened, through_libreoffice

    unit = SimpleNamespace(name="Ям-Тёсовская СОШ", code="470167")
    workbook = SimpleNamespace(campaign=SimpleNamespace(code="2026"))
    kind = DayKind()
    content = filled_file(kind, unit, workbook, DAY_FILLED)
    stranger = SimpleNamespace(name="Лужская СОШ № 2", code="470168")
    for suffix in ("xlsx", "ods"):
        verdict = verdict_of(kind, stranger, workbook, through_libreoffice(tmp_path, content, suffix))
        assert [fault.code for fault in verdict.faults] == ["W-02a"]
    book = opened(through_libreoffice(tmp_path, kind.template(unit, workbook, None)[1], "xlsx"))
    kinds_of_checks = {rule.type for rule in book["Работы"].data_validations.dataValidation}
    assert {"list", "whole", "date", "textLength"} <= kinds_of_checks
