"""The federal organizer: an assessment from the empty page to the published wave, in a browser."""

from datetime import timedelta

import pytest

from vpr.base.clock import MOSCOW
from vpr.campaigns.models import Assessment, Wave
from vpr.kernel.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)

TASKS = [("1", "3", "Б"), ("2", "4", "П"), ("3К1", "2", "Б"), ("3К2", "3", "")]


@pytest.fixture
def clock(monkeypatch, now):
    """The clock of the server; the story moves it."""
    hands = [now]
    monkeypatch.setattr("vpr.base.clock.now", lambda: hands[0])
    return hands


def local(moment):
    return moment.astimezone(MOSCOW).strftime("%Y-%m-%dT%H:%M")


def test_an_assessment_is_made_scaled_dated_opened_and_published(enter, world, assessment, home, clock, now):
    page = enter(world.people[Role.FEDERAL_ORGANIZER])
    page.goto("/campaigns/")
    page.get_by_role("link", name="Добавить работу").click()
    page.get_by_label("Предмет").select_option("fi")
    page.get_by_label("Класс").fill("8")
    page.get_by_role("button", name="Добавить и внести задания").click()

    for row, (code, most, letter) in enumerate(TASKS, start=1):
        page.get_by_label(f"Задание, строка {row}", exact=True).fill(code)
        page.get_by_label(f"Максимум, строка {row}", exact=True).fill(most)
        page.get_by_label(f"Сложность, строка {row}", exact=True).fill(letter)
    page.get_by_label("Зависит от, строка 4", exact=True).fill("3К9")
    page.get_by_role("button", name="Сохранить").click()
    assert "критерий 3К2 зависит от 3К9" in page.get_by_role("alert").inner_text()
    page.get_by_label("Зависит от, строка 4", exact=True).fill("3K1")  # a Latin K is understood
    page.get_by_role("button", name="Проверить").click()
    assert page.get_by_text("Максимум работы: 12").is_visible()
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("heading", name="Физика 8 класс").wait_for()

    page.get_by_role("link", name="Шкала отметок").click()
    for mark, first in (("3", "5"), ("4", "8"), ("5", "11")):
        page.get_by_label(f"Первый балл отметки «{mark}»").fill(first)
    page.get_by_role("button", name="Показать диапазоны").click()
    assert page.get_by_role("cell", name="8–10").is_visible()
    page.get_by_role("button", name="Сохранить").click()

    page.get_by_role("link", name="Сроки и волны").click()
    page.get_by_label("Загрузка результатов: начало").fill(local(now))
    page.get_by_label("Загрузка результатов: окончание").fill(local(now + timedelta(days=5)))
    page.get_by_label("Волна 1: приём загрузок до").fill(local(now + timedelta(days=5)))
    page.get_by_label("Волна 1: публикация").fill(local(now + timedelta(days=7)))
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("button", name="Открыть для школ").click()
    assert page.get_by_text("открыта для школ").first.is_visible()
    assert Assessment.objects.get(code="2026.fi8").tasks.get(code="3К2").depends_on.code == "3К1"

    clock[0] = now + timedelta(days=6)
    page.goto("/")
    step = page.get_by_role("listitem").filter(has_text="Опубликуйте волну 1: Физика 8 класс")
    step.get_by_role("link", name="Опубликовать").click()
    page.get_by_role("button", name="Опубликовать волну 1").click()
    assert page.get_by_text("Волна 1 опубликована").is_visible()
    assert Wave.objects.get(assessment__code="2026.fi8").published_at == clock[0]


def test_a_school_sees_the_opened_assessment_and_its_plan(enter, world, assessment, home, clock):
    page = enter(world.people[Role.SCHOOL_ORGANIZER], width=360)
    page.goto("/campaigns/")
    page.get_by_role("link", name="Английский язык 8 класс").click()
    assert page.get_by_role("cell", name="10–14").is_visible()
    page.goto("/campaigns/plan/")
    assert page.get_by_text("Загрузите результаты до этого времени").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
