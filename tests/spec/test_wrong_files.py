"""The wrong file is recognized and named: what was uploaded instead of the school's form, and what is said."""

from dataclasses import replace

import openpyxl
import pytest

from score_forms import ENGLISH, GEOGRAPHY, PLAIN_ROW, filled, opened, saved
from vpr.results.checking import check_file
from vpr.results.faults import message_of
from vpr.results.kind import made_form
from vpr.workbook.identity import checksum

CODE, _, TITLE = ENGLISH.assessment, None, ENGLISH.title


def sheets(**tables: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in tables.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    return saved(book)


def with_identity(**changes: str) -> bytes:
    """The school's own filled form that says something else of itself, properly sealed."""
    book = opened(filled(ENGLISH, [PLAIN_ROW]))
    meta = {row[0].value: row[1] for row in book["_meta"].iter_rows()}
    for name, value in changes.items():
        meta[name].value = value
    meta["checksum"].value = checksum({name: cell.value for name, cell in meta.items()})
    return saved(book)


FRAME = [
    ["{title}"],
    [],
    ["ВПР 2026 Английский язык 8 класс"],
    ["Предмет:", "Английский язык"],
    ["Максимальный первичный балл:", 25],
    ["Дата:", "20.05.2026"],
]


def report(title: str, header: list[str], sheet: str = "АЯ 8 отчёт") -> bytes:
    rows = [[cell.replace("{title}", title) if isinstance(cell, str) else cell for cell in row] for row in FRAME]
    return sheets(**{sheet: [*rows, header, ["Вся выборка", 12, 345, 1, 2, 3, 4]]})


EXPORT_2021 = ["логин школы", "регион", "номер обучающегося", "код обучающегося",
               "отметка за предыдущую четверть/триместр", "пол", "класс", "вариант", "всего баллов",
               *[f"балл за {n}" for n in range(1, 8)]]  # fmt: skip
EXPORT_2020 = ["groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum",
               *[f"a-{n}-grade" for n in range(1, 41)]]  # fmt: skip
EXPORT_2022 = ["Пользователь", "Код региона", "Регион", "Муниципалитет", "Школа", "Дата загрузки", "Код", "Вариант",
               "1 (5б)", "2 (5б)", "3 (5б)", "4К1 (3б)", "4К2 (2б)", "4К3 (3б)", "4К4 (2б)", "Наименование класса",
               "Пол", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"]  # fmt: skip

FILES = {
    "своя форма, не заполненная": (lambda: made_form(ENGLISH)[1], "R-16a", "нет ни одной заполненной строки"),
    "Ф3 аналитики": (
        lambda: report("Статистика по отметкам", ["Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3"]),
        "R-16b",
        "это выгрузка аналитики («Статистика по отметкам»), а не форма",
    ),
    "сравнение с журналом": (
        lambda: report("Сравнение отметок с отметками по журналу", ["Группы участников", "Кол-во участников(всего)"]),
        "R-16b",
        "это выгрузка аналитики",
    ),
    "Ф1 аналитики, в которой есть и коды, и баллы": (
        lambda: report(
            "Индивидуальные результаты",
            [
                "ОО",
                "Муниципалитет",
                "Название ОО",
                "Код участника",
                "Класс",
                "Вариант",
                "1 (5б)",
                "2 (5б)",
                "3 (5б)",
                "4К1 (3б)",
                "4К2 (2б)",
                "4К3 (3б)",
                "4К4 (2б)",
                "Первичный балл",
                "Отметка",
                "Отметка по журналу",
            ],
        ),
        "R-16b",
        "это выгрузка аналитики («Индивидуальные результаты»)",
    ),
    "лист с коротким именем отчёта": (
        lambda: sheets(**{"МА 4 Сравнение отметок с отметк": [["x"]]}),
        "R-16b",
        "это выгрузка аналитики",
    ),
    "выгрузка региона 2020": (
        lambda: sheets(Sheet1=[EXPORT_2020, ["g", "sch220164", 4, 80004], ["g", "sch220165", 4, 80004]]),
        "R-16c",
        "сводная выгрузка по многим школам (образца 2020 года)",
    ),
    "выгрузка региона 2021": (
        lambda: sheets(Sheet=[EXPORT_2021, ["sch470167", "reg"], ["sch470168", "reg"]]),
        "R-16c",
        "образца 2021 года",
    ),
    "выгрузка региона 2022": (
        lambda: sheets(Протокол=[EXPORT_2022, ["edu470167"], ["edu470168"]]),
        "R-16c",
        "образца 2022 года",
    ),
    "форма контекстных данных": (
        lambda: sheets(Общая_информация_об_ОО=[["Полное наименование"]], ОБРАЗОВАТЕЛЬНАЯ_ДЕЯТЕЛЬНОСТЬ_ОО=[["1"]]),
        "R-16d",
        "это форма контекстных данных",
    ),
    "чужая таблица": (
        lambda: sheets(Меню=[["Понедельник", "Вторник", "Среда"], ["каша", "суп", "рагу"]]),
        "R-16e",
        "нет таблицы с кодами участников и баллами",
    ),
    "слишком длинная форма": (
        lambda: filled(ENGLISH, [PLAIN_ROW, *[[80002]] * 2100]),
        "R-16f",
        "на параллель выдаётся не больше 1500 кодов",
    ),
    "форма другой школы": (
        lambda: filled(replace(ENGLISH, school="470168"), [PLAIN_ROW]),
        "R-02a",
        "это форма школы 470168, а вы загружаете за 470167",
    ),
    "форма другой работы с теми же столбцами": (
        lambda: filled(replace(ENGLISH, assessment="2026.de8", title="Немецкий язык 8 класс"), [PLAIN_ROW]),
        "R-02b",
        "это форма работы 2026.de8, а нужна 2026.en8 (Английский язык 8 класс)",
    ),
    "форма прошлого года": (
        lambda: filled(replace(ENGLISH, assessment="2025.en8"), [PLAIN_ROW]),
        "R-02c",
        "это форма кампании 2025, а идёт 2026",
    ),
    "другая форма этой же системы": (
        lambda: with_identity(form="class_list"),
        "R-02d",
        "это другая форма (class_list)",
    ),
    "форма другой работы с другими столбцами": (
        lambda: filled(GEOGRAPHY, [[60001, 1, 1, 2, 1, 1, 1, 1, 4]]),
        "R-02b",
        "2026.gg6",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_is_named(name):
    make, code, words = FILES[name]
    faults = {fault.code: message_of(fault) for fault in check_file(ENGLISH, make()).faults}
    assert words in faults[code]


def test_a_mended_identity_is_a_warning_and_the_form_is_read():
    book = opened(filled(ENGLISH, [PLAIN_ROW]))
    book["_meta"]["B5"].value = "470168"
    result = check_file(ENGLISH, saved(book))
    assert [fault.code for fault in result.faults] == ["R-02e"]
    assert len(result.rows) == 1


def test_an_older_template_is_read_with_a_notice():
    result = check_file(ENGLISH, with_identity(version="2025.9"))
    assert [fault.code for fault in result.faults] == ["R-02f"]
    assert len(result.rows) == 1


def test_a_form_of_no_particular_school_is_taken_by_any():
    blank = replace(ENGLISH, school="", school_name="")
    assert check_file(ENGLISH, filled(blank, [PLAIN_ROW])).faults == []


def test_a_list_of_pupils_on_another_sheet_is_refused():
    book = opened(filled(ENGLISH, [PLAIN_ROW]))
    book.create_sheet("Список")["B2"] = "Петров Пётр Петрович"
    result = check_file(ENGLISH, saved(book))
    assert [(fault.code, fault.cell) for fault in result.faults] == [("R-18a", "Список!B2")]
