"""What any declared form says: what a person did to the file, what is answered. The form is «План дня» of 470167."""

from types import SimpleNamespace

import pytest

from exchange_declared import DAY_FILLED, PEOPLE, DayKind, filled_file, filled_grid, opened, said, saved, verdict_of
from vpr.exchange.declared.faults import CATALOGUE
from vpr.kernel.faults import render
from vpr.workbook.identity import sealed

UNIT = SimpleNamespace(name="Ям-Тёсовская СОШ", code="470167")
WORKBOOK = SimpleNamespace(campaign=SimpleNamespace(code="2026"), code="2026.day", title="План дня")
KIND = DayKind()
GOOD = filled_file(KIND, UNIT, WORKBOOK, DAY_FILLED)


def after(change):
    """The good form after somebody did something to it."""
    book = opened(GOOD)
    change(book)
    return verdict_of(KIND, UNIT, WORKBOOK, saved(book))


def typed(cell, value, sheet="Работы"):
    def change(book):
        book[sheet][cell] = value

    return change


def texts(verdict):
    return [f"{fault.code} {render(fault, KIND.catalogue)}" for fault in verdict.faults]


#         what was typed                          what is said
CELLS = {
    "нет обязательного": (
        typed("C2", None),
        "W-04 Работы!C2: «Участвует» не заполнено; выберите: Да; Нет.",
    ),
    "не заполнен кабинет": (
        typed("B2", None, PEOPLE.title),
        "W-04 'Кто проводит'!B2: «Кабинет» не заполнено; впишите целое число от 1 до 999.",
    ),
    "не из списка": (
        typed("C2", "возможно"),
        "W-05 Работы!C2: «возможно» нет в списке; выберите: Да; Нет.",
    ),
    "не из списка строки": (
        typed("E3", "6-10 апреля"),
        "W-05 Работы!E3: «6-10 апреля» нет в списке; выберите: 20-24 апреля.",
    ),
    "не число": (
        typed("D2", "двадцать"),
        "W-06a Работы!D2: «двадцать» не целое число; впишите целое число от 0 до 500.",
    ),
    "дробное число": (
        typed("D2", 2.5),
        "W-06a Работы!D2: «2,5» не целое число; впишите целое число от 0 до 500.",
    ),
    "число вне границ": (
        typed("D2", 501),
        "W-06b Работы!D2: 501 вне границ; впишите целое число от 0 до 500.",
    ),
    "отрицательное": (
        typed("D2", -1),
        "W-06b Работы!D2: -1 вне границ; впишите целое число от 0 до 500.",
    ),
    "не дата": (
        typed("F2", "в апреле"),
        "W-07a Работы!F2: «в апреле» не дата; впишите день, месяц и год, например 01.04.2026.",
    ),
    "такого дня нет": (
        typed("F2", "31.04.2026"),
        "W-07a Работы!F2: «31.04.2026» не дата; впишите день, месяц и год, например 01.04.2026.",
    ),
    "дата вне срока": (
        typed("F2", "01.06.2026"),
        "W-07b Работы!F2: дата 01.06.2026 не подходит; впишите день от 01.04.2026 до 20.05.2026 в виде ДД.ММ.ГГГГ.",
    ),
    "длинный текст": (
        typed("G2", "очень " * 20),
        "W-08 Работы!G2: текст «очень очень очень очень очень очень очен…» длиннее 80 знаков; сократите его.",
    ),
    "изменено заполненное заранее": (
        typed("B2", "Математика 6 класс"),
        "W-10 Работы!B2: здесь было «Математика 5 класс», а стоит «Математика 6 класс»; верните прежнее значение. "
        "Если оно неверно, сообщите координатору: эти сведения исправляют не в форме.",
    ),
    "имя ребёнка в примечании": (
        typed("G2", "Иванов Пётр Сергеевич не пишет"),
        "W-18a Работы!G2: здесь похоже на имя человека, а в этом столбце имён быть не должно; удалите имя и загрузите "
        "форму снова.",
    ),
    "СНИЛС и у сотрудника лишний": (
        typed("A2", "112-233-445 95", PEOPLE.title),
        "W-18b 'Кто проводит'!A2: здесь похоже на номер СНИЛС; такие номера в формы не вносят: удалите его и загрузите "
        "форму снова.",
    ),
    "телефон в примечании": (
        typed("G3", "звонить +7 921 123-45-67"),
        "W-18c Работы!G3: здесь похоже на номер телефона, а в этом столбце его быть не должно; удалите его и загрузите "
        "форму снова.",
    ),
    "своё правило формы": (
        typed("D4", 0),
        "T-11 Работы!D4: работу пишут, а участников нет; впишите их число.",
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_is_named_with_its_cure(name):
    change, words = CELLS[name]
    verdict = after(change)
    assert texts(verdict) == [words]
    assert not verdict.is_accepted
    assert verdict.holds_personal == words.startswith("W-18")


def test_the_good_form_is_accepted_as_it_is():
    verdict = verdict_of(KIND, UNIT, WORKBOOK, GOOD)
    assert (said(verdict), verdict.repairs, verdict.is_accepted) == ([], [], True)
    assert (verdict.rows, verdict.participants) == (3, 42)


def test_a_row_with_a_broken_cell_is_not_judged_before_the_cell_is_mended():
    assert [code for code, _ in said(after(typed("D4", "много")))] == ["W-06a"]


def rows_deleted(book):
    book["Работы"].delete_rows(3, 2)


def a_row_of_another_form(book):
    book["Работы"].append(["9.xx", "Что-то", "Да"])


def a_row_twice(book):
    book["Работы"].append(["5.ma", "Математика 5 класс", "Да", 20])


def a_row_without_its_key(book):
    book["Работы"]["A3"] = None


def too_many_people(book):
    for number in range(25):
        book[PEOPLE.title].append([f"Сотрудник номер {number}", number + 1])


def a_column_deleted(book):
    book["Работы"].delete_cols(4)


def a_column_twice(book):
    book["Работы"]["I1"] = "Участников"


def a_column_of_ones_own(book):
    book["Работы"]["I1"] = "Моё"
    book["Работы"]["I2"] = "пометка"


def the_header_gone(book):
    for cell in book["Работы"][1]:
        cell.value = "?"


ROWS = {
    "строки удалены": (rows_deleted, [("W-11c", "")]),
    "строка не из формы": (a_row_of_another_form, [("W-11a", "Работы!A5")]),
    "строка повторена": (a_row_twice, [("W-11b", "Работы!A5")]),
    "строка без обозначения": (a_row_without_its_key, [("W-11d", "Работы!A3"), ("W-11c", "")]),
    "слишком много строк": (too_many_people, [("W-12", "")]),
    "столбец удалён": (a_column_deleted, [("W-03a", "Работы!A1")]),
    "столбец повторён": (a_column_twice, [("W-03b", "Работы!I1")]),
    "свой столбец прочитан мимо": (a_column_of_ones_own, [("W-03c", "Работы!I1")]),
    "нет заголовка": (the_header_gone, [("W-03d", "")]),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_and_columns_that_are_not_of_the_form_are_named(name):
    change, faults = ROWS[name]
    assert said(after(change)) == faults


def identity(**values):
    def change(book):
        kept = {"form": "day", "version": "2026.1", "campaign": "2026", "unit": "470167"} | values
        page = book["_meta"]
        page.delete_rows(1, 10)
        for pair in sealed(kept):
            page.append(pair)
        book.custom_doc_props.props.clear()

    return change


def retyped_by_hand(book):
    book["_meta"]["B1"] = "other"
    book.custom_doc_props.props.clear()


IDENTITIES = {
    "чужая школа": (identity(unit="470168"), "W-02a", False),
    "другой год": (identity(campaign="2025"), "W-02b", False),
    "другая форма": (identity(form="application"), "W-02c", False),
    "сведения изменены": (retyped_by_hand, "W-02d", True),
    "прежняя версия": (identity(version="2025.9"), "W-02e", True),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_a_form_that_is_not_this_one_is_named_before_its_rows_are_read(name):
    change, code, is_accepted = IDENTITIES[name]
    verdict = after(change)
    assert [code for code, _ in said(verdict)] == [code]
    assert verdict.is_accepted == is_accepted


def test_another_form_is_called_by_its_title():
    def change(book):
        identity(form="application")(book)
        book["Инструкция"]["A1"] = "Заявка школы"

    assert "форма «Заявка школы», а здесь загружают «План дня»" in texts(after(change))[0]


def test_an_empty_form_of_rows_to_add_says_so():
    kind = DayKind(works=())
    _, content = kind.template(UNIT, WORKBOOK, None)
    assert said(verdict_of(kind, UNIT, WORKBOOK, content)) == [("W-13", "")]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"sheets": {"works": {"columns": ["a"], "rows": []}}}'])
def test_what_is_not_the_grid_of_this_form_is_refused(content):
    assert said(verdict_of(KIND, UNIT, WORKBOOK, content, "grid")) == [("W-03e", "")]


def test_a_formula_without_a_result_is_no_empty_cell():
    change = typed("D2", "#N/A")

    def as_error(book):
        change(book)
        book["Работы"]["D2"].data_type = "e"

    assert said(after(as_error)) == [("W-09", "Работы!D2")]


def test_the_grid_says_the_same_of_the_same_cells():
    filled = {
        "works": [
            ("5.ma", {"takes": "возможно", "number": "501"}),
            ("5.ru", {"takes": "Нет"}),
            ("8.en", {"takes": "Нет"}),
        ],
        "people": [(None, {"person": "Петрова Анна Ивановна"})],
    }
    by_file = verdict_of(KIND, UNIT, WORKBOOK, filled_file(KIND, UNIT, WORKBOOK, filled))
    by_grid = verdict_of(KIND, UNIT, WORKBOOK, filled_grid(KIND, UNIT, WORKBOOK, filled), "grid")
    assert said(by_file) == [("W-05", "Работы!C2"), ("W-06b", "Работы!D2"), ("W-04", "'Кто проводит'!B2")]
    assert said(by_grid) == said(by_file)


def test_a_list_of_pupils_beside_the_form_is_refused():
    def change(book):
        page = book.create_sheet("Список")
        page.append(["Фамилия, имя", "класс"])
        page.append(["Иванов Пётр Сергеевич", "5А"])

    verdict = after(change)
    assert said(verdict) == [("W-18a", "Список!A2")]
    assert verdict.holds_personal


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=lambda kind: kind.code)
def test_every_message_ends_with_the_cure(kind):
    assert ";" in kind.message or ":" in kind.message
    assert kind.message.endswith((".", "}"))
