# ruff: noqa: E501
"""What is wrong in a plan-schedule, as a person reads it: the tables are the documentation."""

import re
from collections import Counter

import pytest

from vpr.campaigns.faults import CATALOGUE
from vpr.campaigns.reference import school_calendar
from vpr.campaigns.rules.plan_check import check_plan
from vpr.campaigns.rules.plan_rows import PlanRows
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.campaigns.rules.plan_table import PLAN, plan_texts, read_plan
from vpr.campaigns.rules.tables import lines_of
from vpr.exchange.kinds import campaign_kinds
from vpr.kernel.faults import render

KNOWN = {
    "2026.is6": ("История 6 класс", 6, "is"),
    "2026.gg6": ("География 6 класс", 6, "gg"),
    "2026.ru4": ("Русский язык 4 класс", 4, "ru"),
}

CELLS = """
row                                                                       | what is said
строка=работа; код=2026.is6; период с=20.04.2026; период по=20.05.2026    | -
строка=Работа; код=2026.IS6; период с=2026-04-20 00:00:00; период по=1.5.26 | -
строка=этап; код=application; период по=до 09.02.2026 18:00               | -
строка=урок; код=2026.is6                                                 | S-41 П!A2: «урок»; в столбце «Строка» пишите: работа, этап или группа
строка=работа; код=2026.fi6                                               | S-42 П!B2: работы с кодом «2026.fi6» в этой кампании нет; проверьте код или сначала добавьте работу
строка=работа; код=2026.is6; период с=скоро                               | S-43 П!E2: «скоро» не похоже на дату; пишите 20.04.2026, у этапа можно 20.04.2026 18:00
строка=работа; код=2026.is6; период с=31.04.2026                          | S-43 П!E2: «31.04.2026» не похоже на дату; пишите 20.04.2026, у этапа можно 20.04.2026 18:00
строка=работа; код=2026.is6; период с=20.04.2026 18:00                    | S-43 П!E2: «20.04.2026 18:00» не похоже на дату; пишите 20.04.2026, у этапа можно 20.04.2026 18:00
строка=работа; код=2026.is6; форма=устная                                 | S-44 П!D2: «устная» неизвестно; выберите одно из: бумажная, компьютерная
строка=работа; код=2026.is6; шифр=вечером                                 | S-44 П!H2: «вечером» неизвестно; выберите одно из: в день работы в 7:30 местного времени
строка=этап; код=party; период по=09.02.2026                              | S-45 П!B2: этапа «party» нет; возьмите код с листа «Инструкция»
строка=этап; код=freeze; период с=09.02.2026                              | S-47 П!F2: окончание этапа не указано; впишите дату или уберите всю строку
строка=группа; код=6                                                      | S-48 П!B2: «6»; пишите класс и номер группы через косую черту: 6/1
строка=группа; код=6/1; выбирается=много                                  | S-49 П!P2: «много»; нужно целое число от 1 до 9
строка=группа; код=6/1 // строка=группа; код=6/1                          | S-46 П!B3: «6/1» уже есть выше; оставьте одну строку
строка=этап; код=freeze; период по=09.02.2026 // строка=этап; код=freeze; период по=10.02.2026 | S-46 П!B3: «freeze» уже есть выше; оставьте одну строку
"""

#: A sound item: period 20.04-20.05 (Monday, Wednesday), upload until 25.05, results.
SOUND = "период с=20.04.2026; период по=20.05.2026; загрузка до=25.05.2026; результаты с=05.06.2026"

PLANS = """
what differs from a sound plan                                            | what is said
история:                                                                  | -
история: результаты с=05.06.2062                                            | S-51 П!M2: 05.06.2062: это не 2026 год кампании; исправьте год
история: период по=                                                       | S-52 П!F2: указан только один конец периода; впишите второй или очистите оба
история: период по=17.04.2026                                             | S-53 П!F2: окончание раньше начала (20.04.2026); поменяйте даты местами
история: период с=19.04.2026                                              | S-54 П!E2: 19.04.2026 – выходной, праздник или каникулы; проверьте дату
история: период с=01.04.2026                                              | S-54 П!E2: 01.04.2026 – выходной, праздник или каникулы; проверьте дату
история: период с=18.04.2026                                              | -
история: период по=11.05.2026                                             | S-54 П!F2: 11.05.2026 – выходной, праздник или каникулы; проверьте дату
история: загрузка до=17.04.2026                                           | S-55 П!K2: загрузка кончается раньше, чем начинается период (20.04.2026); сдвиньте её
история: загрузка до=19.05.2026                                           | S-56 П!K2: период длится до 20.05.2026, а загрузка кончается раньше; продлите загрузку или добавьте позднюю
история: загрузка до=30.04.2026; поздняя загрузка до=20.05.2026; поздние результаты с=07.06.2026 | -
история: проверка до=17.04.2026                                           | S-57 П!J2: проверка кончается раньше, чем начинается период (20.04.2026); сдвиньте её
история: проверка до=26.05.2026                                           | S-58 П!J2: проверка кончается после последней загрузки (25.05.2026); сдвиньте дату
история: поздняя загрузка до=25.05.2026; поздние результаты с=07.06.2026  | S-59 П!L2: поздняя загрузка кончается не позже основной (25.05.2026); сдвиньте её
история: результаты с=25.05.2026                                          | S-60 П!M2: результаты раньше конца загрузки (25.05.2026); поставьте более позднюю дату
история: результаты с=                                                    | S-61 П!M2: загруженное до 25.05.2026 не попадёт ни в одну волну: дата результатов не назначена; впишите её
история: группа выбора=2                                                  | S-63 П!O2: группы 2 для 6 класса в плане нет; добавьте её или очистите ячейку
история: группа выбора=1 // строка=группа; код=6/1; выбирается=1          | S-62 П!P5: выбирается 1, а предметов в группе 1; добавьте предметы в группу или уменьшите число
история: // строка=работа; код=2026.is6; SOUND                            | S-69 П!B5: работа 2026.is6 уже есть выше; оставьте одну строку
история: // строка=этап; код=application; период с=12.01.2026; период по=30.01.2026 // строка=этап; код=freeze; период по=29.01.2026 | S-64 П!F6: кончается раньше, чем «Заявка ОО на участие» (30.01.2026); сдвиньте окончание
история: // строка=этап; код=application; период с=12.01.2026; период по=30.01.2026 // строка=этап; код=freeze; период с=09.01.2026; период по=06.02.2026 | S-65 П!E6: начинается раньше, чем «Заявка ОО на участие»; проверьте начало
история: // строка=этап; код=freeze; период по=20.04.2026                 | S-66 П!F5: кончается не раньше первого дня работ (20.04.2026); сдвиньте срок
история: период с=; период по=; загрузка до=; результаты с=               | S-67 период не назначен, работ: 1 (История 6 класс); впишите даты, когда они будут + S-68 нет срока загрузки, работ: 1 (История 6 класс); впишите даты, когда они будут
история: // строка=этап; код=context; период с=12.05.2026; период по=08.05.2026 | S-53 П!F5: окончание раньше начала (12.05.2026); поменяйте даты местами
"""

