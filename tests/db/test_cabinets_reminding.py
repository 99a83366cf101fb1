"""Reminders of deadlines: three days and one day before by the unit's clock, one message a day for all of them."""

from datetime import UTC, datetime, timedelta

import pytest

from vpr.cabinets import deadline_calendar
from vpr.cabinets.deadline_calendar import DeadlineBatch
from vpr.cabinets.models import Notification
from vpr.cabinets.services import remind_of_deadlines

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 4, 22, 9, 0, tzinfo=UTC)  # noon in Moscow


@pytest.fixture
def due(monkeypatch):
    """Registers deadlines: (units, title, at)."""

    def register(*rows):
        batches = [DeadlineBatch([unit.pk for unit in units], title, at) for units, title, at in rows]
        monkeypatch.setattr(
            deadline_calendar,
            "_providers",
            [lambda begin, end: [batch for batch in batches if begin <= batch.at < end]],
        )

    return register


@pytest.mark.parametrize(("days", "told"), [(0, 0), (1, 1), (2, 0), (3, 1), (4, 0)])
def test_a_unit_is_reminded_three_days_and_one_day_before(world, due, days, told):
    due(([world.school], "Форма", MORNING + timedelta(days=days, hours=2)))
    assert remind_of_deadlines(now=MORNING) == told


def test_several_deadlines_make_one_message(world, due):
    due(
        ([world.school, world.neighbor], "Заявка", MORNING + timedelta(days=1)),
        ([world.school], "Анкета", MORNING + timedelta(days=3)),
    )
    assert remind_of_deadlines(now=MORNING) == 2
    message = Notification.objects.get(unit=world.school)
    assert message.title == "Близкие сроки: 2"
    assert message.body.splitlines() == [
        "Срок завтра, 23.04.2026 до 12:00 по местному времени: Заявка",
        "Срок через 3 дня, 25.04.2026 до 12:00 по местному времени: Анкета",
    ]
    assert Notification.objects.get(unit=world.neighbor).title == "Срок завтра: Заявка"


def test_the_same_day_reminds_nobody_twice(world, due):
    due(([world.school], "Форма", MORNING + timedelta(days=1)))
    assert [remind_of_deadlines(now=MORNING + timedelta(hours=hour)) for hour in (0, 1, 2)] == [1, 0, 0]


def test_nobody_is_woken_at_night_and_the_day_is_the_units_own(world, due):
    world.school.time_zone = "Asia/Kamchatka"
    world.school.save()
    due(([world.school], "Форма", MORNING + timedelta(days=1)))
    assert remind_of_deadlines(now=MORNING) == 0  # nine in the evening in Kamchatka
    at_night = datetime(2026, 4, 22, 20, 59, tzinfo=UTC)
    assert remind_of_deadlines(now=at_night) == 0  # 8:59 there
    due(([world.school], "Форма", at_night + timedelta(days=1)))
    assert remind_of_deadlines(now=at_night + timedelta(minutes=1)) == 1


def test_a_thousand_schools_are_reminded_in_a_handful_of_queries(world, due, django_assert_max_num_queries):
    from vpr.cabinets.services import SchoolRow, ensure_schools

    made = ensure_schools([SchoolRow(f"47{n:04}", f"Школа {n}", "reg47_m011") for n in range(1000, 2000)])
    due((list(made.values()), "Форма", MORNING + timedelta(days=1)))
    with django_assert_max_num_queries(20):
        assert remind_of_deadlines(now=MORNING) == 1000
