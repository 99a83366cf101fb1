"""Properties of the pure rules of a campaign."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from vpr.campaigns.rules import TaskRow, difference, lines_of, mark_ranges, read_specification, upload_position
from vpr.campaigns.rules.specification import SPECIFICATION, row_texts
from vpr.kernel.points import mark_for

START = datetime(2026, 4, 20, tzinfo=UTC)


def hour(number):
    return START + timedelta(hours=number)


def period(kind, opens, closes):
    return SimpleNamespace(kind=kind, opens_at=hour(opens), closes_at=hour(closes))


def wave(number, until):
    return SimpleNamespace(number=number, uploads_until=hour(until))


PLAN = [period("upload", 0, 10), period("late_upload", 10, 20)]
WAVES = [wave(1, 10), wave(2, 20)]


@given(st.integers(-5, 30))
def test_the_position_of_an_upload_follows_the_windows(at):
    expected = {
        at < 0: (False, 1, False),
        0 <= at < 10: (True, 1, False),
        10 <= at < 20: (True, 2, True),
        at >= 20: (False, None, False),
    }[True]
    assert upload_position(PLAN, WAVES, hour(at)) == expected


@given(st.integers(-5, 30))
def test_without_windows_uploads_are_always_taken(at):
    assert upload_position([period("materials", 0, 1)], [], hour(at)) == (True, None, False)


@given(st.integers(0, 24), st.tuples(st.integers(1, 8), st.integers(9, 15), st.integers(16, 24)))
def test_the_ranges_say_the_mark_of_every_score(score, thresholds):
    held = [item.mark for item in mark_ranges(thresholds, 24) if item.first <= score <= item.last]
    assert held == [mark_for(score, thresholds)]


words = st.text("абвгдежз 123", max_size=12).map(lambda text: " ".join(text.split()))
codes = st.lists(st.text("АБВ.0123", min_size=1, max_size=8), max_size=3).map(tuple)
places = st.builds(
    TaskRow,
    code=st.integers(1, 30).map(str),
    max_points=st.integers(1, 20),
    difficulty=st.sampled_from(["basic", "advanced", "high", "unknown"]),
    minutes=st.one_of(st.none(), st.decimals("0.1", "99", places=1)),
    content_codes=codes,
    skill_codes=codes,
    skill=words,
)


@given(st.lists(places, min_size=1, max_size=12, unique_by=lambda row: row.code))
def test_what_is_written_to_a_table_is_read_back(rows):
    header = [column.title for column in SPECIFICATION.columns]
    cells = [[row_texts(row)[column.key] for column in SPECIFICATION.columns] for row in rows]
    lines, faults = lines_of(SPECIFICATION, [header, *cells], "Лист")
    assert not faults
    read, faults = read_specification(lines)
    assert not faults
    assert read == rows
    assert difference(rows, read) == []
