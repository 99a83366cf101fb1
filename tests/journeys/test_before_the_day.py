"""A whole pre-campaign of the synthetic region, each role in its own browser, the clock moving from step to step."""

import io
import random
import re
from datetime import timedelta

import openpyxl
import pytest
from playwright.sync_api import expect

from journeys.stage import run_jobs, saved_by_libreoffice
from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Assessment
from vpr.campaigns.services.amending import Author
from vpr.campaigns.services.creating import ensure_campaign, make_current
from vpr.draw.models import DrawnSubject
from vpr.enrollment.models import Application
from vpr.exchange.models import Expectation
from vpr.exchange.services import expect_campaign_forms
from vpr.simulation.demo.people import ensure_people
from vpr.simulation.demo.preparation import ensure_plan
from vpr.simulation.demo.preparation.enrolling import describe, fill_application, sizes_of
from vpr.simulation.demo.preparation.holding import send_classes
from vpr.simulation.demo.preparation.planning import STEPS
from vpr.simulation.demo.region import ensure_units

SEED = 2026


@pytest.fixture
def stage(db, home, clock, now):
    """The synthetic region with a plan-schedule and nothing else; `at("application")` moves the clock into a step."""
    demo = ensure_units(random.Random(SEED))
    ensure_people(demo)
    campaign = ensure_campaign(code="2026")
    make_current(campaign=campaign)
    plan = ensure_plan(campaign, author=Author(Account.objects.get(login="federal"), now))
    describe(demo, campaign, now)

    def at(step: str, share: float = 0.5):
        opens, closes = STEPS[step]
        moment = now + timedelta(days=opens + (closes - opens) * share)
        clock(moment)
        expect_campaign_forms(now=moment)
        return moment

    return demo, plan, at


def person(login: str) -> Account:
    return Account.objects.get(login=login)


def taken_form(page, code: str) -> bytes:
    """The unit's own copy of a form, downloaded by its button."""
    page.goto(f"/exchange/forms/{code}/upload/")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("[Сс]качать")).first.click()
    return download.value.path().read_bytes()


def accepted(page) -> None:
    """The receipt stands before the person; the check runs, and the page says what it found."""
    expect(page).to_have_url(re.compile("/receipts/"))
    run_jobs()
    page.reload()
    expect(page.locator("main")).not_to_contain_text("Есть ошибки")
    expect(page.locator(".notice.ok").first).to_be_visible()


def uploaded(page, code: str, content: bytes, name: str) -> None:
    page.goto(f"/exchange/forms/{code}/upload/")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Отправить").click()
    accepted(page)


