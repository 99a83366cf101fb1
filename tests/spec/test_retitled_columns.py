"""A column of a task under a strange title: when it is taken by its place, and when it is not."""

from dataclasses import replace

import pytest

from conftest import SAMPLES
from score_forms import ENGLISH, PLAIN_ROW, filled, opened, saved
from vpr.results.checking import check_file
from vpr.results.faults import message_of
from vpr.results.scripts import ScoreSpec, TaskPlace

#: What stands in the header instead of «2 (5б)», and the rule that answers.
TITLES = [
    ("2.1 (5б)", "R-03e"),  # the sub-item of the same task
    ("2 k1 (5б)", "R-03e"),
    ("2.3 k1 (5б) ", "R-03e"),
    ("2.1 (4б)", "R-03a"),  # another maximum
    ("2.1", "R-03a"),  # no maximum: nothing tells that it is the same
    ("22 (5б)", "R-03a"),  # another task
    ("7.1 (5б)", "R-03a"),
    ("второе задание", "R-03a"),
]


def headed(**titles: str) -> bytes:
    """The filled form with other headers: column letter -> title."""
    book = opened(filled(ENGLISH, [PLAIN_ROW]))
    for letter, title in titles.items():
        book["Протокол"][f"{letter}1"] = title
    return saved(book)


@pytest.mark.parametrize(("title", "code"), TITLES)
def test_a_strange_title_in_the_place_of_a_task(title, code):
    result = check_file(ENGLISH, headed(D=title))
    assert code in [fault.code for fault in result.faults]
    assert [row.points for row in result.rows] == ([(5, 4, 3, 3, 2, 3, 1)] if code == "R-03e" else [])


def test_the_notice_names_both_titles():
    (fault,) = check_file(ENGLISH, headed(D="2.1 (5б)")).faults
    assert fault.cell == "Протокол!D1"
    assert message_of(fault).startswith("столбец «2.1 (5б)» стоит на месте «2 (5б)» и прочитан как он;")


def test_two_missing_columns_are_not_guessed():
    faults = check_file(ENGLISH, headed(D="2.1 (5б)", E="3.1 (5б)")).faults
    assert [fault.code for fault in faults][:2] == ["R-03a", "R-03a"]


def test_of_two_strange_columns_in_one_place_none_is_chosen():
    book = opened(headed(D="2.1 (5б)"))
    book["Протокол"].insert_cols(5)
    book["Протокол"]["E1"] = "2.2 (5б)"
    assert "R-03a" in [fault.code for fault in check_file(ENGLISH, saved(book)).faults]


def test_a_strange_column_elsewhere_is_not_taken():
    book = opened(headed(D="пометки"))
    book["Протокол"]["N1"] = "2.1 (5б)"
    assert "R-03a" in [fault.code for fault in check_file(ENGLISH, saved(book)).faults]


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not beside the checkout")
@pytest.mark.samples
def test_a_teachers_copy_of_2025_is_read_by_the_specification_of_2021():
    places = [("1", 1), ("2", 1), ("3", 2), ("4", 1), ("5.1", 1), ("5.2", 1), ("6.1", 1), ("6.2", 1), ("7", 1), ("8", 2),
              ("9.1", 1), ("9.2", 1), ("10", 2), ("11", 2), ("12", 2)]  # fmt: skip
    one = ScoreSpec("2021.ma4", "Математика 4 класс", "ВПР 2021", 2021, 4, 1, (1, 2),
                    tuple(TaskPlace(code, most) for code, most in places), generation=2025)  # fmt: skip
    two = replace(one, parts=2, tasks=tuple(replace(task, part=1 + (n >= 8)) for n, task in enumerate(one.tasks)))
    content = (SAMPLES / "form_2025_primary.xlsx").read_bytes()
    of_one, of_two = check_file(one, content), check_file(two, content)
    assert [(fault.code, fault.cell) for fault in of_one.faults] == [("R-03e", "Протокол_2!P1")]
    assert [(fault.code, fault.cell) for fault in of_two.faults] == [("R-03e", "Протокол!Q1")]
    assert len(of_one.rows) == len(of_two.rows) == 20
