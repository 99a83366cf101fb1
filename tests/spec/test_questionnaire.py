"""The questionnaire as tables: which question is asked when, what is accepted as an answer, what must agree."""

import pytest

from vpr.kernel.faults import Severity, render
from vpr.questionnaire.faults import CATALOGUE
from vpr.questionnaire.questions import YEARS, QuestionKind, questionnaire_of
from vpr.questionnaire.rules import Typed, check_agreement, check_change, understand

FORM = questionnaire_of(2022)
#: An ordinary village school: every question that is asked has a right answer.
WHOLE = {
    "full_name": "МОУ «Ям-Тёсовская средняя общеобразовательная школа»",
    "short_name": "МОУ «Ям-Тёсовская СОШ»",
    "director": "Петрова Анна Ивановна",
    "phone": "8 (813-72) 2-12-34",
    "email": "Yam@example.ru",
    "inn": "7707083893",
    "status": "Самостоятельное юридическое лицо или головная организация",
    "has_branches": "Нет",
    "ownership": "Муниципальная",
    "postcode": "188276",
    "address": "деревня Ям-Тёсово, дом 10",
    "location": "Сельский населённый пункт",
    "settlement_size": "менее 1 тыс. человек",
    "city_access": "Дорога занимает от одного до двух часов",
    "adapted": "Да",
    "adapted_primary": "Да",
    "adapted_basic": "Нет",
    "adapted_pupils": "4",
    "languages": "Только на русском",
    "advanced": "Нет",
    "pupils": "150",
    "born_16": "12",
    "born_16_adapted": "1",
    "born_15": "14",
    "born_15_adapted": "2",
    "teachers": "18",
    "teachers_5_9": "11",
    "teachers_category": "9",
}


def typed(**changes):
    answers = {key: text for key, text in (WHOLE | changes).items() if text is not None}
    return {key: Typed(text, f"Лист!C{at}") for at, (key, text) in enumerate(answers.items(), start=2)}


def judged(form=FORM, **changes):
    cells = typed(**changes)
    answers, faults = understand(form, cells)
    return answers, [*faults, *check_agreement(form, answers, cells)]


def codes(faults):
    return sorted(fault.code for fault in faults)


def test_a_whole_answer_has_no_faults():
    answers, faults = judged()
    assert faults == []
    assert answers["ownership"] == "2"
    assert answers["pupils"] == 150
    assert answers["email"] == "yam@example.ru"
    assert "advanced_1_4" not in answers


# question that decides, its answer -> questions that are asked below it
SKIPS = [
    ("adapted", "Да", {"adapted_primary", "adapted_basic", "adapted_pupils"}),
    ("adapted", "Нет", set()),
    ("advanced", "Да", {"advanced_1_4", "advanced_5_9", "advanced_10_11"}),
    ("advanced", "Нет", set()),
    ("location", "Сельский населённый пункт", {"city_access"}),
    ("location", "Посёлок городского типа", {"city_access"}),
    ("location", "Город", set()),
    ("location", "Административный центр субъекта", set()),
]


@pytest.mark.parametrize(("decides", "answer", "asked"), SKIPS)
def test_skip_logic(decides, answer, asked):
    question = FORM.question(decides)
    answers = {decides: question.code_of(answer)}
    below = [item for item in FORM.questions if item.when and item.when.question == decides]
    assert {item.key for item in below if FORM.is_asked(item, answers)} == asked


