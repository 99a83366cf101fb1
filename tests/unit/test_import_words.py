"""What a report says of a repair: words of the form, and never a thing that turns into itself."""

import pytest

from import_sheets import row_2021, understood


@pytest.mark.parametrize(
    ("kind", "row", "before", "after"),
    [
        ("letter_x", row_2021("Х", "1", "1"), "Х (русская буква)", "X"),
        ("letter_x", row_2021("ч", "1", "1"), "ч", "X"),
        ("letter_x", row_2021("X ", "1", "1"), "«X » (с пробелами)", "X"),
        ("blanks", row_2021(" 1", "1", "1", total="3"), "« 1» (с пробелами)", "1"),
        ("fraction", row_2021("1.0", "1", "1", total="3"), "1.0", "1"),
        ("gender", row_2021("1", "1", "1", gender="Ж"), "Ж", "ж"),
        ("unknown_gender", row_2021("1", "1", "1", gender="?"), "?", "не указан"),
        ("absent", row_2021("", "", "", variant="Отсутствовал", total=""), "Отсутствовал", "отсутствовал"),
        ("absent_zeros", row_2021("0", "", "", variant="отсутствовал", total=""), "отсутствовал", "баллы убраны"),
        ("journal_mark", row_2021("1", "1", "1", mark="7"), "7", "нет отметки"),
        ("variant", row_2021("1", "1", "1", variant="А"), "А", "не учтён"),
        ("variant", row_2021("1", "1", "1", variant="9"), "9", "не учтён"),
        ("total", row_2021("1", "1", "1", total="2"), "2", "3"),
    ],
)
def test_a_repair_is_told_in_the_words_of_the_form(kind, row, before, after):
    [example] = understood(row).tally.repairs[kind].examples
    assert (example.before, example.after) == (before, after)
