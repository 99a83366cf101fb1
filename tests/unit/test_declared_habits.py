"""What people do to a declared form before they send it back, and what is still read from it."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from exchange_declared import (
    DAY_FILLED,
    DayKind,
    filled_file,
    opened,
    said,
    same_record_from_file_and_grid,
    saved,
    verdict_of,
)

UNIT = SimpleNamespace(name="Ям-Тёсовская СОШ", code="470167")
WORKBOOK = SimpleNamespace(campaign=SimpleNamespace(code="2026"), code="2026.day", title="План дня")
KIND = DayKind()
GOOD = filled_file(KIND, UNIT, WORKBOOK, DAY_FILLED)
RECORD = verdict_of(KIND, UNIT, WORKBOOK, GOOD).content


def renamed_sheets(book):
    for number, title in enumerate(("Работы", "Кто проводит"), start=1):
        book[title].title = f"Лист{number}"


def sheets_in_another_order(book):
    book.move_sheet("Кто проводит", -2)


def only_the_filled_sheets_left(book):
    for title in book.sheetnames:
        if title not in ("Работы", "Кто проводит"):
            del book[title]
    book.custom_doc_props.props.clear()


def titles_above_the_header(book):
    book["Работы"].insert_rows(1, 3)
    book["Работы"]["A1"] = "Наша школа, план на апрель"


def a_column_in_front(book):
    book["Работы"].insert_cols(1)
    book["Работы"]["A1"] = "№ п/п"


def blank_rows_between(book):
    book["Работы"].insert_rows(3, 2)


def rows_backwards(book):
    page = book["Работы"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2, max_row=4)]
    for number, row in enumerate(reversed(rows), start=2):
        for at, value in enumerate(row, start=1):
            page.cell(number, at).value = value


def a_sum_below(book):
    book["Работы"].append(["Итого", None, None, 42])


def numbers_as_text(book):
    book["Работы"]["D2"] = "25 "
    book["Кто проводит"]["B2"] = "12.0"


def answers_in_another_case(book):
    book["Работы"]["C2"] = " да"
    book["Работы"]["C3"] = "НЕТ."


def answers_with_latin_letters(book):
    book["Работы"]["C3"] = "Heт"


def a_real_date(book):
    book["Работы"]["F2"] = datetime(2026, 4, 8)


def a_short_date(book):
    book["Работы"]["F2"] = "8.4.26"


def a_worded_date(book):
    book["Работы"]["F2"] = "8 апреля 2026 г."


def a_date_that_lost_its_format(book):
    book["Работы"]["F2"] = 46120


def a_locked_cell_emptied(book):
    book["Работы"]["B2"] = None


def keys_in_another_case(book):
    book["Работы"]["A2"] = "5.MA "


def blanks_in_cells(book):
    book["Работы"]["G2"] = " два\u00a0потока "
    book["Работы"]["G3"] = "  "


HABITS = [
    renamed_sheets,
    sheets_in_another_order,
    only_the_filled_sheets_left,
    titles_above_the_header,
    a_column_in_front,
    blank_rows_between,
    rows_backwards,
    a_sum_below,
    numbers_as_text,
    answers_in_another_case,
    answers_with_latin_letters,
    a_real_date,
    a_short_date,
    a_worded_date,
    a_date_that_lost_its_format,
    a_locked_cell_emptied,
    keys_in_another_case,
    blanks_in_cells,
]


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.__name__)
def test_the_record_survives(habit):
    book = opened(GOOD)
    habit(book)
    verdict = verdict_of(KIND, UNIT, WORKBOOK, saved(book))
    assert said(verdict) == []
    assert verdict.content == RECORD


def test_safe_repairs_are_shown_with_their_cells():
    book = opened(GOOD)
    for habit in (numbers_as_text, answers_in_another_case, a_short_date, a_locked_cell_emptied):
        habit(book)
    repairs = verdict_of(KIND, UNIT, WORKBOOK, saved(book)).repairs
    assert [(repair.cell, repair.before, repair.after) for repair in repairs] == [
        ("Работы!B2", "", "Математика 5 класс"),
        ("Работы!C2", " да", "Да"),
        ("Работы!D2", "25 ", "25"),
        ("Работы!F2", "8.4.26", "08.04.2026"),
        ("Работы!C3", "НЕТ.", "Нет"),
        ("'Кто проводит'!B2", "12.0", "12"),
    ]


def test_file_and_grid_give_the_same_record():
    by_file, _ = same_record_from_file_and_grid(KIND, UNIT, WORKBOOK, DAY_FILLED)
    assert by_file.content == RECORD


def test_the_marked_copy_is_read_like_the_form_it_was_made_of():
    book = opened(GOOD)
    book["Работы"]["C2"] = "возможно"
    verdict = verdict_of(KIND, UNIT, WORKBOOK, saved(book))
    marked = opened(KIND.marked(saved(book), "форма.xlsx", verdict.faults))
    assert marked["Ошибки"]["A2"].value == "Работы!C2"
    assert "выберите: Да; Нет" in marked["Работы"]["C2"].comment.text
    marked["Работы"]["C2"] = "Да"
    again = verdict_of(KIND, UNIT, WORKBOOK, saved(marked))
    assert (said(again), again.content) == ([], RECORD)


def test_the_difference_of_versions_is_named_by_row_and_column():
    from vpr.exchange.queries.changes import compare

    book = opened(GOOD)
    book["Работы"]["D2"] = 26
    book["Работы"]["C4"] = "нет"
    book["Кто проводит"].append(["Фёдоров Лев Ильич", 15])
    cells = [
        KIND.cells(content, "форма.xlsx", unit=UNIT, workbook=WORKBOOK, channel="file")
        for content in (GOOD, saved(book))
    ]
    changes = compare(*cells)
    assert [(change.row, change.column, change.before, change.after) for change in changes.changed] == [
        ("Работы: 5.ma", "Участников", "25", "26"),
        ("Работы: 8.en", "Участвует", "Да", "Нет"),
    ]
    assert changes.added == ["Кто проводит: строка 4"]
