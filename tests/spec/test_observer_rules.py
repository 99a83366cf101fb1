"""Who may observe where: S1, S5 1.2 and «Меры по повышению объективности», one line per case; the form of candidates."""

from datetime import date

import pytest

from vpr.objectivity.faults import CATALOGUE
from vpr.objectivity.rules.candidates import CandidateRow, check_candidates, classes_of
from vpr.objectivity.rules.fitness import Candidate, Obstacle, Post, obstacle, written_by

DAY, NEXT = date(2026, 4, 14), date(2026, 4, 15)
HERE, THERE = 470167, 470168

CASES = [
    # who | works at | children at | their classes | taken | what stands in the way
    ("a stranger", None, None, (), (), None),
    ("an employee of this school", HERE, None, (), (), Obstacle.EMPLOYEE),
    ("an employee of another school", THERE, None, (), (), None),
    ("a parent of the class that writes", None, HERE, ("5А",), (), Obstacle.PARENT),
    ("a parent who spells the class otherwise", None, HERE, ("5 «а»",), (), Obstacle.PARENT),
    ("a parent who names the grade alone", None, HERE, ("5",), (), Obstacle.PARENT),
    ("a parent of another class of the school", None, HERE, ("5Б",), (), None),
    ("a parent of this and of another class", None, HERE, ("7Б", "5А"), (), Obstacle.PARENT),
    ("a parent of the same class of another school", None, THERE, ("5А",), (), None),
    ("a parent who names no class", None, HERE, (), (), Obstacle.PARENT_UNKNOWN),
    ("one who observes elsewhere on that day", None, None, (), (DAY,), Obstacle.TAKEN),
    ("one who observes elsewhere on another day", None, None, (), (NEXT,), None),
    ("an employee who is a parent too", HERE, HERE, ("5А",), (DAY,), Obstacle.EMPLOYEE),
]


@pytest.mark.parametrize(("who", "works", "children", "classes", "taken", "expected"), CASES, ids=[c[0] for c in CASES])
def test_who_may_observe(who, works, children, classes, taken, expected):
    from vpr.objectivity.rules.fitness import class_key

    person = Candidate(1, THERE, works, children, frozenset(map(class_key, classes)), frozenset(taken))
    assert obstacle(person, Post(HERE, DAY, written_by(frozenset(("5А", "6Б"))))) is expected


CLASSES = [
    ("5А", ("5А",)),
    ("5а, 7 «Б»", ("5А", "7Б")),
    ("5-А; 6 и 7б", ("5А", "6", "7Б")),
    ("11", ("11",)),
    ("12А", None),
    ("Иванова Маша, 5А", None),
    ("пятый", None),
]


@pytest.mark.parametrize(("typed", "expected"), CLASSES, ids=[row[0] for row in CLASSES])
def test_classes_of_the_children_are_numbers_and_letters_only(typed, expected):
    assert classes_of(typed) == expected


GOOD = {"name": "Павлова Ольга Игоревна", "phone": "8 813 722-00-11"}
ROWS = [
    # what is typed besides a name and a telephone | codes of the faults
    ({}, []),
    ({"works_at": "470168", "standing": "education"}, []),
    ({"works_at": "470167"}, ["O-01"]),
    ({"standing": "parent"}, ["O-02"]),
    ({"standing": "parent", "children_at": "470167"}, ["O-02"]),
    ({"standing": "parent", "children_at": "470167", "children_classes": ("5А",)}, []),
    ({"works_at": "999999"}, ["O-03"]),
    ({"children_at": "школа № 2"}, ["O-03"]),
    ({"name": "Павлова"}, ["O-06"]),
    ({"name": "Павлова О. И."}, ["O-06"]),
    ({"phone": "22-00-11"}, ["O-07"]),
    ({"email": "pavlova.ru"}, ["O-08"]),
    ({"may_be_mailed": True}, ["O-09"]),
    ({"may_be_mailed": True, "email": "p@example.org"}, []),
]


@pytest.mark.parametrize(("typed", "codes"), ROWS, ids=[str(row[0]) for row in ROWS])
def test_what_a_row_of_the_form_is_told(typed, codes):
    row = CandidateRow(**(GOOD | typed), number=3)
    faults = check_candidates([row], "470167", frozenset(("470167", "470168")))
    assert [fault.code for fault in faults] == codes
    assert set(codes) <= set(CATALOGUE)


def test_a_candidate_stands_in_one_row():
    rows = [
        CandidateRow(**GOOD, number=3),
        CandidateRow(name="ПАВЛОВА  Ольга Игоревна", phone="8 921 1234567", number=7),
    ]
    (fault,) = check_candidates(rows, "470167", frozenset())
    assert (fault.code, dict(fault.details)["row"]) == ("O-05", "3")
