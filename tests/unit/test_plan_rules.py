"""Pure rules around the plan: differences in words, terms of a roadmap, working days, typed dates."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpr.campaigns.reference import working_calendar
from vpr.campaigns.rules.plan_difference import difference_of, grouped_texts, span_of
from vpr.campaigns.rules.plan_rows import GroupRow, ItemRow, PlanRows, StepRow, period_text
from vpr.campaigns.rules.terms import TermRule, UnknownTerm, all_anchors, anchors_of, parse_term
from vpr.campaigns.rules.typed_days import NotADay, typed_day, typed_end, typed_start

MOSCOW = ZoneInfo("Europe/Moscow")
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
HISTORY = ItemRow(
    "2026.is6", "История 6 класс", 6, "is", period_from=date(2026, 3, 15), period_to=date(2026, 5, 20),
    materials_rule="eve_14_local",
)  # fmt: skip
FREEZE = StepRow("freeze", datetime(2026, 2, 2, tzinfo=MOSCOW), datetime(2026, 2, 7, tzinfo=MOSCOW))
PLAN = PlanRows((HISTORY,), (FREEZE,), (GroupRow(6, 1, "Предметы"),))


def words(old, new, zone="Europe/Moscow"):
    return [change.text(zone) for change in difference_of(old, new)]


def with_item(**changes):
    return replace(PLAN, items=(replace(HISTORY, **changes),))


def test_equal_versions_do_not_differ():
    assert words(PLAN, PLAN) == []


def test_a_period_tells_what_it_was_and_what_it_is():
    assert words(PLAN, with_item(period_from=date(2026, 3, 20), period_to=date(2026, 5, 25))) == [
        "История 6 класс: период был 15.03–20.05.2026, стал 20.03–25.05.2026"
    ]
    assert words(PLAN, with_item(period_from=None, period_to=None)) == [
        "История 6 класс: период был 15.03–20.05.2026, стал не назначено"
    ]


def test_rules_and_days_tell_their_own_words():
    assert (
        words(PLAN, with_item(upload_until=date(2026, 5, 25), materials_rule="days_4", group=1))
        == [
            "История 6 класс: «Материалы» было накануне, не позднее 14:00 местного времени, стало не позднее чем за 4 дня; "
            "«Загрузка до» было не назначено, стало 25.05.2026; группа случайного выбора была нет, стала 1",
            "Случайный выбор, 6 класс, группа 1: каждому классу по выбору 1 из: История 6 класс",
        ][::-1]
    )


def test_what_comes_and_what_goes_is_told():
    assert words(None, PLAN)[-1] == "История 6 класс: в плане-графике, период 15.03–20.05.2026"
    assert words(PLAN, PlanRows()) == [
        "Этап «Закрепление заявок»: срок 02.02.2026–06.02.2026 снят, новый не назначен",
        "Случайный выбор, 6 класс, группа 1: группа снята",
        "История 6 класс: больше не входит в план-график",
    ]


def test_the_end_of_a_step_is_told_by_the_clock_of_the_reader_too():
    moved = replace(PLAN, steps=(replace(FREEZE, closes_at=datetime(2026, 2, 9, 18, tzinfo=MOSCOW)),))
    told = "Этап «Закрепление заявок»: срок был 02.02.2026–06.02.2026, стал 02.02.2026–09.02.2026 18:00"
    assert words(PLAN, moved) == [told]
    assert words(PLAN, moved, "Asia/Kamchatka") == [f"{told} (по Вашим часам – 10.02.2026 03:00)"]


def test_one_shift_of_many_assessments_is_one_line():
    grades = range(1, 9)
    rows = [replace(HISTORY, code=f"2026.is{n}", title=f"История {n} класс", grade=n) for n in grades]
    moved = [replace(row, period_to=date(2026, 5, 22)) for row in rows]
    lines = grouped_texts(difference_of(PlanRows(tuple(rows)), PlanRows((*moved[:7], rows[7]))))
    assert lines == [
        "История 1 класс, История 2 класс, История 3 класс, История 4 класс, История 5 класс, История 6 класс и ещё 1: "
        "период был 15.03–20.05.2026, стал 15.03–22.05.2026"
    ]


def test_periods_are_written_shortly():
    assert period_text(date(2026, 4, 20), date(2026, 4, 20)) == "20.04.2026"
    assert period_text(date(2025, 12, 20), date(2026, 1, 20)) == "20.12.2025–20.01.2026"
    assert period_text(None, date(2026, 1, 20)) == "до 20.01.2026"
    assert span_of(PlanRows()) == "не назначено"


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("first_day", date(2026, 3, 15)),
        ("first_day-1d", date(2026, 3, 14)),
        ("first_day-1w", date(2026, 3, 8)),
        ("last_day+5wd", date(2026, 5, 27)),
        ("freeze.closes", date(2026, 2, 6)),
        ("freeze.opens", date(2026, 2, 2)),
        ("freeze.closes-3wd", date(2026, 2, 3)),
        ("results.opens+10wd", None),
    ],
)
def test_a_term_follows_the_plan(rule, day):
    assert parse_term(rule).day(anchors_of(PLAN), working_calendar()) == day


@pytest.mark.parametrize(
    "rule", ["", "soon", "freeze", "freeze.closes+", "freeze.closes+5y", "first_day-1", "party.opens"]
)
def test_a_rule_that_is_not_one_of_ours_is_named(rule):
    with pytest.raises(UnknownTerm):
        parse_term(rule)


@given(st.sampled_from(sorted(all_anchors())), st.integers(-365, 365), st.sampled_from(["d", "w", "wd"]))
def test_a_rule_reads_back_as_it_was_written(anchor, count, unit):
    text = anchor + (f"{count:+d}{unit}" if count else "")
    assert parse_term(text) == TermRule(anchor, count, unit if count else "d")
    assert parse_term(text).words


def test_a_step_whose_beginning_is_not_told_is_no_anchor_there():
    plan = replace(PLAN, steps=(replace(FREEZE, start_is_told=False),))
    assert "freeze.opens" not in anchors_of(plan)
    assert "freeze.closes" in anchors_of(plan)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 4, 30), 1, date(2026, 5, 4)),  # 1 May and a weekend between
        (date(2026, 5, 8), 1, date(2026, 5, 12)),  # 9 May is a Saturday, its day off is moved to Monday
        (date(2025, 10, 31), 1, date(2025, 11, 1)),  # a working Saturday
        (date(2025, 12, 30), 1, date(2026, 1, 12)),  # the whole of the New Year's break
        (date(2026, 1, 12), -1, date(2025, 12, 30)),
        (date(2024, 2, 22), 1, date(2024, 2, 26)),
        (date(2026, 4, 20), 0, date(2026, 4, 20)),
    ],
)
def test_working_days_follow_the_production_calendar(day, count, found):
    assert working_calendar().after(day, count) == found


@given(DAYS, st.integers(1, 40))
def test_going_so_many_working_days_there_and_back_meets_a_working_day(day, count):
    calendar = working_calendar()
    there = calendar.after(day, count)
    assert calendar.is_working(there)
    assert sum(calendar.is_working(day + timedelta(days=n)) for n in range(1, (there - day).days + 1)) == count


@given(DAYS)
def test_a_day_is_read_in_every_customary_spelling(day):
    spellings = (f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}", f"{day:%Y-%m-%d} 00:00:00", f"{day.day}.{day.month}.{day:%y}")
    assert {typed_day(text) for text in spellings} == {day}
    assert typed_end(f"{day:%d.%m.%Y}") - typed_start(f"{day:%d.%m.%Y}") == timedelta(days=1)


@pytest.mark.parametrize("text", ["завтра", "32.01.2026", "2026", "1/2", "01.02.2026 25:00"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NotADay):
        typed_start(text)


def test_a_moment_keeps_its_time():
    assert typed_end("09.02.2026 18:00") == datetime(2026, 2, 9, 18, tzinfo=MOSCOW)
    assert typed_end("до 09.02.2026") == datetime(2026, 2, 10, tzinfo=MOSCOW)
    assert typed_start("") is None
