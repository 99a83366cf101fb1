"""Cells of declared forms: what is mended silently, what is refused, and that nothing is guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpr.workbook.declaration import Column, ColumnKind
from vpr.workbook.understanding import FORMULA_ERROR, Misread, Reason, Understood, canonical, understand

NUMBER = Column("n", "Число", ColumnKind.INTEGER, minimum=0, maximum=5000)
CHOICE = Column("c", "Выбор", ColumnKind.CHOICE, allowed=("Да", "Нет", "4-6 классы", "«Физика»", "3"))
DAY = Column("d", "День", ColumnKind.DATE)
TEXT = Column("t", "Текст", ColumnKind.TEXT)
ORDINAL = Column("o", "Номер", ColumnKind.ORDINAL, max_points=12)

UNDERSTOOD = [
    (NUMBER, 3, "3", False),
    (NUMBER, 3.0, "3", False),
    (NUMBER, "3", "3", False),
    (NUMBER, " 3,0 ", "3", True),
    (NUMBER, "1 200", "1200", True),
    (NUMBER, "1\u00a0200", "1200", True),
    (NUMBER, "О", "0", True),
    (NUMBER, "1О", "10", True),
    (NUMBER, "", "", False),
    (NUMBER, " \u00a0", "", False),
    (ORDINAL, "12", "12", False),
    (CHOICE, "Да", "Да", False),
    (CHOICE, "да ", "Да", True),
    (CHOICE, "HET", "Нет", True),
    (CHOICE, "4 – 6 классы", "4-6 классы", True),
    (CHOICE, '"физика"', "«Физика»", True),
    (CHOICE, 3, "3", False),
    (CHOICE, "3.0", "3", True),
    (DAY, "2026-04-08", "08.04.2026", False),
    (DAY, "2026-04-08 00:00:00", "08.04.2026", False),
    (DAY, "08.04.2026", "08.04.2026", False),
    (DAY, "8.4.26", "08.04.2026", True),
    (DAY, "8/4/2026", "08.04.2026", True),
    (DAY, "8 мая 2026 года", "08.05.2026", True),
    (DAY, "3 марта 2026", "03.03.2026", True),
    (DAY, 46120, "08.04.2026", True),
    (DAY, "46120", "08.04.2026", True),
    (TEXT, " два  слова ", "два слова", True),
    (TEXT, 5.0, "5", False),
    (TEXT, 1.5, "1,5", False),
]
MISREAD = [
    (NUMBER, "три", Reason.NOT_WHOLE),
    (NUMBER, "3,5", Reason.NOT_WHOLE),
    (NUMBER, "ОО", Reason.NOT_WHOLE),
    (NUMBER, 5001, Reason.OUT_OF_RANGE),
    (NUMBER, "-1", Reason.OUT_OF_RANGE),
    (ORDINAL, 0, Reason.OUT_OF_RANGE),
    (ORDINAL, 13, Reason.OUT_OF_RANGE),
    (CHOICE, "возможно", Reason.NOT_IN_LIST),
    (DAY, "8.4", Reason.NOT_A_DATE),
    (DAY, "30.02.2026", Reason.NOT_A_DATE),
    (DAY, 7, Reason.NOT_A_DATE),
    (DAY, 46120.5, Reason.NOT_A_DATE),
    (TEXT, "а" * 501, Reason.TOO_LONG),
    (TEXT, FORMULA_ERROR, Reason.FORMULA),
]


@pytest.mark.parametrize(("column", "cell", "text", "is_repaired"), UNDERSTOOD)
def test_a_cell_is_understood(column, cell, text, is_repaired):
    assert understand(cell, column) == Understood(text, is_repaired)


@pytest.mark.parametrize(("column", "cell", "reason"), MISREAD)
def test_a_cell_is_refused(column, cell, reason):
    answer = understand(cell, column)
    assert isinstance(answer, Misread)
    assert answer.reason is reason


def test_a_spelling_that_fits_two_choices_is_refused():
    column = Column("c", "Выбор", ColumnKind.CHOICE, allowed=("СОШ", "сош"))
    assert isinstance(understand("Сош", column), Misread)
    assert understand("сош", column) == Understood("сош")


def test_the_list_of_a_row_goes_before_that_of_the_column():
    assert understand("пн", CHOICE, ("Пн", "Вт")) == Understood("Пн", is_repaired=True)
    assert isinstance(understand("Да", CHOICE, ("Пн", "Вт")), Misread)


CELLS = st.one_of(
    st.text(max_size=30), st.integers(-(10**13), 10**13), st.floats(allow_nan=False, allow_infinity=False)
)


@given(CELLS, st.sampled_from([NUMBER, CHOICE, DAY, TEXT, ORDINAL]))
def test_what_was_understood_is_understood_again_without_repair(cell, column):
    answer = understand(cell, column)
    if isinstance(answer, Understood):
        assert understand(answer.text, column) == Understood(answer.text)
        assert canonical(answer.text, column) == answer.text


@given(st.integers(0, 5000))
def test_every_whole_number_of_the_range_is_taken(number):
    assert understand(number, NUMBER) == understand(str(number), NUMBER) == Understood(str(number))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_each_spelling(day):
    shown = f"{day:%d.%m.%Y}"
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    spellings = [day.isoformat(), shown, f"{day.day}.{day.month}.{day.year}", f"{day:%d.%m.%y}", serial]
    assert {understand(cell, DAY).text for cell in spellings} == {shown}
