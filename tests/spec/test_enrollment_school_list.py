"""A list of schools as people send it: what was typed, what is stored or said. One line per rule of the list."""

import pytest

from vpr.enrollment.faults import LIST
from vpr.enrollment.rules.school_list import read_list
from vpr.kernel.faults import render

HEADER = ["Логин ОО", "Код ОО", "Полное наименование", "Муниципалитет"]
GOOD = ["edu223080", "223080", "Школа № 1", "Бийский район"]


def read(*rows, header=HEADER, region=""):
    return read_list([("Список", [header, *rows])], region=region)


def read_cell(title, value):
    found = read([*GOOD, value], header=[*HEADER, title])
    return found.schools[0] if found.schools else None, [fault.code for fault in found.faults]


def test_a_sound_row_is_a_school():
    found = read(GOOD)
    assert (found.rows_read, found.refused_rows, found.faults) == (1, 0, [])
    school = found.schools[0]
    assert (school.code, school.region, school.name, school.municipality) == (
        "223080",
        "22",
        "Школа № 1",
        "Бийский район",
    )


REFUSED = [
    (["", "", "Школа", "Район"], "L-01"),
    (["школа", "", "Школа", "Район"], "L-01"),
    (["", "12", "Школа", "Район"], "L-01"),
    (["edu223080", "223081", "Школа", "Район"], "L-02"),
    (["", "223080", "", "Район"], "L-05"),
    (["", "223080", "Школа", ""], "L-06"),
]


@pytest.mark.parametrize(("row", "code"), REFUSED)
def test_a_refused_row_names_its_cell_and_the_cure(row, code):
    found = read(row, GOOD if code != "L-02" else ["", "223082", "Школа", "Район"])
    assert (found.rows_read, len(found.schools), found.refused_rows) == (2, 1, 1)
    assert [fault.code for fault in found.faults] == [code]
    text = render(found.faults[0], LIST)
    assert text.startswith("Список!")
    assert "2: " in text


def test_a_school_of_another_region_and_a_school_named_twice_are_refused():
    found = read(GOOD, ["", "470001", "Школа", "Район"], ["sch223080", "", "Школа", "Район"], region="22")
    assert [fault.code for fault in found.faults] == ["L-03", "L-04"]
    assert "строке 2" in render(found.faults[1], LIST)


CELLS = [
    ("Код муниципалитета", "reg22_m019", ("municipality_code", "reg22_m019")),
    ("Тип ОО", "СОШ", ("kind", "general")),
    ("Тип ОО", "Лицей", ("kind", "lyceum")),
    ("Тип ОО", "СПО", ("kind", "vocational")),
    ("Форма собственности", "Муниципальная", ("legal_form", "municipal")),
    ("Вид населенного пункта", "4) сельский", ("settlement", "rural")),
    ("Вид населённого пункта", "пгт", ("settlement", "town")),
    ("Участвует в ВПР", "нет", ("takes_part", False)),
    ("Классы участия", "4-6, 8 , 10", ("grades", (4, 5, 6, 8, 10))),
    ("Классы участия", "4 – 8", ("grades", (4, 5, 6, 7, 8))),
    ("Предметы участия", "РУ, Математика", ("subjects", ("ru", "ma"))),
    ("Предметы участия", "все", ("subjects", ())),
    ("Уровни", "НОО, ООО", ("has_secondary", False)),
    ("СОО", "Да", ("has_primary", False)),
    ("Часовой пояс", "МСК+4", ("time_zone", "Asia/Krasnoyarsk")),
    ("Часовой пояс", "мск -1", ("time_zone", "Europe/Kaliningrad")),
    ("Статус", "новая", ("code", "223080")),
    ("E-mail", "school@example.ru", ("contact_email", "school@example.ru")),
]


@pytest.mark.parametrize(("title", "value", "expected"), CELLS)
def test_spellings_of_a_cell_are_understood(title, value, expected):
    school, faults = read_cell(title, value)
    assert faults == []
    assert getattr(school, expected[0]) == expected[1]


WRONG_CELLS = [
    ("Код муниципалитета", "m019", "L-07"),
    ("Код муниципалитета", "reg47_m019", "L-07"),
    ("Тип ОО", "космическая", "L-08"),
    ("Статус", "непонятно", "L-08"),
    ("Участвует в ВПР", "может быть", "L-09"),
    ("Классы участия", "старшие", "L-10"),
    ("Классы участия", "4-80", "L-10"),
    ("Предметы участия", "РУ, Астрология", "L-11"),
    ("Уровни", "разные", "L-12"),
    ("Часовой пояс", "мск+40", "L-13"),
    ("Статус", "ликвидирована", "L-16"),
    ("Почта", "не знаю", "L-17"),
]


@pytest.mark.parametrize(("title", "value", "code"), WRONG_CELLS)
def test_a_cell_that_says_something_else_refuses_its_row(title, value, code):
    school, faults = read_cell(title, value)
    assert school is None
    assert faults == [code]


def test_a_file_without_the_columns_is_no_list():
    found = read(["1"], header=["Оценка"])
    assert [fault.code for fault in found.faults] == ["L-15"]
    assert found.rows_read == 0


def test_titles_above_the_header_blank_rows_and_other_sheets_do_no_harm():
    rows = [["Список школ региона"], [], ["№", *HEADER], [1, *GOOD], [], ["", "", "", "", ""]]
    found = read_list([("Инструкция", [["Как заполнять"]]), ("Лист1", rows)])
    assert (found.rows_read, len(found.schools), found.schools[0].row) == (1, 1, 4)


def test_a_leading_zero_eaten_by_a_spreadsheet_is_put_back():
    found = read(["", 53001, "Школа", "Район"])
    assert found.schools[0].code == "053001"
