"""When a letter leaves: at once, at the next eight of the unit, on its Monday."""

from datetime import UTC, datetime

import pytest

from vpr.cabinets.topics import Pace, due_at, group_of

WEDNESDAY = datetime(2026, 4, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pace", "zone", "due"),
    [
        (Pace.AT_ONCE, "Europe/Moscow", "2026-04-22 12:00"),
        (Pace.DAILY, "Europe/Moscow", "2026-04-23 08:00"),
        (Pace.DAILY, "Asia/Kamchatka", "2026-04-23 08:00"),  # nine in the evening there
        (Pace.DAILY, "Europe/Kaliningrad", "2026-04-23 08:00"),
        (Pace.WEEKLY, "Europe/Moscow", "2026-04-27 08:00"),
    ],
)
def test_a_gathered_letter_waits_for_eight_by_the_clock_of_the_unit(pace, zone, due):
    from zoneinfo import ZoneInfo

    local = due_at(pace, now=WEDNESDAY, time_zone=zone).astimezone(ZoneInfo(zone))
    assert f"{local:%Y-%m-%d %H:%M}" == due


def test_before_eight_the_letter_leaves_the_same_morning():
    early = datetime(2026, 4, 20, 4, 30, tzinfo=UTC)  # Monday, 7:30 in Moscow
    for pace in (Pace.DAILY, Pace.WEEKLY):
        assert due_at(pace, now=early, time_zone="Europe/Moscow") == datetime(2026, 4, 20, 5, 0, tzinfo=UTC)


def test_an_unknown_topic_is_obligatory():
    assert group_of("something new").is_obligatory
    assert not group_of("forum").is_obligatory
