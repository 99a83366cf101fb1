"""Rules of applications that need no database: issued codes, sizes of grades, legal states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpr.enrollment.rules.applying import grade_sizes, is_legal, issued_codes
from vpr.enrollment.rules.cells import grades, grades_text
from vpr.enrollment.words import ApplicationState
from vpr.kernel.participants import code_ranges

S = ApplicationState


@pytest.mark.parametrize(
    ("grade", "participants", "codes"),
    [(4, 40, (40001, 40047)), (4, 41, (40001, 40049)), (10, 20, (20001, 20026)), (4, 1500, (40001, 41500))],
)
def test_codes_are_participants_and_five_percent_and_five(grade, participants, codes):
    assert issued_codes(grade, participants) == codes


@given(grade=st.integers(4, 11), participants=st.integers(1, 5000))
def test_issued_codes_stay_in_the_range_of_the_grade(grade, participants):
    first, last = issued_codes(grade, participants)
    assert first in code_ranges(grade)[0]
    assert last in code_ranges(grade)[0]
    assert last - first + 1 >= min(participants + 5, len(code_ranges(grade)[0]))


def test_a_grade_is_as_large_as_its_largest_work_and_choices_add_up():
    lines = [(7, "ru", 50), (7, "ma", 30), (7, "ma", 25), (7, "en", 40), (7, "de", 12), (8, "ru", 9)]
    assert grade_sizes(lines) == {7: 55, 8: 9}


LEGAL = [
    (None, S.SUBMITTED, True),
    (None, S.FROZEN, True),
    (None, S.DRAFT, False),
    (S.SUBMITTED, S.MUNICIPAL_CONFIRMED, True),
    (S.SUBMITTED, S.FROZEN, True),
    (S.SUBMITTED, S.DRAFT, True),
    (S.REGIONAL_CONFIRMED, S.MUNICIPAL_CONFIRMED, False),
    (S.MUNICIPAL_CONFIRMED, S.MUNICIPAL_CONFIRMED, True),
    (S.FROZEN, S.DRAFT, False),
    (S.FROZEN, S.REGIONAL_CONFIRMED, False),
    (S.FROZEN, S.FROZEN, True),
]


@pytest.mark.parametrize(("before", "after", "legal"), LEGAL)
def test_an_application_goes_forward_or_back_to_the_school_and_never_out_of_the_freeze(before, after, legal):
    assert is_legal(before, after) is legal


@given(st.sets(st.integers(1, 12)))
def test_grades_are_read_back_as_they_are_written(numbers):
    assert grades(grades_text(numbers)) == tuple(sorted(numbers))
