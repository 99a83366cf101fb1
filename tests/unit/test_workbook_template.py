"""The form that a school downloads."""

import pytest

from score_forms import ENGLISH, GEOGRAPHY, opened
from vpr.results.kind import made_form
from vpr.results.workbooks.scores import VERSION, score_form
from vpr.workbook.identity import is_untouched


@pytest.fixture(scope="module")
def english():
    return opened(made_form(ENGLISH)[1])


def test_the_file_is_called_as_in_the_real_system():
    assert made_form(ENGLISH)[0] == "Форма сбора результатов Английский язык 8 класс ВПР 2026.xlsx"


def test_the_same_school_gets_the_same_bytes():
    assert made_form(ENGLISH) == made_form(ENGLISH)


def test_the_sheets_are_those_of_2026_with_the_instruction_first(english):
    assert english.sheetnames == ["Инструкция", "Протокол", "Служебный", "Порядковый номер класса", "_meta"]
    assert english["_meta"].sheet_state == "veryHidden"
    assert english.active.title == "Протокол"


def test_the_header_is_that_of_2026(english):
    assert [cell.value for cell in english["Протокол"][1]] == [
        "Код участника",
        "Вариант",
        "1 (5б)",
        "2 (5б)",
        "3 (5б)",
        "4К1 (3б)",
        "4К2 (2б)",
        "4К3 (3б)",
        "4К4 (2б)",
        "Порядковый номер класса",
        "Отметка за предыдущий триместр/ четверть/полугодие",
        "Итого баллов",
    ]


def test_only_the_issued_codes_are_filled_in(english):
    codes = [row[0].value for row in english["Протокол"].iter_rows(min_row=2)]
    assert codes == list(range(80001, 80021))


def test_the_total_is_a_sum_of_the_points_only(english):
    assert english["Протокол"]["L2"].value == "=SUM(C2:I2)"
    assert opened(made_form(GEOGRAPHY)[1])["Протокол"]["J2"].value == "=SUM(C2:D2,F2:G2)"


def test_codes_and_headers_are_locked_points_are_not(english):
    sheet = english["Протокол"]
    assert sheet.protection.sheet
    assert sheet["A2"].protection.locked
    assert sheet["C1"].protection.locked
    assert not sheet.column_dimensions["C"].protection.locked if sheet.column_dimensions["C"].has_style else True


def test_validations_reserve_1500_rows(english):
    ranges = {str(rule.sqref): rule for rule in english["Протокол"].data_validations.dataValidation}
    assert set(ranges) == {f"{letter}2:{letter}1501" for letter in "ABCDEFGHIJK"}
    assert (ranges["A2:A1501"].formula1, ranges["A2:A1501"].formula2) == ("80001", "81500")
    assert ranges["F2:F1501"].formula1 == "points_3"
    assert ranges["G2:G1501"].formula1 == 'IF(AND(LEN($F2)>0,OR($F2=0,$F2="X")),only_zero,points_2)'


def test_lists_are_on_the_service_sheet(english):
    service = english["Служебный"]
    assert [cell.value for cell in service["A"]][:3] == [1, 2, "отсутствовал"]
    assert [cell.value for cell in service["B"]] == [5, 4, 3, 2, 1, 0, "X"]
    assert english.defined_names["points_5"].attr_text == "Служебный!$B$1:$B$7"
    assert [cell.value for cell in english["Порядковый номер класса"]["A"]] == list(range(1, 51))


def test_the_identity_is_told_twice(english):
    sheet = {row[0].value: row[1].value for row in english["_meta"].iter_rows()}
    properties = {item.name: item.value for item in english.custom_doc_props.props}
    assert sheet == properties
    assert is_untouched(sheet)
    assert sheet["assessment"], sheet["school"] == ("2026.en8", "470167")
    assert sheet["version"] == VERSION


def test_the_school_is_named_on_the_instruction(english):
    assert english["Инструкция"]["B4"].value == "Ям-Тёсовская СОШ (код 470167)"


def test_every_column_has_its_help():
    assert all(column.help for column in score_form(ENGLISH).sheet.columns)


def test_a_form_without_issued_codes_leaves_them_to_the_school():
    from dataclasses import replace

    sheet = opened(made_form(replace(ENGLISH, code_from=None, code_to=None))[1])["Протокол"]
    assert sheet["A2"].value is None
    assert not sheet["A2"].protection.locked
    assert sheet["L1501"].value == "=SUM(C1501:I1501)"
