"""Filled forms of earlier years, as their real layouts were (DOMAIN §5.2)."""

from dataclasses import replace

import openpyxl
import pytest

from conftest import SAMPLES
from score_forms import ENGLISH, saved
from vpr.kernel.points import ABSENT_VARIANT, NOT_TAUGHT
from vpr.results.checking import check_file
from vpr.results.scripts import ScoreSpec, TaskPlace

TASKS = (TaskPlace("1", 1), TaskPlace("5.1", 2), TaskPlace("5.2", 1), TaskPlace("6К1", 2))
MARK = "Отметка за предыдущий триместр/ четверть/полугодие"


def spec(year: int, parts: int = 1) -> ScoreSpec:
    tasks = TASKS if parts == 1 else (*TASKS[:2], replace(TASKS[2], part=2), replace(TASKS[3], part=2))
    return ScoreSpec(f"{year}.ma4", "Математика 4 класс", f"ВПР {year}", year, 4, parts, (1, 2), tasks,
                     generation=year, school="470167")  # fmt: skip


def book(title: str, *rows: list[object]) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    return saved(made)


def test_a_form_of_2022():
    content = book(
        "Протокол",
        [
            "Код",
            "Вариант",
            "1 (1б)",
            "5(1) (2б)",
            "5(2) (1б)",
            "6K1 (2б) ",
            "Наименование класса",
            "Пол",
            MARK,
            "Итого баллов",
        ],
        [40001, 1, 1, 2, "X", 0, "4А", "м", 5, 3],
        [40002, 2, 0, 0, 1, 2, "4 Б", "Ж", "нет отметки", 3],
        [40003, "отсутствовал", None, None, None, None, None, None, None, 0],
    )
    result = check_file(spec(2022), content)
    assert result.faults == []
    assert [(row.class_name, row.gender, row.journal_mark) for row in result.rows] == [
        ("4А", 1, 5),
        ("4 Б", 2, None),
        ("", None, None),
    ]
    assert [(repair.code, repair.before, repair.after) for repair in result.repairs] == [("R-10", "Ж", "ж")]
    assert result.participants == 2


def test_a_form_of_2021_numbers_its_tasks_and_knows_topics_not_taught():
    content = book(
        "Sheet",
        ["логин школы", "регион", "номер обучающегося", "код обучающегося", "отметка за предыдущую четверть/триместр",
         "пол", "класс", "вариант", "всего баллов", "балл за 1", "балл за 2", "балл за 3", "балл за 4", "Учебник"],
        ["sch470167", "reg47_m010", 1, 40001, 4, "м", "А", 1, 3, 1, 2, "не пройд.", "Х", "ma4.8 | Моро М.И."],
    )  # fmt: skip
    result = check_file(spec(2021), content)
    assert result.faults == []
    assert result.rows[0].points == (1, 2, NOT_TAUGHT, -1)


def test_a_two_part_form_of_2025():
    content = book(
        "Протокол",
        ["Код", "Вариант (часть 1)", "1 (1б)", "5.1 (2б)", "Вариант (часть 2)", "5.2 (1б)", "6К1 (2б)",
         'Класс № (список формируется из листа "Классы")', "Пол", MARK, "Итого баллов"],
        [40001, 1, 1, 2, 2, 1, 2, 1, "м", 5, 6],
        [40002, "отсутствовал", None, None, 1, 0, 0, 2, "ж", 3, 0],
        [40003, "отсутствовал", None, None, None, None, None, None, None, None, None],
    )  # fmt: skip
    result = check_file(spec(2025, parts=2), content)
    assert result.faults == []
    assert [(row.variant_1, row.variant_2, row.raw_score) for row in result.rows] == [
        (1, 2, 6),
        (ABSENT_VARIANT, 1, None),
        (ABSENT_VARIANT, ABSENT_VARIANT, None),
    ]


def test_an_old_layout_is_taken_for_a_work_of_2026_when_it_is_unambiguous():
    tasks = [f"{place.code} ({place.max_points}б)" for place in ENGLISH.tasks]
    content = book(
        "Протокол",
        ["Код", "Вариант", *tasks, "Класс № (список)", MARK, "Итого баллов"],
        [80001, 1, 5, 4, 3, 3, 2, 3, 1, 2, 4, 21],
    )
    assert check_file(ENGLISH, content).rows[0].class_name == "2"


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not beside the checkout")
@pytest.mark.samples
def test_the_real_form_of_2025_in_both_its_layouts():
    places = [("1", 1), ("2", 1), ("3", 2), ("4", 1), ("5.1", 1), ("5.2", 1), ("6.1", 1), ("6.2", 1), ("7", 1), ("8", 2),
              ("9.1", 1), ("9.2", 1), ("10", 2), ("11.3К1", 2), ("12", 2)]  # fmt: skip
    one = replace(spec(2025), tasks=tuple(TaskPlace(code, most) for code, most in places))
    cut = [code for code, _ in places].index("7")
    two = replace(one, parts=2, tasks=tuple(replace(task, part=1 + (n >= cut)) for n, task in enumerate(one.tasks)))
    content = (SAMPLES / "form_2025_primary.xlsx").read_bytes()
    of_one, of_two = check_file(one, content), check_file(two, content)
    assert (of_one.faults, of_two.faults) == ([], [])
    assert len(of_one.rows) == len(of_two.rows) == 20
    assert of_one.participants == of_two.participants == 18
    assert [row.points for row in of_one.rows if row.raw_score] == [row.points for row in of_two.rows if row.raw_score]


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not beside the checkout")
@pytest.mark.samples
@pytest.mark.parametrize("year", ["2020_french_7", "2021_geography_10", "2022_geography_10"])
def test_a_real_regional_export_is_named(year):
    content = (SAMPLES / f"fisoko_{year}.xlsx").read_bytes()
    assert [fault.code for fault in check_file(ENGLISH, content).faults] == ["R-16c"]
