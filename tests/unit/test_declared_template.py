"""The XLSX template that a declared form gives: what a person meets when she opens it."""

from datetime import datetime
from types import SimpleNamespace

from exchange_declared import PEOPLE, WORKS, DayKind, opened, verdict_of
from vpr.workbook.filled_template import build_filled_template
from vpr.workbook.filling import PrefilledRow

UNIT = SimpleNamespace(name="Ям-Тёсовская СОШ", code="470167")
WORKBOOK = SimpleNamespace(campaign=SimpleNamespace(code="2026"), code="2026.day", title="План дня")
KIND = DayKind()
NAME, CONTENT = KIND.template(UNIT, WORKBOOK, None)
BOOK = opened(CONTENT)


def rules_of(sheet, place):
    return [rule for rule in BOOK[sheet].data_validations.dataValidation if place in rule.sqref]


def test_the_instruction_comes_first_and_names_every_column():
    assert BOOK.sheetnames[:3] == ["Инструкция", "Работы", "Кто проводит"]
    words = {cell.value for row in BOOK["Инструкция"].iter_rows() for cell in row}
    assert {column.title for sheet in (WORKS, PEOPLE) for column in sheet.columns} <= words
    assert {column.help for sheet in (WORKS, PEOPLE) for column in sheet.columns} <= words
    assert "Ям-Тёсовская СОШ (470167)" in words


def test_the_other_sheets_are_hidden():
    assert [sheet.title for sheet in BOOK if sheet.sheet_state != "visible"] == ["Служебный", "_meta"]


def test_known_rows_stand_in_it_locked_and_the_rest_is_open():
    page = BOOK["Работы"]
    assert [page.cell(row, 1).value for row in range(2, 6)] == ["5.ma", "5.ru", "8.en", None]
    assert page["B3"].value == "Русский язык 5 класс"
    assert page.protection.sheet
    assert page["A2"].protection.locked
    assert page["B2"].protection.locked
    assert page["B3"].fill.fgColor.rgb == "FFF2F2F2"
    assert not page.column_dimensions["C"].protection.locked
    assert page.freeze_panes == "B2"


def test_each_column_lets_in_only_what_it_takes():
    (choice,) = rules_of("Работы", "C2")
    assert (choice.type, choice.formula1) == ("list", "list_1")
    assert BOOK.defined_names["list_1"].attr_text == "Служебный!$B$1:$B$2"
    (number,) = rules_of("Работы", "D3")
    assert (number.type, number.formula1, number.formula2) == ("whole", "0", "500")
    assert number.promptTitle == "Участников"
    assert number.prompt == "Сколько пишут."
    (day,) = rules_of("Работы", "F4")
    assert (day.type, day.formula1, day.formula2) == ("date", "46113", "46162")
    (text,) = rules_of("Работы", "G2")
    assert (text.type, text.formula2) == ("textLength", "80")


def test_rows_have_drop_lists_of_their_own():
    (mathematics,) = rules_of("Работы", "E2")
    (russian,) = rules_of("Работы", "E3")
    assert (mathematics.formula1, russian.formula1) == ("Служебный!$A$1:$A$2", "Служебный!$A$3:$A$3")
    assert [BOOK["Служебный"].cell(row, 1).value for row in (1, 2, 3)] == [
        "6-10 апреля",
        "13-17 апреля",
        "20-24 апреля",
    ]
    assert rules_of("Работы", "E4")[0].type == "textLength"


def test_rows_to_add_have_their_checks_in_advance():
    assert rules_of("Кто проводит", "B21")
    assert not rules_of("Кто проводит", "B22")
    assert not rules_of("Работы", "D5")


def test_it_knows_who_it_is_for_in_two_places():
    in_sheet = {row[0].value: row[1].value for row in BOOK["_meta"].iter_rows()}
    in_properties = {item.name: item.value for item in BOOK.custom_doc_props.props}
    assert in_sheet == in_properties
    assert {"form": "day", "version": "2026.1", "campaign": "2026", "unit": "470167"}.items() <= in_sheet.items()
    assert len(in_sheet["checksum"]) == 16


def test_the_same_form_gives_the_same_bytes():
    assert KIND.template(UNIT, WORKBOOK, None) == (NAME, CONTENT)
    assert NAME == "План дня 470167.xlsx"


def test_numbers_and_days_known_beforehand_are_numbers_and_days():
    row = PrefilledRow({"code": "5.ma", "title": "a < b & c", "takes": "да", "number": "25", "day": "8.4.26"})
    book = opened(build_filled_template(KIND.form(UNIT, WORKBOOK), {"works": [row]}, (), "школа"))
    assert [cell.value for cell in book["Работы"][2]][:6] == ["5.ma", "a < b & c", "Да", 25, None, datetime(2026, 4, 8)]


def test_what_is_filled_in_beforehand_comes_back_as_it_went_out():
    class Prefilled(DayKind):
        def prefilled(self, unit, workbook):
            cells = {"takes": "Нет", "number": "0", "day": "2026-04-08", "note": "прошлый год"}
            return {
                "works": [
                    PrefilledRow({"code": code, "title": title} | cells, frozenset(("code", "title")))
                    for code, title in self.works
                ],
                "people": [PrefilledRow({"person": "Петрова Анна Ивановна", "room": "12"})],
            }

    kind = Prefilled()
    verdict = verdict_of(kind, UNIT, WORKBOOK, kind.template(UNIT, WORKBOOK, None)[1])
    assert verdict.is_accepted
    assert (verdict.faults, verdict.repairs) == ([], [])
    assert verdict.content["people"] == [("Петрова Анна Ивановна", 12)]
