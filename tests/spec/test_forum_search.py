"""What a search of the forum finds: forms of words, slips, codes, ё. Ten questions, one line per search."""

import pytest

from vpr.cabinets.models import Appointment
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.kernel.roles import Role
from vpr.support import services
from vpr.support.models import Question
from vpr.support.queries.lists import lines, similar
from vpr.support.queries.searching import found_ids, understand
from vpr.support.words import codes_of, is_slip, spellings

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "late": ("Можно ли загрузить форму после срока?", "Школа опоздала, загрузка закрыта."),
    "bounds": ("Балл вне границ задания", "Проверка пишет R-07a в столбце 4К1, хотя критерий позволяет."),
    "empty": ("Форма считается пустой", "Ошибка R-16a, а файл заполнен целиком."),
    "names": ("Нашли фамилию в файле", "R-18a: удалил соседний столбец, что ещё?"),
    "timetable": ("Как изменить расписание после карантина", "Классы 5 и 6 писали в другой день."),
    "observers": ("Может ли родитель быть наблюдателем", "Общественных наблюдателей не хватает в сельской школе."),
    "codes": ("Участникам выдали одинаковые коды", "Как исправить список кодов в протоколе?"),
    "archive": ("Не открывается архив с материалами", "Шифр пришёл в 7:30, архив повреждён."),
    "marks": ("В отчёте нет отметок", "Показаны только первичные баллы, шкалы ещё нет."),
    "printing": ("Печать вариантов на двух сторонах листа", "Ёлка напечаталась поверх задания."),
}
SEARCHES = [
    # typed | first found | what it shows
    ("загрузка формы после сроков", "late", "other forms of the words"),
    ("ЗАГРУЗИТЬ ФОРМУ", "late", "capital letters"),
    ("R-07a", "bounds", "the code of a fault"),
    ("r-07", "bounds", "the code without its letter"),
    ("R07", "bounds", "the code without a hyphen"),
    ("ошибка R-16а", "empty", "the code with a Cyrillic letter"),
    ("наблюдатели", "observers", "plural for singular"),
    ("наблюдателя родителя", "observers", "cases"),
    ("наблюдитель", "observers", "a slip: one letter other"),
    ("расписане", "timetable", "a slip: a letter lost"),
    ("арихв", "archive", "a slip: neighbors exchanged"),
    ("архивы", "archive", "«архив» is no gerund, whatever the stemmer thinks"),
    ("протоккол", "codes", "a slip: a letter doubled"),
    ("карантин", "timetable", "in the details only"),
    ("елка", "printing", "е for ё"),
    ("пришел шифр", "archive", "ё in the text"),
    ("как исправить коды участников", "codes", "words of no meaning are left out"),
    ("отметки в отчетах", "marks", "ё folded in both"),
    ("напечатать на двух сторонах", "printing", "one word missing, the others found"),
]


@pytest.fixture
def forum(world, now):
    organizer = Appointment.objects.select_related("unit").get(account=world.people[Role.SCHOOL_ORGANIZER])
    cabinet = Cabinet(organizer.account, organizer, scope_of(organizer))
    about = services.About()
    return {
        key: services.ask(by=cabinet, title=title, text=text, topic="other", about=about, now=now).pk
        for key, (title, text) in QUESTIONS.items()
    }


@pytest.mark.parametrize(("typed", "first", "why"), SEARCHES, ids=[row[0] for row in SEARCHES])
def test_the_right_question_stands_first(forum, typed, first, why):
    ids = found_ids(understand(typed))
    names = {number: key for key, number in forum.items()}
    assert ids, f"nothing found: {why}"
    assert names[ids[0]] == first, why


@pytest.mark.parametrize("typed", ["", "   ", "как", "!!!", "' OR 1=1 --", "a & | ! b:*", "(((", "щщщщщщ"])
def test_nonsense_finds_nothing_and_breaks_nothing(forum, typed):
    assert found_ids(understand(typed)) == []


def test_an_unfinished_word_is_enough_while_typing(forum, world, now):
    answered(forum["archive"], world, now)
    assert [line.question.pk for line in similar("не открывается арх")] == [forum["archive"]]


def test_only_answered_questions_are_offered_before_posting(forum, world, now):
    assert similar("не открывается архив") == []
    answered(forum["archive"], world, now)
    assert [line.question.pk for line in similar("не открывается архив")] == [forum["archive"]]


def test_a_word_of_an_answer_is_found_too(forum, world, now):
    answered(forum["archive"], world, now, "Обновите программу 7-Zip.")
    assert found_ids(understand("программа 7-zip"))[0] == forum["archive"]


def test_a_slip_is_told_to_the_reader(forum):
    assert understand("наблюдитель").slips == (("наблюдитель", "наблюдателем"),)


def test_every_form_of_a_word_is_marked(forum):
    asked = understand("наблюдатели")
    found = lines(list(Question.objects.filter(pk=forum["observers"])), asked)[0]
    marked = [piece.text for piece in (*found.title, *found.text) if piece.is_hit]
    assert marked == ["наблюдателем", "наблюдателей"]


def test_a_hidden_question_is_not_found_and_its_words_are_forgotten(forum, world, now):
    federal = Appointment.objects.select_related("unit").get(account=world.people[Role.FEDERAL_ORGANIZER])
    question = Question.objects.get(pk=forum["printing"])
    by = Cabinet(federal.account, federal, scope_of(federal))
    services.hide_question(by=by, question=question, because="не по теме", erase=True, now=now)
    assert found_ids(understand("напечаталась")) == []
    assert understand("напечаталос").slips == ()


CODES = [
    ("R-07", ["R-07a", "R-07b"]),
    ("R-07b", ["R-07b"]),
    ("ошибки r07a и S-1", ["R-07a", "S-01"]),
    ("W 5", ["W-05"]),
    ("в 8 классе 5 а", []),
    ("COVID-19", []),
    ("R-99", []),
]


@pytest.mark.parametrize(("text", "codes"), CODES, ids=[row[0] for row in CODES])
def test_codes_of_faults_are_recognized(text, codes):
    known = frozenset(("R-07a", "R-07b", "S-01", "W-05", "R-08"))
    assert codes_of(text, known) == codes


SLIPS = [
    ("архив", "архив", False),
    ("арихв", "архив", True),
    ("архва", "архив", False),
    ("рхив", "архив", True),
    ("ярхив", "архив", True),
    ("архивы", "архив", True),
    ("архивами", "архив", False),
    ("яблоко", "архив", False),
]


@pytest.mark.parametrize(("typed", "known", "expected"), SLIPS, ids=[f"{row[0]}~{row[1]}" for row in SLIPS])
def test_a_slip_is_one_letter(typed, known, expected):
    assert is_slip(typed, known) is expected
    if expected:
        assert set(spellings(typed)) & set(spellings(known)), "such a word would never be proposed"


def answered(number, world, now, text="Скачайте архив ещё раз."):
    regional = Appointment.objects.select_related("unit").get(account=world.people[Role.REGIONAL_COORDINATOR])
    by = Cabinet(regional.account, regional, scope_of(regional))
    services.answer(by=by, question=Question.objects.get(pk=number), text=text, now=now)