# what is changed in the whole answer -> code of the fault
ANSWERS = [
    ({"pupils": None}, ["Q-01"]),
    ({"city_access": None}, []),  # 16 may stay empty
    ({"oge_code": None, "ege_code": None}, []),
    ({"adapted_pupils": None}, ["Q-01"]),  # asked, because 17.1 is «Да»
    ({"adapted": "Нет", "adapted_primary": None, "adapted_basic": None, "adapted_pupils": None,
      "born_16_adapted": "0", "born_15_adapted": "0"}, []),
    ({"adapted": "Нет", "born_16_adapted": "0", "born_15_adapted": "0"}, ["Q-02", "Q-02", "Q-02"]),
    ({"location": "Город"}, ["Q-02"]),
    ({"pupils": "много"}, ["Q-03"]),
    ({"pupils": "12000"}, ["Q-03"]),
    ({"pupils": "150,0"}, []),
    ({"teachers": "-1"}, ["Q-03"]),
    ({"ownership": "2"}, []),  # the code of an export of another year
    ({"ownership": "муниципальная"}, []),
    ({"ownership": "колхозная"}, ["Q-04"]),
    ({"email": "школа"}, ["Q-04"]),
    ({"phone": "2-12-34"}, ["Q-04"]),
    ({"phone": "+7 813 722-12-34"}, []),
    ({"inn": "7707083894"}, ["Q-04"]),  # the last digit is a check digit
    ({"inn": "77070838930"}, ["Q-04"]),
    ({"postcode": "18827"}, ["Q-04"]),
    ({"oge_code": "58-11"}, ["Q-04"]),
    ({"oge_code": "5811"}, []),
    ({"full_name": "х" * 401}, ["Q-04"]),
    ({"address": "Иванов Иван Иванович"}, ["Q-11"]),
    ({"teachers_5_9": "19"}, ["Q-05"]),
    ({"teachers_category": "20"}, ["Q-05"]),
    ({"born_16_adapted": "13", "adapted_pupils": "20"}, ["Q-05"]),
    ({"born_15_adapted": "15", "adapted_pupils": "20"}, ["Q-05"]),
    ({"born_16": "100", "born_15": "60"}, ["Q-05"]),
    ({"adapted_pupils": "2"}, ["Q-05"]),  # three of the two years of birth
    ({"adapted_pupils": "151"}, ["Q-05"]),
    ({"adapted": "Нет", "adapted_primary": None, "adapted_basic": None, "adapted_pupils": None}, ["Q-07", "Q-07"]),
    ({"pupils": "0", "born_16": "0", "born_15": "0", "born_16_adapted": "0", "born_15_adapted": "0",
      "adapted_pupils": "0"}, ["Q-08"]),
    ({"advanced": "Да", "advanced_1_4": "Нет", "advanced_5_9": "Нет", "advanced_10_11": "Нет"}, ["Q-09"]),
    ({"advanced": "Да", "advanced_1_4": "Нет", "advanced_5_9": "Да", "advanced_10_11": "Нет"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), ANSWERS)
def test_answers_and_what_is_said_of_them(changes, expected):
    _, faults = judged(**changes)
    assert codes(faults) == expected


def inn_of(first_nine):
    """Приказ ФНС: the tenth digit of an organization is the weighted sum of the nine, modulo 11, modulo 10."""
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return first_nine + str(sum(w * int(d) for w, d in zip(weights, first_nine, strict=True)) % 11 % 10)


def test_a_zero_that_a_spreadsheet_has_eaten_is_put_back():
    whole = inn_of("041100001")
    assert judged(inn=whole.lstrip("0"))[0]["inn"] == whole


def test_what_was_not_asked_is_not_kept():
    answers, _ = judged(adapted="Нет", born_16_adapted="0", born_15_adapted="0")
    assert not {"adapted_primary", "adapted_basic", "adapted_pupils"} & set(answers)


def test_a_question_below_one_that_is_not_asked_is_not_asked():
    form = questionnaire_of(2021)
    answers, faults = understand(form, {"career": Typed("Не ведётся"), "career_tours": Typed("Да")})
    assert "career_tours" not in answers
    assert [fault.code for fault in faults if fault.code == "Q-02"] == ["Q-02"]


# last year, this year -> is a second look asked for
CHANGES = [(150, 152, False), (150, 70, True), (40, 20, False), (300, 310, False), (10, 300, True)]


@pytest.mark.parametrize(("before", "now", "is_noticed"), CHANGES)
def test_a_large_change_of_the_number_of_pupils_is_noticed(before, now, is_noticed):
    faults = check_change(FORM, {"pupils": now}, {"pupils": before}, {})
    assert codes(faults) == (["Q-10"] if is_noticed else [])


# answers of 2021 -> codes
GRADES = [
    ({"pupils": "30", **{f"pupils_{n}": "10" for n in (1, 2, 3)}, **{f"classes_{n}": "1" for n in (1, 2, 3)}}, []),
    (
        {"pupils": "31", **{f"pupils_{n}": "10" for n in (1, 2, 3)}, **{f"classes_{n}": "1" for n in (1, 2, 3)}},
        ["Q-06"],
    ),
    ({"pupils": "20", "pupils_1": "10", "pupils_2": "10", "classes_1": "13", "classes_2": "1"}, ["Q-05"]),
    ({"pupils": "20", "pupils_1": "10", "pupils_2": "10", "classes_1": "1", "classes_2": "0"}, ["Q-12"]),
    ({"computers": "5", "computers_old": "6"}, ["Q-05"]),
]


@pytest.mark.parametrize(("given", "expected"), GRADES)
def test_grades_of_2021_agree_with_the_whole(given, expected):
    form = questionnaire_of(2021)
    numbers = {f"{kind}_{n}": "0" for n in range(1, 13) for kind in ("pupils", "classes")} if "pupils" in given else {}
    cells = {key: Typed(text) for key, text in (numbers | given).items()}
    answers, _ = understand(form, cells)
    assert codes(check_agreement(form, answers, cells)) == expected


@pytest.mark.parametrize("year", YEARS)
def test_a_form_is_sound(year):
    """Keys and numbers once, conditions and rules speak of questions that exist, options have codes once."""
    form = questionnaire_of(year)
    keys = [question.key for question in form.questions]
    assert len(keys) == len(set(keys))
    assert len({question.number for question in form.questions}) == len(keys)
    for question in form.questions:
        assert len(dict(question.options)) == len(question.options)
        assert (question.kind is QuestionKind.CHOICE) <= bool(question.options)
        if question.when:
            above = form.question(question.when.question)
            assert question.when.codes <= dict(above.options).keys()
            assert keys.index(above.key) < keys.index(question.key)
    for rule in form.rules:
        assert {*rule.left, *rule.right} | ({rule.question} - {""}) <= set(keys)


def test_the_form_of_2022_has_27_questions_on_two_sheets():
    assert [len(section.questions) for section in FORM.sections] == [16, 17]
    assert len({question.number.split(".")[0] for question in FORM.questions}) == 27


def test_the_form_of_2021_has_the_columns_of_the_export():
    """95 columns: 93 questions, the login and the region, which the system knows itself."""
    assert len(questionnaire_of(2021).questions) + 1 == 95


def test_years_of_birth_follow_the_campaign():
    assert questionnaire_of(2026).question("born_16").text.endswith("2010 году")
    assert questionnaire_of(2026).year == 2022


def test_every_message_can_be_rendered_and_says_what_to_do():
    for changes, _ in ANSWERS:
        for fault in judged(**changes)[1]:
            assert render(fault, CATALOGUE)
    assert {kind.severity for kind in CATALOGUE.values()} == {Severity.ERROR, Severity.WARNING}
