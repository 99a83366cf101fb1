# ruff: noqa: E501
"""What is wrong in tables of a campaign, as a person reads it: the table of faults is the documentation."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from vpr.campaigns.faults import CATALOGUE
from vpr.campaigns.rules import (
    Period,
    TaskRow,
    WaveDates,
    breaks_stored_points,
    check_dates,
    difference,
    lines_of,
    mark_ranges,
    read_scales,
    read_specification,
)
from vpr.campaigns.rules.scales import SCALES
from vpr.campaigns.rules.specification import SPECIFICATION
from vpr.campaigns.sheets import read_table
from vpr.kernel.faults import render

HEADER = [
    "Задание",
    "Максимум",
    "Часть",
    "Сложность",
    "Минуты",
    "Коды КЭС",
    "Коды КТ",
    "Зависит от",
    "Проверяемое умение",
]

SPECIFICATIONS = """
rows (code max part difficulty minutes content skill depends)                    | what is said
5,2                                                                              | -
5(1),2 ; 4k1,3 ; 4K2,2,,,,,,4К1                                                  | -
,2                                                                               | S-03 Л!A2: номер задания не указан; впишите его или очистите всю строку
пять,2                                                                           | S-04 Л!A2: «пять» не похоже на номер задания; пишите 5, 5.1 или 4К1
5,2 ; 5,1                                                                        | S-05 Л!A3: задание 5 уже есть выше; оставьте одну строку
5(1),2 ; 5.1,1                                                                   | S-05 Л!A3: задание 5.1 уже есть выше; оставьте одну строку
5,                                                                               | S-06 Л!B2: максимальный балл: пусто; нужно целое число от 1 до 20
5,21                                                                             | S-06 Л!B2: максимальный балл: 21; нужно целое число от 1 до 20
5,2,3                                                                            | S-08 Л!C2: часть «3»; пишите 1 или 2
5,2,2 ; 6,1,1                                                                    | S-09 Л!C3: задание 6 части 1 стоит ниже заданий части 2; поставьте его выше
5,2,1,С                                                                          | S-07 Л!D2: сложность «С»; пишите Б, П или В или оставьте пустой
5,2,1,Б,долго                                                                    | S-10 Л!E2: минуты «долго»; пишите число, например 2 или 1.5
5,2,1,Б,2,очень-длинный-код-содержания                                           | S-13 Л!F2: код «очень-длинный-код-содержания» длиннее 20 знаков; разделите коды запятыми
4К1,3,,,,,,3К1                                                                   | S-11 Л!H2: критерий 4К1 зависит от 3К1, но выше в том же задании его нет; укажите критерий этого же задания
4К1,3 ; 4К2,2,,,,,,4К1 ; 4К3,2,,,,,,4К2                                          | S-12 Л!H4: 4К2 сам зависит от 4К1; укажите для 4К3 критерий 4К1
"""

MARKS = """
code     | 2    | 3      | 4      | 5     | what is said
2026.en8 |      | 10     | 15     | 22    | -
2026.en8 | 0–9  | 10–14  | 15-21  | 22–25 | -
2026.EN8 |      | с 10   | от 15  | 22 до 25 | -
2026.en8 |      | десять | 15     | 22    | S-21 Л!C2: «десять» не похоже на баллы; пишите диапазон 10–14 или первый балл 10
2026.en8 |      | 10     |        | 22    | S-21 Л!D2: «пусто» не похоже на баллы; пишите диапазон 10–14 или первый балл 10
2026.en8 |      | 15     | 10     | 22    | S-22 Л!C2: первые баллы «3», «4», «5»: 15, 10, 22; они должны возрастать и начинаться не раньше 1
2026.en8 |      | 10     | 15     | 26    | S-23 Л!C2: «5» начинается с 26, а максимум работы 25; исправьте шкалу или задания
2026.en9 |      | 10     | 15     | 22    | S-24 Л!A2: работы с кодом «2026.en9» в этой кампании нет; проверьте код по списку работ
2026.en8 | 0–9  | 11–14  | 15–21  | 22–25 | S-26 Л!C2: предыдущий диапазон кончается на 9, а этот начинается с 11; сделайте их подряд
"""

DATES = """
windows (kind from to, in days)            | waves (number until publishes) | published | what is said
upload 0 10 ; late_upload 10 20            | 1 10 15 ; 2 20 30              |           | -
materials 0 10 ; upload 0 10               | 1 10 15                        |           | -
upload 10 0                                |                                |           | S-31 Загрузка результатов: окончание не позже начала; исправьте одну из дат
late_upload 10 20                          |                                |           | S-38 Поздняя загрузка: поздняя загрузка без основной; укажите срок загрузки результатов
upload 0 10 ; late_upload 9 20             |                                |           | S-32 Поздняя загрузка: поздняя загрузка начинается раньше, чем кончается основная; сдвиньте её начало
materials 5 10 ; upload 0 10               |                                |           | S-39 Получение материалов: материалы открываются позже, чем начинается загрузка; проверьте даты
upload 0 10                                | 1 10 5                         |           | S-34 Волна 1: публикация раньше, чем кончается приём загрузок; сдвиньте дату публикации
upload 0 10                                | 1 10 15 ; 2 10 30              |           | S-33 Волна 2: приём загрузок кончается не позже, чем у волны 1; сдвиньте дату
upload 0 10                                | 2 10 15                        |           | S-40 Волна 2: волны нумеруются подряд с 1; заполните пропущенную или очистите лишнюю
upload 0 10                                | 1 9 15                         |           | S-35 Волна 1: загрузка ещё идёт, когда приём последней волны уже закончен; продлите приём или добавьте волну
upload 0 10                                | 1 11 15                        | 1 10 15   | S-37 Волна 1: волна уже опубликована, её даты менять нельзя; верните прежние
upload 0 10                                |                                | 1 10 15   | S-37 Волна 1: волна уже опубликована, её даты менять нельзя; верните прежние
"""

START = datetime(2026, 4, 20, tzinfo=UTC)


def rows(table):
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


def said(faults):
    return "; ".join(f"{fault.code} {render(fault, CATALOGUE)}" for fault in faults) or "-"


def specification(text):
    cells = [[cell.strip() for cell in row.split(",")] for row in text.split(";")]
    lines, faults = lines_of(SPECIFICATION, [HEADER, *cells], "Л")
    assert not faults
    return read_specification(lines)


@pytest.mark.parametrize(("text", "words"), rows(SPECIFICATIONS))
def test_a_specification_is_read_or_its_fault_is_named(text, words):
    found, faults = specification(text)
    assert said(faults).replace("1,5", "1.5") == words
    assert len(found) == text.count(";") + 1


@pytest.mark.parametrize("row", rows(MARKS))
def test_a_scale_is_read_or_its_fault_is_named(row):
    code, two, three, four, five, words = row
    cells = [["Код работы", "2", "3", "4", "5"], [code, two, three, four, five]]
    lines, _ = lines_of(SCALES, cells, "Л")
    found, faults = read_scales(lines, {"2026.en8": 25})
    assert said(faults) == words
    assert [row.thresholds for row in found] == ([(10, 15, 22)] if words == "-" else [])


def test_an_assessment_may_stand_in_a_table_of_scales_once():
    cells = [["Код работы", "3", "4", "5"], ["2026.en8", 10, 15, 22], ["2026.en8", 9, 15, 22]]
    lines, _ = lines_of(SCALES, cells, "Л")
    _, faults = read_scales(lines, {"2026.en8": None})
    assert said(faults) == "S-25 Л!A3: работа 2026.en8 уже есть выше; оставьте одну строку"


def day(number):
    return START + timedelta(days=int(number))


def periods(text):
    return [Period(kind, day(a), day(b)) for kind, a, b in (item.split() for item in text.split(";") if item.strip())]


def waves(text):
    found = (item.split() for item in text.split(";") if item.strip())
    return [WaveDates(int(number), day(until), day(publishes)) for number, until, publishes in found]


@pytest.mark.parametrize(("windows", "typed", "published", "words"), rows(DATES))
def test_dates_are_sound_or_their_fault_is_named(windows, typed, published, words):
    assert said(check_dates(periods(windows), waves(typed), waves(published))) == words


def test_a_table_without_its_columns_or_rows_is_named():
    assert said(lines_of(SPECIFICATION, [["Что-то", "Другое"]], "Л")[1]).startswith("S-01 Л: нет столбца «Задание»")
    assert said(lines_of(SPECIFICATION, [["Задание", "Часть"]], "Л")[1]).startswith("S-01 Л!A1: нет столбца «Максимум»")
    assert said(lines_of(SPECIFICATION, [HEADER], "Л")[1]).startswith("S-02 Л: под заголовком нет ни одной")
    assert said(read_specification([])[1]).startswith("S-02 под заголовком")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "файл пуст; выберите заполненную таблицу"),
        ("a.xlsx", b"hello", "это не таблица; сохраните её как XLSX, ODS или CSV"),
        ("a.csv", b"x" * (3 << 20), "файл больше 2 МБ; это не таблица кампании"),
    ],
)
def test_a_file_that_is_no_table_is_named(name, content, words):
    assert said(read_table(SPECIFICATION, content, name)[1]) == f"S-00 {words}"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_csv_of_any_usual_spelling_is_read(separator, encoding):
    text = "\r\n".join(separator.join(row) for row in (["№", "Максимальный балл"], ["4К1", "3"], ["", ""]))
    lines, faults = read_table(SPECIFICATION, text.encode(encoding), "t.csv")
    assert faults == []
    assert read_specification(lines)[0] == [TaskRow("4К1", 3)]


def test_every_fault_of_the_catalogue_is_said_in_these_tables():
    elsewhere = {"S-00", "S-01", "S-02", "S-25"}  # provoked one by one above
    own = {code for code in CATALOGUE if code < "S-41"}  # the plan-schedule has tables of its own
    assert set(re.findall(r"S-\d\d", SPECIFICATIONS + MARKS + DATES)) | elsewhere == own


def test_a_scale_is_shown_as_ranges():
    assert [str(item) for item in mark_ranges((10, 15, 22), 25)] == [
        "«2»: 0–9",
        "«3»: 10–14",
        "«4»: 15–21",
        "«5»: 22–25",
    ]
    assert str(mark_ranges((1, 2, 3), 3)[0]) == "«2»: 0"


def test_the_difference_names_what_was_added_changed_moved_and_removed():
    before = [TaskRow("1", 1), TaskRow("2", 2), TaskRow("3", 1)]
    after = [TaskRow("2", 3), TaskRow("1", 1), TaskRow("4", 5)]
    told = [(change.code, change.kind, change.fields) for change in difference(before, after)]
    assert told == [
        ("2", "changed", (("Место", "2", "1"), ("Максимум", "2", "3"))),
        ("1", "changed", (("Место", "1", "2"),)),
        ("4", "added", (("Максимум", "", "5"),)),
        ("3", "removed", ()),
    ]


@pytest.mark.parametrize(
    ("after", "breaks"),
    [
        ([TaskRow("1", 1), TaskRow("2", 2)], False),
        ([TaskRow("1", 1), TaskRow("2", 3, difficulty="high", skill="Чтение")], False),
        ([TaskRow("1", 1), TaskRow("2", 1)], True),
        ([TaskRow("2", 2), TaskRow("1", 1)], True),
        ([TaskRow("1", 1)], True),
        ([TaskRow("1", 1), TaskRow("2", 2, part=2)], True),
    ],
)
def test_stored_points_bear_words_and_growing_maxima_only(after, breaks):
    assert breaks_stored_points([TaskRow("1", 1), TaskRow("2", 2)], after) is breaks
