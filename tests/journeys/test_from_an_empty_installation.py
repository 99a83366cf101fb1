"""From nothing to an accepted application: an empty database, one console command, one XLSX list of schools.

Whoever comes next gets the access from the person above, as in life: code, pledge, password, sign-in.
"""

import io
import os
import re
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from journeys.stage import run_jobs
from vpr.base.clock import MOSCOW, real_now
from vpr.cabinets.services.founding import found
from vpr.kernel.roles import UnitKind

PICTURES = os.environ.get("VPR_PICTURES", "")
PASSWORD = "сорока-ворона-2026"
MONDAY = datetime(2026, 1, 19, 12, 0, tzinfo=MOSCOW)
#: Steps of the plan as the organizer types them, in the words of the page.
STEPS = {
    "Заявка ОО на участие": ("19.01.2026", "29.01.2026"),
    "Сводная заявка муниципалитета": ("19.01.2026", "05.02.2026 18:00"),
    "Корректировка заявок регионом": ("06.02.2026", "10.02.2026"),
    "Закрепление заявок": ("", "12.02.2026"),
}
OUTSIDE = "региональное подчинение"
SCHOOLS = (
    {"Код ОО": "470001", "Полное наименование": "Лужская СОШ № 1", "Муниципалитет": "Лужский район"},
    {"Логин ОО": "edu470002", "Полное наименование": "Лужская СОШ № 2", "Муниципалитет": "Лужский район"},
    {"Код ОО": "470003", "Полное наименование": "Ям-Тёсовская ООШ", "Муниципалитет": "Лужский район", "Уровни": "НОО, ООО"},
    {"Код ОО": "470004", "Полное наименование": "Гатчинская гимназия", "Муниципалитет": "Гатчинский округ"},
    {"Код ОО": "470005", "Полное наименование": "Сиверская СОШ", "Муниципалитет": "Гатчинский округ"},
    {"Код ОО": "470006", "Полное наименование": "Школа-интернат № 7", "Муниципалитет": OUTSIDE, "Уровни": "НОО"},
)  # fmt: skip


@pytest.fixture
def nothing(transactional_db, home, clock):
    """An installation after `migrate`: nobody and nothing."""
    clock(MONDAY)


def look(page, name: str) -> None:
    """The page fits a telephone; with VPR_PICTURES both widths are kept for the eyes."""
    widths = {1280: 900, 360: 740}
    for width, height in widths.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def main(page):
    return page.locator("main")


def saved(download) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))


def activated(visit, code: str, login: str):
    """A stranger with a code in the hand becomes a person in a cabinet."""
    page = visit()
    page.goto("/accounts/login/")
    page.get_by_role("link", name="У меня есть код активации").click()
    page.get_by_label("Код активации").fill(code.lower())
    page.get_by_label("Новый пароль").fill(PASSWORD)
    page.get_by_label("Пароль ещё раз").fill(PASSWORD)
    page.get_by_label("Обязуюсь сохранять доступ в тайне").check()
    look(page, f"activate-{login}")
    page.get_by_role("button", name="Задать пароль").click()
    expect(page.locator("body")).to_contain_text(f"Войдите с логином {login}")
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Сегодня")
    look(page, f"today-{login}")
    return page


def codes_below(page, name: str) -> dict[str, dict[str, str]]:
    """The sheet of codes for the level below, reached from «Сегодня»: code of the unit -> its row."""
    page.goto("/")
    step = page.locator(".step", has_text="Выдайте доступ организациям")
    step.get_by_role("link", name="Выдать коды").click()
    look(page, f"codes-{name}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Таблица (XLSX)").click()
    titles, *rows = saved(download).active.iter_rows(values_only=True)
    return {row[0]: dict(zip(titles, row, strict=True)) for row in rows}


