"""Cells of exports: nothing typed by a person breaks a reader; what is understood once is understood again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from import_sheets import row_2021, understood
from vpr.kernel.points import NOT_ATTEMPTED, NOT_TAUGHT
from vpr.results.importing import cells
from vpr.results.importing.cells import EMPTY, GARBAGE, UNKNOWN
from vpr.results.importing.naming import facts_of
from vpr.results.importing.places import derived_code, folded
from vpr.results.importing.reading import _column, text_of

BLANKS = st.text(alphabet=" \u00a0\t\u202f", max_size=3)
SAMPLES = st.one_of(st.text(max_size=8), st.integers(-5, 40).map(str), st.sampled_from(["X", "х", "не пройд.", "н/п"]))


@given(SAMPLES)
def test_points_are_a_number_a_special_value_empty_or_garbage(text):
    value = cells.points(text).value
    assert value >= 0 or value in (NOT_ATTEMPTED, NOT_TAUGHT, EMPTY, GARBAGE)


@given(st.integers(0, 99), BLANKS, BLANKS)
def test_blanks_around_a_number_change_nothing(number, left, right):
    read = cells.points(f"{left}{number}{right}")
    assert read.value == number
    assert bool(read.repair) == bool(left or right)


@given(st.sampled_from("XxХхЧч"), BLANKS, BLANKS)
def test_every_letter_on_the_key_of_x_is_x(letter, left, right):
    assert cells.points(f"{left}{letter}{right}").value == NOT_ATTEMPTED


@given(st.text(max_size=10))
def test_no_text_breaks_a_reader(text):
    assert cells.variant(text).value in {0, EMPTY, UNKNOWN, *range(1, 100)}
    assert cells.journal_mark(text).value in {2, 3, 4, 5, EMPTY}
    assert cells.gender(text).value in {1, 2, EMPTY}
    assert cells.participant_code(text).value in {EMPTY, GARBAGE} or 1 <= cells.participant_code(text).value <= 99_999
    cells.total(text)
    assert len(cells.class_name(text, 8)[0]) <= 16
    assert cells.school(text) == "" or cells.school(text).isdigit()


@given(
    st.lists(st.one_of(st.integers(0, 9).map(str), st.sampled_from(["X", "х", "?", "", "99"])), min_size=3, max_size=3)
)
def test_read_is_always_stored_plus_refused(points):
    tally = understood(row_2021(*points)).tally
    assert tally.rows_read == tally.stored + tally.refused == 1
    assert (tally.stored == 0) == bool(tally.refusals)


@given(
    st.lists(st.one_of(st.none().map(lambda _: ""), st.integers(0, 5).map(float), st.sampled_from(["1", "X", "б "])))
)
def test_a_column_gives_back_its_texts(values):
    column = _column(values)
    assert [column.text(row) for row in range(len(values))] == [text_of(value) for value in values]
    assert column.counts().sum() == len(values)
    assert np.all(column.index >= 0)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("А", "8А"), ("б", "8Б"), ("8а", "8А"), ("8 А", "8А"), ('8"А"', "8А"), ("8-а", "8А"), ("нет", "8"), ("НЕТ", "8"),
        ('10"нет"', "10"), ("A", "8А"), ("", ""), ("10", "10"), ("7.1", "7.1"), ("1", "1"),
    ],
)  # fmt: skip
def test_one_class_has_one_name(typed, name):
    assert cells.class_name(typed, 8)[0] == name


@pytest.mark.parametrize(
    ("name", "subjects", "grade", "year", "pattern"),
    [
        ("Проведение работы по русскому языку, 4 класс. ВПР 2021.xlsx", ("ru",), 4, 2021, None),
        ("ПРОВЕДЕНИЕ РАБОТЫ ПО МАТЕМАТИКЕ, 8 КЛАСС. ВПР 2021.XLSX", ("ma",), 8, 2021, None),
        ("Проведение работы по биологии, 7 класс (по образцу 8 класса). ВПР 2021.xlsx", ("bi",), 7, 2021, 8),
        ("Проведение работы по окружающему миру, 4 класс. ВПР 2021.xlsx", ("okr",), 4, 2021, None),
        ("Проведение работы по обществознанию, 6 класс. ВПР 2021 (1).xlsx", ("ob",), 6, 2021, None),
        ("fisoko_2021_geography_10.xlsx", ("gg",), 10, 2021, None),
        ("fisoko_2020_french_7.xlsx", ("fr",), 7, 2020, None),
        ("vpr2020.fiz8.xlsx", ("fi",), 8, 2020, None),
        ("hist5_2022.xlsx", ("is",), 5, 2022, None),
        ("РУ 4.xlsx", ("ru",), 4, None, None),
        ("Форма сбора результатов Немецкий язык 7 класс ВПР 2022.xlsx", ("de",), 7, 2022, None),
        ("выгрузка.xlsx", (), None, None, None),
        ("химия и физика 8 класс.xlsx", ("hi", "fi"), 8, None, None),
    ],
)
def test_a_file_name_tells_subject_grade_and_year(name, subjects, grade, year, pattern):
    told = facts_of(name)
    assert (told.subjects, told.grade, told.year, told.pattern) == (subjects, grade, year, pattern)


@given(st.text(max_size=40))
def test_no_file_name_breaks_the_reader_of_names(name):
    facts_of(name)


@given(st.lists(st.text(min_size=1, max_size=20), unique_by=folded, max_size=60))
def test_derived_codes_of_municipalities_do_not_meet(names):
    codes = []
    for name in names:
        codes.append(derived_code("22", name, codes))
    assert len(set(codes)) == len(codes)


def test_a_derived_code_does_not_depend_on_spelling():
    assert derived_code("22", "город Бийск", ()) == derived_code("22", " Город\u00a0Бийск ", ())