#: A plan that dates no step at all, as that of 2025 when it came: told once, whatever else is wrong.
STEPS_UNTOLD = (
    "S-70 этапы без срока («Выверка списка ОО», «Заявка ОО на участие», «Сводная заявка муниципалитета», «Корректировка "
    "заявок регионом», «Контекстные данные ОО», «Список классов и неделя для предметов по выбору», «Расписание "
    "проведения», «Предложение и распределение наблюдателей»): их формы не откроются; впишите окончание этапа, когда оно "
    "будет известно"
)


def table(text):
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()[1:]]


def cells_of(text):
    titles = {column.title.lower(): column.key for column in PLAN.columns}
    pairs = (part.split("=", 1) for part in text.split(";") if part.strip())
    return {titles[title.strip()]: value.strip() for title, value in pairs}


def read(rows):
    keys = [column.key for column in PLAN.columns]
    sheet = [[column.title for column in PLAN.columns], *([row.get(key, "") for key in keys] for row in rows)]
    lines, faults = lines_of(PLAN, sheet, "П")
    found, wrong = read_plan(lines, KNOWN)
    return found, faults + wrong


def said(faults):
    return " + ".join(f"{fault.code} {render(fault, CATALOGUE)}" for fault in faults) or "-"


@pytest.mark.parametrize("row", table(CELLS), ids=lambda row: row[0][:60])
def test_a_cell_that_cannot_be_understood_is_named_with_its_cure(row):
    _, faults = read([cells_of(text) for text in row[0].split("//")])
    assert said(faults) == row[1]


@pytest.mark.parametrize("row", table(PLANS), ids=lambda row: row[0][:70])
def test_a_plan_that_does_not_make_sense_is_named_with_its_cure(row):
    first, *more = row[0].removeprefix("история:").replace("SOUND", SOUND).split("//")
    history = cells_of(f"строка=работа; код=2026.is6; {SOUND}") | cells_of(first)
    others = [cells_of(f"строка=работа; код={code}; {SOUND}") for code in ("2026.gg6", "2026.ru4")]
    rows, faults = read([history, *others, *map(cells_of, more)])
    assert faults == []
    faults = check_plan(rows, year=2026, calendar=school_calendar())
    assert said(fault for fault in faults if fault.code != "S-70") == row[1]


def test_steps_whose_forms_would_never_open_are_named_until_they_are_dated():
    work = cells_of(f"строка=работа; код=2026.is6; {SOUND}")
    rows, _ = read([work])
    assert said(check_plan(rows, year=2026, calendar=school_calendar())) == STEPS_UNTOLD
    forms = [step.key for step in STEPS.values() if step.opens_a_form]
    dated = [cells_of(f"строка=этап; код={key}; период с=12.01.2026; период по=30.01.2026") for key in forms]
    rows, _ = read([work, *dated])
    assert said(check_plan(rows, year=2026, calendar=school_calendar())) == "-"


def test_a_step_that_opens_a_form_is_that_of_a_form():
    assert {kind.step for kind in campaign_kinds()} == {s.key for s in STEPS.values() if s.opens_a_form}


def test_what_is_exported_reads_back_as_the_same_version():
    rows, faults = read(
        [
            cells_of("строка=этап; код=application; период с=12.01.2026; период по=30.01.2026 18:00; источник=Письмо"),
            cells_of("строка=этап; код=freeze; период по=06.02.2026"),
            cells_of("строка=группа; код=6/1; название=Предметы; выбирается=1"),
            cells_of(f"строка=работа; код=2026.is6; {SOUND}; материалы=за 4 дня"),
        ]
    )
    assert [fault.code for fault in faults] == ["S-44"]
    rows, faults = read(plan_texts(rows))
    again, more = read(plan_texts(rows))
    assert (faults, more) == ([], [])
    assert again == rows
    assert Counter(map(type, (rows, again))) == {PlanRows: 2}


def test_an_empty_table_says_so():
    _, faults = read([])
    assert [fault.code for fault in faults] == ["S-02"]


def test_every_fault_of_the_plan_is_said_in_these_tables():
    assert set(re.findall(r"S-\d\d", CELLS + PLANS + STEPS_UNTOLD)) - {"S-02"} == {
        code for code in CATALOGUE if code >= "S-41"
    }