def school_list(sample: openpyxl.Workbook, *, spoilt: bool) -> bytes:
    """The empty list of the system, filled in; the spoilt one has an address without @ in its fourth row."""
    sheet = sample["Список ОО"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number, school in enumerate(SCHOOLS, start=2):
        for title, text in school.items():
            sheet.cell(number, columns[title], text)
        address = "school3.example" if spoilt and number == 4 else f"school{number - 1}@luga.example"
        sheet.cell(number, columns["Электронная почта"], address)
    target = io.BytesIO()
    sample.save(target)
    return target.getvalue()


def loads_schools(page) -> None:
    page.goto("/enrollment/")
    look(page, "preparation-empty")
    page.goto("/")
    page.get_by_role("link", name="К загрузке").click()
    look(page, "import")
    with page.expect_download() as download:
        page.get_by_role("link", name="Пустой список с пояснениями").click()
    for spoilt in (True, False):
        content = school_list(saved(download), spoilt=spoilt)
        page.locator("input[type=file]").set_input_files({"name": "школы.xlsx", "mimeType": "", "buffer": content})
        page.get_by_role("button", name="Показать, что изменится").click()
        figures = " ".join(page.locator(".figure-row").inner_text().split())
        look(page, f"dry-run-{'spoilt' if spoilt else 'mended'}")
        if spoilt:
            assert "5 будет сохранено 1 отклонено" in figures
            expect(main(page)).to_contain_text("'Список ОО'!U4: «school3.example» не адрес почты")
            page.get_by_role("link", name="Выбрать другой файл").click()
    assert "6 новые школы 3 новые муниципалитеты 1 новые субъекты" in figures
    page.get_by_role("button", name="Загрузить").click()
    expect(page.locator("body")).to_contain_text("новых школ 6")
    for school in SCHOOLS:
        expect(main(page)).to_contain_text(school["Полное наименование"])
    look(page, "units")


def begins_the_campaign(page) -> None:
    page.goto("/")
    page.get_by_role("link", name="К кампаниям").click()
    look(page, "campaigns-empty")
    page.get_by_role("link", name="Создать кампанию").click()
    look(page, "campaign-new")
    page.get_by_role("button", name="ВПР 2026").click()
    expect(page.get_by_label("Кампания")).to_contain_text("ВПР 2026 (текущая)")  # the first one needs no press
    expect(page.locator("body")).to_contain_text("Добавлено работ из справочника: 65")
    look(page, "campaign-2026")
    page.get_by_role("link", name="План-график").click()
    look(page, "plans")
    page.get_by_role("link", name="Открыть черновик").click()
    look(page, "plan-draft")


def publishes_the_plan(page) -> None:
    page.get_by_role("link", name="Изменить этапы").click()
    for title, (start, end) in STEPS.items():
        page.get_by_label(f"{title}: начало").fill(start)
        page.get_by_label(f"{title}: окончание").fill(end)
    look(page, "plan-steps")
    page.get_by_role("button", name="Записать в черновик").click()
    expect(page.get_by_role("row", name="Заявка ОО на участие")).to_contain_text("29.01.2026")
    page.get_by_role("link", name="Опубликовать…").click()
    look(page, "plan-publish")
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator("body")).to_contain_text("План-график опубликован, версия 1")
    run_jobs()
    page.goto("/campaigns/plan/")
    look(page, "plan")
    expect(main(page)).to_contain_text("29.01.2026")


def appoints(page, unit: str, person: str) -> None:
    """A coordinator by name: only those who are named get into the register of coordinators."""
    page.goto(f"/units/{unit}/")
    look(page, "municipality-empty")
    page.get_by_label("Фамилия, имя, отчество").fill(person)
    page.get_by_label("Должность").fill("главный специалист")
    page.get_by_label("Телефон").fill("+7 81372 2-22-22")
    page.get_by_role("button", name="Назначить").click()
    expect(main(page)).to_contain_text(person)
    look(page, "municipality")


def applies(page) -> None:
    """The school finds its application by itself and fills it in the browser."""
    step = page.locator(".step", has_text="Заявка").first
    expect(step).to_contain_text("осталось: 10 дней")
    page.goto("/enrollment/")
    look(page, "preparation-school")
    page.get_by_role("link", name=re.compile("Заявки на участие|Заполнить")).first.click()
    look(page, "application-empty")
    page.get_by_role("link", name="Заполнить в браузере").click()
    for code, classes, pupils in (("2026.ru4", "2", "48"), ("2026.ma5", "1", "25")):
        row = page.locator("tr", has_text=code)
        row.locator("input").nth(0).fill(classes)
        row.locator("input").nth(1).fill(pupils)
    look(page, "application-grid")
    page.get_by_role("button", name="Отправить").first.click()
    expect(page).to_have_url(re.compile("/receipts/"))
    run_jobs()
    page.reload()
    expect(page.locator(".notice.ok").first).to_be_visible()
    look(page, "application-receipt")
    page.goto("/enrollment/applications/470001/")
    expect(main(page)).to_contain_text("подана школой")
    expect(page.get_by_role("row", name="Всего участий")).to_contain_text("73")
    look(page, "application-sent")


def watches(page) -> None:
    """The municipality sees who has answered and who has not, of its own schools only."""
    page.goto("/enrollment/applications/")
    expect(page.get_by_role("row", name="470001")).to_contain_text("подана школой")
    expect(page.get_by_role("row", name="470002")).to_contain_text("не ")
    expect(main(page)).not_to_contain_text("Гатчинская")
    look(page, "monitoring")


def test_a_country_begins_from_one_console_command_and_one_list(nothing, visit):
    founder = found(login="organizer", region=None, person="Ильина Вера Павловна", now=real_now())
    federal = activated(visit, founder.code, "organizer")
    loads_schools(federal)
    begins_the_campaign(federal)
    publishes_the_plan(federal)

    below = codes_below(federal, UnitKind.REGION)
    assert list(below) == ["reg470000"]
    region = activated(visit, below["reg470000"]["Код активации"], "reg470000")
    appoints(region, "reg47_m001", "Соколова Анна Ивановна")
    below = codes_below(region, UnitKind.MUNICIPALITY)
    assert [below[code]["Организация"] for code in sorted(below)] == [
        "Лужский район",
        "Гатчинский округ",
        "Ленинградская область (региональное подчинение)",
    ]
    named = below["reg47_m001"]
    assert named["ФИО"] == "Соколова Анна Ивановна"
    district = activated(visit, named["Код активации"], named["Логин"])
    below = codes_below(district, UnitKind.SCHOOL)
    assert sorted(below) == ["470001", "470002", "470003"]
    school = activated(visit, below["470001"]["Код активации"], "edu470001")
    applies(school)
    watches(district)
