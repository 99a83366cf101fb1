"""Subjects by draw in a real browser: the organizer's presses, the school's page; the questionnaire folds what is not asked."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from vpr.campaigns.models import Assessment, Campaign, DrawGroup, PlanItem, PlanSchedule, PlanState, PlanStep
from vpr.draw import services
from vpr.draw.models import DrawRound
from vpr.exchange.services import expect_campaign_forms
from vpr.kernel.roles import Role
from vpr.timetable.models import ClassGroup

MONDAY = date(2026, 4, 27)
PICTURES = os.environ.get("VPR_PICTURES", "")


@pytest.fixture
def campaign(world, home, now, monkeypatch):
    monkeypatch.setattr("vpr.base.clock.now", lambda: now)
    made = Campaign.objects.create(code="2026", title="ВПР 2026", year=2026, is_current=True)
    plan = PlanSchedule.objects.create(campaign=made, version=1, state=PlanState.PUBLISHED, made_at=now)
    for key in ("context", "classes"):
        PlanStep.objects.create(
            plan=plan, key=key, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)
        )
    for number, subjects in enumerate(
        ((("is", "История"), ("ob", "Обществознание")), (("bi", "Биология"), ("gg", "География"))), 1
    ):
        group = DrawGroup.objects.create(plan=plan, grade=6, number=number)
        for key, title in subjects:
            work = Assessment.objects.create(
                campaign=made, code=f"2026.{key}6", subject=key, grade=6, title=f"{title} 6 класс", is_open=True
            )
            PlanItem.objects.create(plan=plan, assessment=work, draw_group=group)
    for unit in (world.school, world.foreign_school):
        for ordinal, letter in enumerate("АБВ", start=1):
            ClassGroup.objects.create(
                campaign=made, unit=unit, grade=6, letter=letter, ordinal=ordinal, participants=20,
                subjects=["is", "ob", "gg", "bi"], week_of=MONDAY,
            )  # fmt: skip
    expect_campaign_forms(now=now)
    return made


def picture(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def work_off(now):
    """What the worker would do."""
    found = DrawRound.objects.get()
    services.run_closing(round_id=found.pk, now=now)
    services.run_draw(round_id=found.pk, now=now)
    services.run_publication(round_id=found.pk, now=now)


def narrow(page):
    """The page fits a telephone: nothing but tables scrolls sideways."""
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_round_from_its_commitment_to_the_page_of_a_school(world, campaign, enter, now):
    page = enter(world.people[Role.FEDERAL_ORGANIZER])
    page.goto("/draw/")
    page.get_by_role("link", name="Объявить раунд").click()
    page.get_by_label("27.04–03.05.2026").check()
    picture(page, "draw-new")
    page.get_by_role("button", name="Опубликовать обязательство").click()
    picture(page, "draw-committed")
    page.get_by_role("button", name="Закрыть данные").click()
    work_off(now)
    page.reload()
    picture(page, "draw-frozen")
    page.get_by_role("button", name="Провести жребий").click()
    work_off(now)
    page.reload()
    page.get_by_role("button", name="Опубликовать результат").click()
    work_off(now)
    page.reload()
    assert page.get_by_text("Опубликован 22.04.2026").count() == 1
    picture(page, "draw-published")
    page.goto("/draw/rounds/")
    picture(page, "draw-rounds")
    page.goto("/draw/monitoring/reg47_m010/")
    picture(page, "draw-monitoring")
    narrow(page)
    picture(page, "draw-monitoring-360")

    school = enter(world.people[Role.SCHOOL_ORGANIZER])
    school.goto("/draw/")
    assert school.get_by_text("назначены").count() == 3
    school.get_by_text("Как проверить, что жребий честный").click()
    picture(school, "draw-school")
    narrow(school)
    picture(school, "draw-school-360")
    school.goto("/draw/public/2026/1/")
    picture(school, "draw-public-360")
    assert school.evaluate("document.documentElement.scrollWidth") <= 360


def test_questions_below_no_are_folded_away(world, campaign, enter):
    page = enter(world.people[Role.SCHOOL_ORGANIZER])
    page.goto("/questionnaire/")
    below = page.get_by_text("Сколько обучающихся занимается по АОП")
    assert not below.is_visible()
    adapted = page.locator("#qadapted")
    adapted.get_by_label("Да").first.check()
    assert below.is_visible()
    adapted.get_by_label("Нет").first.check()
    assert not below.is_visible()
    picture(page, "questionnaire")
    page.get_by_role("button", name="Проверить").click()
    assert page.get_by_text("Анкета не отправлена").count() == 1
    picture(page, "questionnaire-wrong")
    narrow(page)
    picture(page, "questionnaire-360")
