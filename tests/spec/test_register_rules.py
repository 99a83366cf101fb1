"""The class register, one line a rule: rows as typed and what is said of them (S5 3.2)."""

from datetime import date

import pytest

from vpr.kernel.faults import render
from vpr.timetable.faults import CATALOGUE
from vpr.timetable.rules.register import (
    ClassRow,
    DrawnGrade,
    check_bound,
    check_register,
    ordinals,
    understood_letter,
)

WEEK = date(2026, 4, 20)
DRAWN = {6: DrawnGrade(6, ((("is", "ob"), 1), (("gg", "bi"), 1)), (WEEK, date(2026, 4, 27)))}
FULL = {"subjects": ("is", "gg"), "week_of": WEEK}


def row(grade=4, letter="А", participants=20, **more):
    return ClassRow(grade, letter, participants, **more)


RULES = [
    ("letters of one grade", [row(), row(letter="Б")], []),
    ("the same class twice", [row(), row()], ["C-02"]),
    ("«нет» beside letters", [row(), row(letter="")], ["C-03"]),
    ("a single class", [row(letter="")], []),
    ("the same letter in two grades", [row(), row(grade=5)], []),
    ("sixty-one pupils", [row(participants=61)], ["C-04"]),
    ("nobody", [row(participants=0)], ["C-05"]),
    ("a drawn grade", [row(), row(grade=6, **FULL)], []),
    ("too few subjects of a group", [row(), row(grade=6, subjects=("is", "ob"), week_of=WEEK)], ["C-06"]),
    ("no subjects", [row(), row(grade=6, week_of=WEEK)], ["C-06", "C-06"]),
    ("no week", [row(), row(grade=6, subjects=("is", "gg"))], ["C-07"]),
    ("a week outside", [row(), row(grade=6, subjects=("is", "gg"), week_of=date(2026, 6, 1))], ["C-08"]),
    ("a grade without classes", [row(grade=5)], ["C-09"]),
]


@pytest.mark.parametrize(("rows", "codes"), [pytest.param(*rule[1:], id=rule[0]) for rule in RULES])
def test_a_rule_of_the_register(rows, codes):
    faults = check_register(rows, [4], DRAWN, {}, [])
    assert [fault.code for fault in faults] == codes
    assert all(render(fault, CATALOGUE) for fault in faults)


BEFORE = [row(grade=6, **FULL), row(grade=6, letter="Б", **FULL)]
LOCKS = dict.fromkeys(((6, "А"), (6, "Б")), "предметы уже назначены жребием")
AFTER_DRAW = [
    ("nothing changed", BEFORE, []),
    ("another number of participants", [row(grade=6, participants=23, **FULL), BEFORE[1]], []),
    ("another week", [row(grade=6, subjects=("is", "gg"), week_of=date(2026, 4, 27)), BEFORE[1]], ["C-10"]),
    ("another subject", [row(grade=6, subjects=("ob", "gg"), week_of=WEEK), BEFORE[1]], ["C-10"]),
    ("a new class", [*BEFORE, row(grade=6, letter="В", **FULL)], []),
    ("a class gone", BEFORE[:1], ["C-11"]),
]


@pytest.mark.parametrize(("rows", "codes"), [pytest.param(*rule[1:], id=rule[0]) for rule in AFTER_DRAW])
def test_after_the_draw_a_class_stays_as_it_was(rows, codes):
    faults = check_register(rows, [6], DRAWN, LOCKS, BEFORE)
    assert [fault.code for fault in faults] == codes
    assert all("жребием" in render(fault, CATALOGUE) for fault in faults)


def test_a_class_that_a_redraw_sets_free_may_change_while_its_neighbour_is_locked():
    free = row(grade=6, subjects=("is", "bi"), week_of=WEEK)
    assert check_register([free, BEFORE[1]], [6], DRAWN, {(6, "Б"): "жребий"}, BEFORE) == []


def test_another_grade_is_free_after_the_draw():
    assert check_register([*BEFORE, row()], [6], DRAWN, LOCKS, BEFORE) == []


def test_a_class_with_something_on_record_may_not_vanish():
    assert [fault.code for fault in check_bound([row()], {(4, "А"), (5, "Б")})] == ["C-12"]


def test_another_spelling_is_shown_as_understood_and_nonsense_is_a_fault():
    assert understood_letter("А", 4, "Классы!B2") == ("А", [])
    assert [fault.code for fault in understood_letter("4-а", 4, "Классы!B2")[1]] == ["C-13"]
    letter, faults = understood_letter("5А", 4, "Классы!B2")
    assert letter is None
    assert [(fault.code, fault.cell) for fault in faults] == [("C-01", "Классы!B2")]


def test_ordinals_follow_the_alphabet_and_never_move_under_a_form_that_was_sent():
    assert ordinals(["Б", "А", "1"], {}) == {"А": 1, "Б": 2, "1": 3}
    assert ordinals(["А", "Б", "В"], {"Б": 1, "В": 2}) == {"Б": 1, "В": 2, "А": 3}
    assert ordinals(["А", "В"], {"А": 1, "Б": 2, "В": 3}) == {"А": 1, "В": 3}
    assert ordinals(["А", "В", "Г"], {"А": 1, "В": 3}) == {"А": 1, "Г": 2, "В": 3}