def test_lists_and_applications_become_expected_uploads(enter, stage, tmp_path, now):
    demo, plan, at = stage
    school, silent = demo.schools[0], demo.schools[14]

    at("reconciliation")
    district = enter(person("district"))
    book = openpyxl.load_workbook(io.BytesIO(taken_form(district, "2026.reconciliation")))
    sheet = next(page for page in book if any(cell.value == "Краткое наименование" for cell in page[1]))
    column = next(cell.column for cell in sheet[1] if cell.value == "Краткое наименование")
    sheet.cell(2, column).value = "Опорная школа округа"
    target = io.BytesIO()
    book.save(target)
    mended = saved_by_libreoffice(target.getvalue(), tmp_path, "reconciliation.xlsx").read_bytes()
    uploaded(district, "2026.reconciliation", mended, "выверка.xlsx")
    region = enter(person("region"))
    region.goto("/enrollment/reconciliation/reg99_m001/")
    expect(region.locator("main")).to_contain_text("Опорная школа округа")
    region.get_by_role("button", name="Принять и внести изменения").click()
    assert Unit.objects.filter(short_name="Опорная школа округа").exists()

    moment = at("application")
    organizer = enter(person(school.login))
    organizer.goto("/exchange/forms/2026.application/grid/")
    row = organizer.locator("tr", has_text="2026.ru4")
    row.locator("input").nth(0).fill("2")
    row.locator("input").nth(1).fill("48")
    organizer.get_by_role("button", name="Отправить").first.click()
    accepted(organizer)
    sizes = sizes_of(demo, SEED)
    for index, other in enumerate(demo.schools):
        if other not in (school, silent):
            fill_application(other, plan.campaign, index, sizes, moment)

    at("consolidated")
    district.goto("/enrollment/applications/")
    expect(district.locator("tr", has_text=silent.code)).to_contain_text("не ")
    uploaded(district, "2026.consolidated", taken_form(district, "2026.consolidated"), "Сводная заявка.xlsx")
    assert Application.objects.get(unit=school).state == "municipal_confirmed"

    at("correction")
    region.goto(f"/enrollment/applications/{school.code}/")
    region.locator("summary", has_text=re.compile("[Ии]справить")).click()
    region.locator("[name='2026.ru4|participants']").fill("50")
    region.get_by_label("Причина исправления").fill("Прибыли двое учеников")
    region.get_by_role("button", name="Сохранить исправления").click()
    expect(region.locator("main")).to_contain_text("Прибыли двое учеников")

    at("freeze")
    federal = enter(person("federal"))
    federal.goto("/enrollment/applications/freeze/?region=reg990000")
    expect(federal.locator("main")).to_contain_text(silent.short_name)
    federal.get_by_label(re.compile("закрепить без школ")).check()
    federal.get_by_role("button", name=re.compile("[Зз]акрепить")).first.click()
    expected = Expectation.objects.get(unit=school, workbook__code="2026.ru4")
    assert (expected.participants, expected.code_from, expected.code_to) == (50, 40001, 40058)
    assert not Expectation.objects.filter(unit=silent, workbook__code="2026.ru4").exists()


def test_classes_are_drawn_and_get_their_days(enter, stage, now):
    demo, plan, at = stage
    school = demo.schools[0]
    moment = at("classes", 0.1)
    sizes = sizes_of(demo, SEED)
    for index, other in enumerate(demo.schools[1:6], start=1):
        send_classes(other, plan, index, sizes, moment, now)
    organizer = enter(person(school.login))
    organizer.goto("/timetable/classes/")
    for number, letter in enumerate("АБ"):
        organizer.locator(f"[name=grade-{number}]").select_option("6")
        organizer.locator(f"[name=letter-{number}]").select_option(letter)
        organizer.locator(f"[name=participants-{number}]").fill("24")
        for subject in ("is", "li", "gg", "bi"):
            organizer.locator(f"[name=subject_{subject}-{number}]").select_option("да")
        organizer.locator(f"[name=week-{number}]").select_option(
            index=2
        )  # the first week of the period is all holidays
    organizer.get_by_role("button", name=re.compile("[Оо]тправить")).first.click()
    run_jobs()

    at("draw", 0.2)
    federal = enter(person("federal"))
    federal.goto("/draw/rounds/new/")
    for box in federal.locator("input[type=checkbox]").all():
        box.check()
    federal.get_by_role("button", name="Опубликовать обязательство").click()
    for press in ("Закрыть данные", "Провести жребий", "Опубликовать результат"):
        federal.get_by_role("button", name=press).click()
        run_jobs()
        federal.reload()
    drawn = DrawnSubject.objects.filter(class_group__unit=school)
    assert sorted(drawn.values_list("class_group__letter", flat=True)) == ["А", "А", "Б", "Б"]

    organizer.goto("/draw/")
    for item in Assessment.objects.filter(pk__in=drawn.values("assessment")):
        expect(organizer.locator("main")).to_contain_text(item.title.removesuffix(" 6 класс"))
    at("timetable", 0.9)
    organizer.goto("/timetable/?propose=all")
    organizer.get_by_role("button", name="Проверить и отправить").click()
    run_jobs()
    organizer.goto("/exchange/")
    expect(organizer.locator(".step", has_text="Расписание").first).to_contain_text("принято")
    district = enter(person("district"))
    district.goto("/timetable/monitoring/")
    expect(district.locator("main")).to_contain_text(school.short_name)
