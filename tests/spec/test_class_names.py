"""Sixty spellings of a class and what is understood (DOMAIN §13, pain 9). Left: as typed; right: letter of the register."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpr.timetable.rules.class_names import CHOICES, LETTERS, NUMBERS, class_name, letter_order, shown

UNDERSTOOD = [
    ("нет", 11, ""),
    ("НЕТ", 11, ""),
    ("Нет", 4, ""),
    ("11 нет", 11, ""),
    ("нет 11", 11, ""),
    ("нету", 4, ""),
    ("без буквы", 4, ""),
    ("без литеры", 4, ""),
    ("отсутствует", 4, ""),
    ("единственный", 4, ""),
    ("-", 4, ""),
    ("—", 4, ""),
    ("", 4, ""),
    ("4", 4, ""),
    ("8 класс", 8, ""),
    ("8 кл.", 8, ""),
    ("10", 10, ""),
    ("XI", 11, ""),
    ("А", 4, "А"),
    ("а", 4, "А"),
    ('"А"', 4, "А"),
    ("«А»", 4, "А"),
    ("'а'", 4, "А"),
    ("“А”", 4, "А"),
    ("(А)", 4, "А"),
    ("А.", 4, "А"),
    (" А ", 4, "А"),
    ("\xa0А", 4, "А"),
    ("A", 4, "А"),  # Latin
    ("a", 4, "А"),
    ("B", 4, "В"),
    ("C", 4, "С"),
    ("4A", 4, "А"),
    ("4А", 4, "А"),
    ("4а", 4, "А"),
    ("4 а", 4, "А"),
    ("4-а", 4, "А"),
    ("4–А", 4, "А"),
    ("4_А", 4, "А"),
    ("4/А", 4, "А"),
    ("4.А", 4, "А"),
    ('4"А"', 4, "А"),
    ("4 «Б»", 4, "Б"),
    ("4 (Б)", 4, "Б"),
    ("4б класс", 4, "Б"),
    ("4Б кл", 4, "Б"),
    ("класс 4Б", 4, "Б"),
    ("Класс: Б", 4, "Б"),
    ("4-й Б", 4, "Б"),
    ("4ый Б", 4, "Б"),
    ("11-А", 11, "А"),
    ("11 А", 11, "А"),
    ("А 4", 4, "А"),
    ("А4", 4, "А"),
    ("IV А", 4, "А"),
    ("IVА", 4, "А"),
    ("XА", 10, "А"),
    ("литера Г", 4, "Г"),
    ("ФМ", 8, "ФМ"),
    ("8ФМ", 8, "ФМ"),
    ("К", 8, "К"),
    ("1", 8, "1"),
    ("8.1", 8, "1"),
    ("8-1", 8, "1"),
    ("8/2", 8, "2"),
    ("8 (1)", 8, "1"),
    ("№1", 8, "1"),
    ("81", 8, "1"),
    ("10-1", 10, "1"),
    ("101", 10, "1"),
    ("01", 8, "1"),
]


@pytest.mark.parametrize(("typed", "grade", "letter"), UNDERSTOOD)
def test_a_spelling_is_understood(typed, grade, letter):
    name = class_name(typed, grade)
    assert name is not None
    assert (name.letter, name.full) == (letter, f"{grade}{letter}")


def test_there_are_sixty_spellings():
    assert len({typed for typed, _, _ in UNDERSTOOD}) >= 60


@pytest.mark.parametrize(("typed", "group"), [("а(1)", "1"), ("4А (2)", "2"), ("4 А (1 группа)", "1 группа")])
def test_a_half_of_a_class_is_the_class(typed, group):
    name = class_name(typed, 4)
    assert (name.letter, name.group) == ("А", group)


@pytest.mark.parametrize(
    ("typed", "grade"),
    [
        ("5А", 4),
        ("1А", 4),
        ("50", 4),
        ("G", 4),
        ("4Ы Ы Ы Ы", 4),
        ("Иванов", 4),
        ("все", 4),
        ("4А, 4Б", 4),
        ("А и Б", 4),
    ],
)
def test_what_cannot_be_told_is_not_guessed(typed, grade):
    assert class_name(typed, grade) is None


@given(st.sampled_from(CHOICES), st.integers(1, 11))
def test_the_drop_list_is_always_understood(choice, grade):
    """A number may coincide with the grade: then the single class is meant, which is what people write."""
    name = class_name(choice, grade)
    assert name is not None
    assert shown(name.letter) == choice or choice == str(grade)


@given(st.text(max_size=40), st.integers(1, 11))
def test_no_text_breaks_the_recognizer_and_what_is_understood_stays(text, grade):
    name = class_name(text, grade)
    if name is not None:
        assert class_name(shown(name.letter), grade) == class_name(name.full, grade)


@given(st.sampled_from([*LETTERS, *NUMBERS]), st.sampled_from([4, 5, 6, 7, 8, 10, 11]))
def test_grade_and_letter_together_are_the_letter(letter, grade):
    assert class_name(f"{grade}-{letter}", grade).letter == letter


def test_the_register_is_in_the_order_of_the_alphabet():
    assert sorted(["2", "Б", "", "10", "А", "1"], key=letter_order) == ["", "А", "Б", "1", "2", "10"]
