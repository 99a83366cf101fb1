"""What people do to a form before they send it back, and what is still read from it."""

import pytest
from openpyxl.utils import get_column_letter

from score_forms import ENGLISH, PLAIN_ROW, filled, opened, saved
from vpr.results.checking import check_file
from vpr.workbook.headers import header_key, task_header

ROWS = [[80001 + n, 1 + n % 2, 5, n % 6, 3, 3, 2, 3, 1, 1, 4] for n in range(6)]
CODES = [row[0] for row in ROWS]


def renamed_sheet(book):
    book["Протокол"].title = "Лист1"


def hidden_sheets_deleted(book):
    del book["_meta"]
    del book["Служебный"]
    book.custom_doc_props.props.clear()


def only_the_protocol_left(book):
    for title in book.sheetnames:
        if title != "Протокол":
            del book[title]


def rows_above_the_header(book):
    book["Протокол"].insert_rows(1, 3)
    book["Протокол"]["A1"] = "Наша школа, 8 классы"


def a_column_in_front(book):
    book["Протокол"].insert_cols(1)
    book["Протокол"]["A1"] = "№ п/п"
    for at in range(2, 8):
        book["Протокол"].cell(at, 1).value = at - 1


def a_column_in_the_middle(book):
    book["Протокол"].insert_cols(4)
    book["Протокол"]["D1"] = "пометки"
    book["Протокол"]["D3"] = "ушел раньше"


def columns_in_another_order(book):
    sheet = book["Протокол"]
    for row in sheet.iter_rows(min_row=1, max_row=8):
        row[1].value, row[10].value = row[10].value, row[1].value


def blank_rows_between(book):
    book["Протокол"].insert_rows(4, 2)


def rows_sorted_backwards(book):
    sheet = book["Протокол"]
    values = [[cell.value for cell in row[:11]] for row in sheet.iter_rows(min_row=2, max_row=7)]
    for at, row in enumerate(reversed(values), start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column).value = value


def filter_and_hidden_rows(book):
    sheet = book["Протокол"]
    sheet.auto_filter.ref = "A1:L21"
    sheet.row_dimensions[3].hidden = True


def numbers_as_text(book):
    for row in book["Протокол"].iter_rows(min_row=2, max_row=7, max_col=11):
        for cell in row:
            cell.value = str(cell.value)


def no_break_spaces(book):
    for row in book["Протокол"].iter_rows(min_row=2, max_row=7, max_col=11):
        for cell in row:
            cell.value = f"\u00a0{cell.value} "
    for cell in book["Протокол"][1]:
        cell.value = f"{cell.value}\u00a0 ".replace(" (", "\u00a0(")


def latin_letters_in_headers(book):
    for cell in book["Протокол"][1]:
        cell.value = str(cell.value).replace("К1", "K1").replace("К2", "k2").replace(" (", "(")


def headers_of_2022(book):
    book["Протокол"]["A1"] = "Код"
    book["Протокол"]["J1"] = "Наименование класса"


def another_sheet_first(book):
    book.create_sheet("План", 0)["A1"] = "Сдать до пятницы"


def a_remark_far_below(book):
    book["Протокол"]["N400"] = "конец"


HABITS = [
    value for name, value in list(globals().items()) if callable(value) and getattr(value, "__module__", "") == __name__
]


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.__name__)
def test_a_form_is_read_after(habit):
    book = opened(filled(ENGLISH, ROWS))
    habit(book)
    result = check_file(ENGLISH, saved(book))
    assert [fault.code for fault in result.faults if fault.code not in ("R-03d", "R-14a")] == []
    assert sorted(script.code for script in result.rows) == CODES
    assert all(script.points[0] == 5 and script.points[4] == 2 for script in result.rows)


def test_an_inserted_column_moves_the_addresses_of_faults():
    book = opened(filled(ENGLISH, [[80001, 1, 9, *PLAIN_ROW[3:]]]))
    a_column_in_front(book)
    rows_above_the_header(book)
    result = check_file(ENGLISH, saved(book))
    assert ("R-07a", "Протокол!D5") in [(fault.code, fault.cell) for fault in result.faults]


def test_a_cell_of_a_formula_error_is_named():
    book = opened(filled(ENGLISH, ROWS))
    cell = book["Протокол"]["D3"]
    cell.value, cell.data_type = "#N/A", "e"
    result = check_file(ENGLISH, saved(book))
    assert [(fault.code, fault.cell) for fault in result.faults] == [("R-07c", "Протокол!D3")]


def test_every_missing_column_is_named():
    book = opened(filled(ENGLISH, ROWS))
    for title in ("4К4 (2б)", "Вариант"):
        at = next(cell.column for cell in book["Протокол"][1] if cell.value == title)
        book["Протокол"].delete_cols(at)
    result = check_file(ENGLISH, saved(book))
    assert [(fault.code, dict(fault.details)["title"]) for fault in result.faults] == [
        ("R-03a", "Вариант"),
        ("R-03a", "4К4 (2б)"),
    ]


def test_a_form_with_other_maxima_is_not_read():
    book = opened(filled(ENGLISH, ROWS))
    book["Протокол"]["C1"] = "1 (2б)"
    result = check_file(ENGLISH, saved(book))
    assert [(fault.code, fault.cell) for fault in result.faults] == [("R-03b", "Протокол!C1")]


def test_a_column_that_stands_twice_is_refused():
    book = opened(filled(ENGLISH, ROWS))
    last = get_column_letter(book["Протокол"].max_column + 1)
    book["Протокол"][f"{last}1"] = "Вариант"
    result = check_file(ENGLISH, saved(book))
    assert [(fault.code, fault.cell) for fault in result.faults] == [("R-03c", f"Протокол!{last}1")]


@pytest.mark.parametrize(
    ("header", "code", "points"),
    [
        ("5(1) (1б)", "5.1", 1),
        ("5.1 (1б)", "5.1", 1),
        ("16 (1) (1б)", "16.1", 1),
        ("5(1б)", "5", 1),
        ("11 (1б) ", "11", 1),
        ("4K1 (3б)", "4К1", 3),
        ("4к1(3 б)", "4К1", 3),
        ("11.3 k1 (2б)", "11.3К1", 2),
        ("10.2К3\u00a0(2б)", "10.2К3", 2),
        ("4.К1 (3 балла)", "4К1", 3),
        ("7", "7", None),
    ],
)
def test_a_task_header_in_every_spelling(header, code, points):
    found = task_header(header)
    assert (found.code, found.max_points) == (code, points)


@pytest.mark.parametrize("text", ["Вариант", "Итого баллов", "Код", "Класс", "", "Отметка", "балл за 1"])
def test_other_headers_are_no_tasks(text):
    assert task_header(text) is None


def test_header_keys_forget_blanks_case_and_yo():
    assert header_key(" Отметка за  предыдущий\u00a0триместр/ четверть /полугодие ") == header_key(
        "ОТМЕТКА за предыдущий триместр/четверть/полугодие"
    )
