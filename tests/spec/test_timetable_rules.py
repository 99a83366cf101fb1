"""Rules of the timetable, one line each: what was planned and which fault it is (S5 11, DOMAIN §1 row 9, §4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vpr.kernel.faults import render
from vpr.timetable.faults import CATALOGUE
from vpr.timetable.rules.days import Holiday, SchoolWeek, check_holidays, mondays_of
from vpr.timetable.rules.planner import propose
from vpr.timetable.rules.sittings import COMPUTER, PAPER, Duty, Placed, check_timetable, lessons_of

MONDAY = date(2026, 4, 20)
HOLIDAYS = (Holiday(date(2026, 5, 1), date(2026, 5, 1), "праздничный день"),)
WEEK = SchoolWeek(holidays=HOLIDAYS)


def day(number):
    """Day of the period: 0 is Monday, 20 April 2026."""
    return MONDAY + timedelta(days=number)


def duty(assessment=1, **more):
    usual = {
        "group": 1, "group_name": "8А", "code": f"2026.x{assessment}", "title": f"Работа {assessment}",
        "first": MONDAY, "last": day(30), "participants": 25, "subject": "ma",
    }  # fmt: skip
    return Duty(assessment=assessment, **usual | more)


def put(item, on=0, lesson=2, form=PAPER, room=""):
    return Placed(item, day(on), lesson, form, room)


TWO = duty(1, parts=2, pause=10), duty(1, part=2, parts=2, pause=10)
OTHER_CLASS = {"group": 2, "group_name": "8Б"}
ON_COMPUTER = {"forms": (COMPUTER,)}

RULES = [
    ("a work in its period", [put(duty())], WEEK, []),
    ("the first and the last day belong to the period", [put(duty(1)), put(duty(2), 30)], WEEK, []),
    ("after the period", [put(duty(), 31)], WEEK, ["U-01"]),
    ("before the period", [put(duty(), -3)], WEEK, ["U-01"]),
    ("a granted reserve day outside of it", [put(duty(reserve=frozenset({day(32)})), 32)], WEEK, []),
    ("a reserve day granted for another day", [put(duty(reserve=frozenset({day(32)})), 31)], WEEK, ["U-01"]),
    ("Sunday", [put(duty(), 6)], WEEK, ["U-02"]),
    ("Saturday of five days", [put(duty(), 5)], WEEK, ["U-02"]),
    ("Saturday of six days", [put(duty(), 5)], SchoolWeek(is_six_day=True), []),
    ("a public holiday", [put(duty(), 11)], WEEK, ["U-02"]),
    ("school holidays", [put(duty(), 3)], SchoolWeek(holidays=(Holiday(day(2), day(4), "каникулы"),)), ["U-02"]),
    ("the first lesson", [put(duty(), 0, 1)], WEEK, ["U-03"]),
    ("the fourth lesson", [put(duty(), 0, 4)], WEEK, []),
    ("after the lessons", [put(duty(), 0, 5)], WEEK, ["U-03"]),
    ("two lessons from the third", [put(duty(lessons=2), 0, 3)], WEEK, []),
    ("two lessons from the fourth", [put(duty(lessons=2), 0, 4)], WEEK, ["U-03"]),
    ("a form that the plan does not have", [put(duty(), 0, 2, COMPUTER)], WEEK, ["U-04"]),
    ("a form that the plan has", [put(duty(forms=(PAPER, COMPUTER)), 0, 2, COMPUTER)], WEEK, []),
    ("the declared day moved", [put(duty(declared=day(1), **ON_COMPUTER), 2, 2, COMPUTER)], WEEK, ["U-05"]),
    ("the declared day kept", [put(duty(declared=day(1), **ON_COMPUTER), 1, 3, COMPUTER)], WEEK, []),
    ("two works on one day", [put(duty(1)), put(duty(2), 0, 4)], WEEK, ["U-07"]),
    ("two classes on one day", [put(duty(1)), put(duty(1, **OTHER_CLASS))], WEEK, []),
    ("two languages of halves", [put(duty(1, subject="en")), put(duty(2, subject="de"))], WEEK, []),
    ("two parts in a row with a break", [put(TWO[0]), put(TWO[1], 0, 3)], WEEK, []),
    ("two parts on two days", [put(TWO[0]), put(TWO[1], 1)], WEEK, []),
    ("the second part a day before", [put(TWO[0], 1), put(TWO[1])], WEEK, ["U-08"]),
    ("both parts at once", [put(TWO[0]), put(TWO[1])], WEEK, ["U-08"]),
    ("a break of five minutes", [put(TWO[0]), put(TWO[1], 0, 3)], SchoolWeek(shortest_break=5), ["U-09"]),
    ("a free lesson is a break", [put(TWO[0]), put(TWO[1], 0, 4)], SchoolWeek(shortest_break=5), []),
    ("three works in a week", [put(duty(n), n) for n in range(3)], WEEK, []),
    ("four works in a week", [put(duty(n), n) for n in range(4)], WEEK, ["U-10"]),
    ("one room for two classes", [put(duty(1), room="12"), put(duty(2, **OTHER_CLASS), room=" 12 ")], WEEK, ["U-11"]),
    ("a room after the other", [put(duty(1), room="12"), put(duty(2, **OTHER_CLASS), 0, 3, room="12")], WEEK, []),
    (
        "more classes than computers",
        [put(duty(1, **ON_COMPUTER), form=COMPUTER), put(duty(2, **ON_COMPUTER, **OTHER_CLASS), form=COMPUTER)],
        SchoolWeek(computer_seats=30),
        ["U-12"],
    ),
    ("a class larger than the room", [put(duty(**ON_COMPUTER), form=COMPUTER)], SchoolWeek(computer_seats=12), ["U-14"]),
    ("seats that nobody told", [put(duty(**ON_COMPUTER), form=COMPUTER)], WEEK, []),
    ("a drawn subject in its week", [put(duty(is_drawn=True, week_of=day(7)), 8)], WEEK, []),
    ("a drawn subject in another week", [put(duty(is_drawn=True, week_of=day(7)), 1)], WEEK, ["U-13"]),
]  # fmt: skip


@pytest.mark.parametrize(("placed", "week", "codes"), [pytest.param(*rule[1:], id=rule[0]) for rule in RULES])
def test_a_rule_of_the_timetable(placed, week, codes):
    faults = check_timetable(placed, [item.duty for item in placed], week)
    assert [fault.code for fault in faults] == codes
    assert all(render(fault, CATALOGUE) for fault in faults)


def test_a_duty_without_a_day_is_named():
    assert [fault.code for fault in check_timetable([], [duty()], WEEK)] == ["U-06"]


def test_one_of_several_languages_may_stay_without_a_day():
    assert check_timetable([], [duty(is_optional=True)], WEEK) == []


@pytest.mark.parametrize(
    ("minutes", "parts", "lessons"),
    [(None, 1, 1), (45, 1, 1), (40, 1, 1), (60, 1, 2), (90, 1, 2), (90, 2, 1), (45, 2, 1)],
)
def test_minutes_become_lessons(minutes, parts, lessons):
    assert lessons_of(minutes, parts) == lessons


def test_weeks_of_a_period_begin_on_mondays():
    assert mondays_of(day(3), day(9)) == [MONDAY, day(7)]


def test_holidays_that_end_before_they_begin_are_told():
    assert check_holidays([Holiday(day(1), day(0), "Каникулы"), Holiday(day(0), day(200), "Лето")])
    assert check_holidays(HOLIDAYS) == []


# «Предложить расписание»


def grade_of_works(count, classes=3, **more):
    return [
        duty(number, group=group, group_name=f"8{group}", **more)
        for group in range(1, classes + 1)
        for number in range(1, count + 1)
    ]


def test_a_usual_school_gets_a_whole_timetable_without_a_fault_or_a_warning():
    duties = grade_of_works(5) + [
        duty(9, part=part, parts=2, group=group, group_name=f"8{group}") for group in (1, 2, 3) for part in (1, 2)
    ]
    placed = propose(duties, WEEK)
    assert check_timetable(placed, duties, WEEK) == []
    assert len(placed) == len(duties)


def test_a_narrow_period_is_filled_to_the_last_day():
    duties = grade_of_works(5, classes=2, last=day(4))
    placed = propose(duties, WEEK)
    assert {item.on for item in placed if item.duty.group == 1} == {day(n) for n in range(5)}
    assert {fault.code for fault in check_timetable(placed, duties, WEEK)} == {"U-10"}


def test_what_does_not_fit_is_left_out_and_named():
    duties = grade_of_works(6, classes=1, last=day(4))
    placed = propose(duties, WEEK)
    assert len(placed) == 5
    assert "U-06" in {fault.code for fault in check_timetable(placed, duties, WEEK)}


def test_parts_too_long_for_a_day_go_to_two_days_in_order():
    parts = [duty(1, part=part, parts=2, lessons=2) for part in (1, 2)]
    first, second = sorted(propose(parts, WEEK), key=lambda item: item.duty.part)
    assert first.on < second.on


def test_classes_share_the_computers():
    duties = [
        duty(1, group=group, group_name=f"8{group}", first=MONDAY, last=day(1), **ON_COMPUTER) for group in range(1, 7)
    ]
    week = SchoolWeek(computer_seats=25)
    placed = propose(duties, week)
    assert len(placed) == 6
    assert check_timetable(placed, duties, week) == []


def test_what_the_school_has_placed_stays():
    duties = grade_of_works(3, classes=1)
    kept = [put(duties[0], 10, 4)]
    placed = propose(duties, WEEK, kept=kept)
    assert kept[0] in placed
    assert len(placed) == 3


def test_nothing_is_planned_on_days_that_have_passed():
    placed = propose(grade_of_works(3, classes=1), WEEK, not_before=day(14))
    assert placed
    assert all(item.on >= day(14) for item in placed)


def test_a_work_without_dates_is_not_placed():
    assert propose([duty(first=None, last=None)], WEEK) == []


@st.composite
def schools(draw):
    is_six_day = draw(st.booleans())
    week = SchoolWeek(is_six_day, HOLIDAYS, draw(st.sampled_from([5, 10, 20])), draw(st.sampled_from([None, 12, 30])))
    duties = []
    for group in range(1, draw(st.integers(1, 4)) + 1):
        size = draw(st.integers(1, 32))
        for number in range(1, draw(st.integers(1, 7)) + 1):
            first = draw(st.integers(0, 20))
            parts = draw(st.sampled_from([1, 1, 2]))
            usual = {
                "group": group, "group_name": f"8{group}", "first": day(first), "participants": size,
                "last": day(first + draw(st.integers(0, 20))), "lessons": draw(st.integers(1, 2)),
                "forms": draw(st.sampled_from([(PAPER,), (COMPUTER,), (PAPER, COMPUTER)])),
            }  # fmt: skip
            duties += [duty(number, part=part, parts=parts, **usual) for part in range(1, parts + 1)]
    return duties, week


@settings(max_examples=150, deadline=None)
@given(schools())
def test_a_proposal_breaks_no_rule_whatever_the_school(school):
    """It may leave a work without a place; what it places is never wrong."""
    duties, week = school
    faults = check_timetable(propose(duties, week), duties, week)
    assert {fault.code for fault in faults} <= {"U-06", "U-10", "U-14"}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 12)), min_size=1, max_size=9))
def test_one_day_works_of_a_class_are_all_placed_when_that_is_possible(periods):
    """Oracle: Hall's condition over intervals of school days."""
    duties = [replace(duty(n), first=day(a), last=day(a + length)) for n, (a, length) in enumerate(periods)]
    week = SchoolWeek()
    possible = all(
        sum(1 for item in duties if item.first >= day(low) and item.last <= day(high))
        <= len(week.days(day(low), day(high)))
        for low in range(40)
        for high in range(low, 40)
    )
    assert (len(propose(duties, week)) == len(duties)) == possible
