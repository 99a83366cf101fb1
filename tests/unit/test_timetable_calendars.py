"""Calendar files by RFC 5545, read back by a small reader of our own; reserve days by their table."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpr.kernel.roles import Role
from vpr.timetable.rules.days import SchoolWeek
from vpr.timetable.rules.ics import Event, calendar, escaped, folded
from vpr.timetable.rules.reserve import (
    MOVES,
    Move,
    ReserveBounds,
    State,
    default_upload_day,
    moves_of,
    suggested_days,
    wrong_day,
)

NOW = datetime(2026, 4, 22, 9, 0, tzinfo=UTC)


def unfolded(content: bytes) -> list[str]:
    """Lines of the standard: CRLF ends, a line that begins with a blank continues the one before."""
    assert content.endswith(b"\r\n")
    text = content.decode()
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)


@given(st.text(max_size=300))
def test_any_text_survives_escaping_and_folding(text):
    line = "SUMMARY:" + escaped(text)
    pieces = list(folded(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    joined = pieces[0] + "".join(piece[1:] for piece in pieces[1:])
    kept = "".join(c for c in text.replace("\r\n", "\n") if c in "\n\t" or (ord(c) >= 32 and c != "\x7f"))
    assert plain(joined.removeprefix("SUMMARY:")) == kept


def test_a_calendar_has_its_parts_in_pairs_and_moments_in_utc():
    events = [
        Event(
            "1@x",
            NOW,
            NOW + timedelta(minutes=45),
            "ВПР 8А; «АЯ», 2-й урок",
            "а\nб",
            "каб. 12",
            NOW,
            timedelta(hours=15),
        ),
        Event("2@x", date(2026, 4, 23), date(2026, 4, 24), "ВПР 8Б"),
    ]
    lines = unfolded(calendar(events, title="Школа", now=NOW))
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    open_parts = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_parts.append(value)
        elif name == "END":
            assert open_parts.pop() == value
    assert open_parts == []
    assert "DTSTART:20260422T090000Z" in lines
    assert "DTSTART;VALUE=DATE:20260423" in lines
    assert "TRIGGER:-PT900M" in lines
    assert "SUMMARY:ВПР 8А\\; «АЯ»\\, 2-й урок" in lines
    assert sum(line.startswith("UID:") for line in lines) == 2


BOUNDS = ReserveBounds(date(2026, 4, 20), date(2026, 4, 30), date(2026, 5, 20), date(2026, 4, 27))
WEEK = SchoolWeek()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 5, 4), ""),
        (date(2026, 5, 20), ""),
        (date(2026, 4, 26), "прошёл"),
        (date(2026, 4, 29), "внутри срока"),
        (date(2026, 5, 21), "позже"),
        (date(2026, 5, 3), "воскресенье"),
        (date(2026, 5, 2), "суббота"),
    ],
)
def test_a_reserve_day_lies_outside_the_period_and_before_the_last_upload(day, said):
    assert said in wrong_day(day, BOUNDS, WEEK)
    assert bool(said) == bool(wrong_day(day, BOUNDS, WEEK))


def test_before_the_period_there_are_no_materials():
    early = ReserveBounds(date(2026, 4, 20), date(2026, 4, 30), None, date(2026, 4, 1))
    assert "раньше срока" in wrong_day(date(2026, 4, 10), early, WEEK)


def test_suggested_days_may_be_asked_for_and_are_free():
    days = suggested_days(BOUNDS, WEEK, [date(2026, 5, 1)])
    assert days[0] == date(2026, 5, 4)
    assert all(wrong_day(day, BOUNDS, WEEK) == "" for day in days)


def test_uploads_run_as_long_after_the_reserve_day_as_after_the_period():
    assert default_upload_day(date(2026, 5, 4), BOUNDS, date(2026, 5, 7)) == date(2026, 5, 11)
    assert default_upload_day(date(2026, 5, 4), BOUNDS, None) == date(2026, 5, 7)
    assert default_upload_day(date(2026, 5, 19), BOUNDS, None) == date(2026, 5, 20)


LEGAL = {
    ("submitted", "agree"): {"municipal_coordinator", "responsible_coordinator"},
    ("submitted", "return"): {"municipal_coordinator", "responsible_coordinator"},
    ("submitted", "withdraw"): {"school_organizer"},
    ("agreed", "grant"): {"regional_coordinator"},
    ("agreed", "return"): {"regional_coordinator"},
    ("agreed", "refuse"): {"regional_coordinator"},
    ("agreed", "withdraw"): {"school_organizer"},
    ("returned", "resubmit"): {"school_organizer"},
    ("returned", "withdraw"): {"school_organizer"},
    ("granted", "revoke"): {"regional_coordinator"},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", Role)
def test_every_role_has_its_moves_and_no_others(state, role):
    expected = {move for (start, move), roles in LEGAL.items() if start == state and role in roles}
    assert set(moves_of(state, role)) == expected


def test_refusals_need_words():
    assert {move for (_, move), rule in MOVES.items() if rule.needs_words} == {Move.RETURN, Move.REFUSE, Move.REVOKE}
