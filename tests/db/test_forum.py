"""The verbs of the forum: who may, who hears of it, what the counts say."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vpr.cabinets.models import Appointment, AuditEntry, Notification
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.kernel.roles import Role
from vpr.support import services
from vpr.support.models import Answer, Question, QuestionState, Word
from vpr.support.queries.lists import Choice, frequent, listing, overdue_count, queue
from vpr.support.refusals import (
    AskedAlready,
    NeedsReason,
    NotToBeAnswered,
    NotToBeMerged,
    NotYours,
    PersonalData,
    TooMany,
    TooManyAnswers,
)
from vpr.support.rules import ANSWERS_A_DAY, QUESTIONS_A_DAY, waiting_since
from vpr.support.services.starting import first_answers
from vpr.support.steps import support_steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def cabinet(world):
    def of(role):
        appointment = Appointment.objects.select_related("unit").get(account=world.people[role])
        return Cabinet(appointment.account, appointment, scope_of(appointment))

    return of


@pytest.fixture
def neighbor(world):
    appointment = Appointment.objects.select_related("unit").get(account=world.neighbor_organizer)
    return Cabinet(appointment.account, appointment, scope_of(appointment))


@pytest.fixture
def asked(cabinet, now):
    def ask(title="Не открывается архив с материалами", text="", role=Role.SCHOOL_ORGANIZER, at=now):
        about = services.About(page="exchange:upload", code="2026.en8", faults=("R-07a",))
        return services.ask(by=cabinet(role), title=title, text=text, topic="day", about=about, now=at)

    return ask


def test_a_question_shows_the_role_and_the_region_and_no_name(asked, world):
    world.people[Role.SCHOOL_ORGANIZER].person = "Иванова Мария Петровна"
    question = asked()
    assert question.speaker == "Ответственный организатор ОО, Ленинградская область"
    assert question.codes == ["R-07a"]


def test_personal_data_is_refused_before_anything_is_stored(cabinet, now):
    with pytest.raises(PersonalData) as refusal:
        services.ask(
            by=cabinet(Role.SCHOOL_ORGANIZER),
            title="Почему у ученика двойка?",
            text="У Иванова Петра Сергеевича из 5А",
            topic="other",
            about=services.About(),
            now=now,
        )
    assert "Иванова Петра Сергеевича" in str(refusal.value)
    assert not Question.objects.exists()
    assert not Word.objects.exists()
    assert not AuditEntry.objects.exists()


def test_personal_data_is_refused_in_an_answer_a_title_and_a_reason(asked, cabinet, now):
    question, federal = asked(), cabinet(Role.FEDERAL_ORGANIZER)
    with pytest.raises(PersonalData):
        services.answer(by=federal, question=question, text="Позвоните: +7 921 123-45-67", now=now)
    with pytest.raises(PersonalData):
        services.retitle(by=federal, question=question, title="Вопрос Ивановой Анны Петровны", now=now)
    with pytest.raises(PersonalData):
        services.hide_question(by=federal, question=question, because="писал Петров А.Б.", erase=False, now=now)


def test_the_same_question_twice_in_a_day_is_one(asked, now):
    asked()
    with pytest.raises(AskedAlready):
        asked("не открывается АРХИВ с материалами")
    asked(at=now + timedelta(days=2))


def test_a_unit_asks_so_many_questions_a_day_and_the_federal_organizer_any(asked, now):
    for number in range(QUESTIONS_A_DAY):
        asked(f"Вопрос о форме, номер {number}")
    with pytest.raises(TooMany):
        asked("Ещё один вопрос о форме")
    asked("Вопрос другой организации", role=Role.MUNICIPAL_COORDINATOR)


def test_answers_of_a_unit_in_a_day_are_limited(asked, cabinet, now):
    question, school = asked(), cabinet(Role.SCHOOL_ORGANIZER)
    row = {"role": school.role, "unit": school.unit, "text": "да", "said_at": now, "question": question}
    Answer.objects.bulk_create([Answer(**row) for _ in range(ANSWERS_A_DAY)])
    with pytest.raises(TooManyAnswers):
        services.answer(by=school, question=question, text="Ещё ответ", now=now)


def test_an_answer_reaches_the_asker_and_the_followers_but_not_its_author(asked, cabinet, neighbor, world, now):
    question = asked()
    services.follow(by=neighbor, question=question, wants=True)
    services.answer(by=neighbor, question=question, text="Скачайте архив ещё раз.", now=now)
    told = Notification.objects.get()
    assert (told.unit, told.topic, told.link) == (world.school, "forum", f"/support/{question.pk}/")
    services.follow(by=cabinet(Role.SCHOOL_ORGANIZER), question=question, wants=False)
    services.answer(by=cabinet(Role.FEDERAL_ORGANIZER), question=question, text="Архив заменён.", now=now)
    assert set(Notification.objects.values_list("unit", flat=True)) == {world.school.pk, world.neighbor.pk}


STANDINGS = [
    (Role.FEDERAL_ORGANIZER, False, "официальный ответ"),
    (Role.REGIONAL_COORDINATOR, True, "официально для региона: Ленинградская область"),
    (Role.REGIONAL_COORDINATOR, False, ""),
    (Role.REGIONAL_ANALYST, True, ""),
    (Role.MUNICIPAL_COORDINATOR, True, ""),
    (Role.SCHOOL_ORGANIZER, True, ""),
]


@pytest.mark.parametrize(("role", "for_region", "standing"), STANDINGS)
def test_who_answers_officially(role, for_region, standing, asked, cabinet, now):
    said = services.answer(by=cabinet(role), question=asked(), text="Можно.", for_region=for_region, now=now)
    assert said.standing == standing
    assert said.is_official is bool(standing)
    assert AuditEntry.objects.filter(verb="answered_officially").exists() is bool(standing)


def test_the_asker_accepts_one_answer_and_a_stranger_none(asked, cabinet, neighbor, now):
    question = asked()
    first = services.answer(by=neighbor, question=question, text="Так.", now=now)
    second = services.answer(by=neighbor, question=question, text="Или так.", now=now)
    with pytest.raises(NotYours):
        services.accept(by=neighbor, answer=first, now=now)
    for chosen in (first, second):
        services.accept(by=cabinet(Role.SCHOOL_ORGANIZER), answer=chosen, now=now)
    assert list(question.answers.filter(is_accepted=True)) == [second]


def test_thanks_count_once_from_a_person_and_can_be_taken_back(asked, cabinet, neighbor, now):
    question = asked()
    said = services.answer(by=neighbor, question=question, text="Так.", now=now)
    for role in (Role.SCHOOL_ORGANIZER, Role.MUNICIPAL_COORDINATOR):
        assert services.thank(by=cabinet(role), answer=said)
    assert not services.thank(by=cabinet(Role.SCHOOL_ORGANIZER), answer=said)
    question.refresh_from_db()
    said.refresh_from_db()
    assert (question.helped, said.helped) == (1, 1)


def test_merging_moves_answers_and_followers_and_leaves_a_signpost(asked, cabinet, neighbor, world, now):
    first, second = asked(), asked("Архив с заданиями не скачивается", role=Role.MUNICIPAL_COORDINATOR)
    services.answer(by=neighbor, question=second, text="Попробуйте другой браузер.", now=now)
    federal = cabinet(Role.FEDERAL_ORGANIZER)
    services.merge(by=federal, question=second, into=first.pk, now=now)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.state, second.merged_into, second.answers_count) == (QuestionState.MERGED, first, 0)
    assert (first.state, first.answers_count) == (QuestionState.ANSWERED, 1)
    assert set(first.follows.values_list("unit", flat=True)) == {world.school.pk, world.municipality.pk}
    assert "браузер" in first.folded_answers
    with pytest.raises(NotToBeAnswered):
        services.answer(by=neighbor, question=second, text="Поздно.", now=now)
    for wrong in (second.pk, first.pk, 10**9):
        with pytest.raises(NotToBeMerged):
            services.merge(by=federal, question=first, into=wrong, now=now)


def test_what_was_merged_before_follows_the_next_merge(asked, cabinet, now):
    one, two, three = asked("Первый вопрос об архиве"), asked("Второй вопрос об архиве"), asked("Третий об архиве")
    federal = cabinet(Role.FEDERAL_ORGANIZER)
    services.merge(by=federal, question=one, into=two.pk, now=now)
    services.merge(by=federal, question=two, into=three.pk, now=now)
    assert set(three.merged.all()) == {one, two}


def test_hiding_needs_a_reason_stands_in_the_journal_and_tells_the_author(asked, cabinet, world, now):
    question, federal = asked(text="Наши тайные слова"), cabinet(Role.FEDERAL_ORGANIZER)
    with pytest.raises(NeedsReason):
        services.hide_question(by=federal, question=question, because="  ", erase=False, now=now)
    services.hide_question(by=federal, question=question, because="личные данные", erase=True, now=now)
    question.refresh_from_db()
    assert (question.title, question.text, question.folded_title, question.folded_text) == ("Вопрос скрыт", "", "", "")
    assert not Word.objects.exists()
    entry = AuditEntry.objects.get(verb="hid_question")
    assert entry.details == {"because": "личные данные", "erased": True}
    assert "тайные" not in entry.subject
    assert Notification.objects.get(unit=world.school).body == "Причина: личные данные"


def test_erased_words_stay_in_no_message(asked, cabinet, neighbor, now):
    other, question = asked("Другой вопрос об архиве"), asked("Тайный заголовок")
    federal = cabinet(Role.FEDERAL_ORGANIZER)
    said = services.answer(by=neighbor, question=question, text="Тайный совет.", now=now)
    services.answer(by=neighbor, question=question, text="Открытый совет.", now=now)
    services.answer(by=neighbor, question=other, text="Тайный совет.", now=now)
    services.hide_answer(by=federal, answer=said, because="личные данные", erase=True, now=now)
    about = Notification.objects.filter(link__endswith=f"/{question.pk}/", topic="forum").order_by("pk")
    bodies = [notice.body for notice in about.filter(title__startswith="Ответ на вопрос")]
    assert bodies == ["", "Тайный заголовок\n\nОтвет: Открытый совет."]
    services.hide_question(by=federal, question=question, because="личные данные", erase=True, now=now)
    assert not [notice for notice in about if "совет" in notice.body or "заголовок" in notice.body]
    assert "Причина: личные данные" in about.last().body
    assert Notification.objects.filter(body__contains="Тайный совет").count() == 1, "the other question keeps its own"


def test_an_answer_is_news_for_two_weeks(asked, cabinet, neighbor, now):
    question, asker = asked(), cabinet(Role.SCHOOL_ORGANIZER)
    services.answer(by=neighbor, question=question, text="Обновите браузер.", now=now)
    assert [step.title for step in support_steps(asker, now + timedelta(days=13))] == ["На Ваш вопрос ответили"]
    assert support_steps(asker, now + timedelta(days=15)) == []


def test_a_hidden_answer_is_not_counted_and_comes_back_when_shown(asked, cabinet, neighbor, now):
    question, federal = asked(), cabinet(Role.FEDERAL_ORGANIZER)
    said = services.answer(by=neighbor, question=question, text="Неверный совет.", now=now)
    services.hide_answer(by=federal, answer=said, because="неверно", erase=False, now=now)
    question.refresh_from_db()
    assert (question.state, question.answers_count, question.folded_answers) == (QuestionState.OPEN, 0, "")
    said.refresh_from_db()
    services.show_answer(by=federal, answer=said, now=now)
    question.refresh_from_db()
    assert (question.state, question.answers_count) == (QuestionState.ANSWERED, 1)
    services.hide_question(by=federal, question=question, because="не по теме", erase=False, now=now)
    question.refresh_from_db()
    services.show_question(by=federal, question=question, now=now)
    question.refresh_from_db()
    assert question.folded_title.startswith("не открывается архив с материалами")


def test_a_closed_question_takes_no_answers_until_it_is_opened_again(asked, cabinet, neighbor, now):
    question, federal = asked(), cabinet(Role.FEDERAL_ORGANIZER)
    services.close(by=federal, question=question, now=now)
    with pytest.raises(NotToBeAnswered):
        services.answer(by=neighbor, question=question, text="Так.", now=now)
    services.reopen(by=federal, question=question, now=now)
    assert services.answer(by=neighbor, question=question, text="Так.", now=now)


def test_the_queue_of_a_region_holds_its_own_questions_the_country_all(asked, cabinet, world, now):
    stranger = Appointment.objects.create(account=world.stranger, role=Role.SCHOOL_ORGANIZER, unit=world.foreign_school)
    foreign = Cabinet(world.stranger, stranger, scope_of(stranger))
    about = services.About()
    services.ask(by=foreign, title="Вопрос из другого региона", text="", topic="other", about=about, now=now)
    own = asked(at=now - timedelta(days=4))
    assert list(queue(cabinet(Role.REGIONAL_COORDINATOR))) == [own]
    assert queue(cabinet(Role.FEDERAL_ORGANIZER)).count() == 2
    assert overdue_count(cabinet(Role.FEDERAL_ORGANIZER), now) == 1


def test_today_asks_the_answerers_and_tells_the_asker(asked, cabinet, now):
    question = asked(at=now - timedelta(days=5))
    region = support_steps(cabinet(Role.REGIONAL_COORDINATOR), now)
    assert [step.title for step in region] == ["Вопросы Вашего региона на форуме ждут ответа"]
    assert support_steps(cabinet(Role.MUNICIPAL_COORDINATOR), now) == []
    said = services.answer(by=cabinet(Role.FEDERAL_ORGANIZER), question=question, text="Так.", now=now)
    assert support_steps(cabinet(Role.REGIONAL_COORDINATOR), now) == []
    assert [step.title for step in support_steps(cabinet(Role.SCHOOL_ORGANIZER), now)] == ["На Ваш вопрос ответили"]
    services.accept(by=cabinet(Role.SCHOOL_ORGANIZER), answer=said, now=now)
    assert support_steps(cabinet(Role.SCHOOL_ORGANIZER), now) == []


WAITS = [
    # now (Moscow) | asked before this has waited longer than a working day
    ("2026-04-22 12:00", "2026-04-21 12:00"),  # Wednesday
    ("2026-04-20 12:00", "2026-04-17 12:00"),  # Monday: since Friday
    ("2026-04-18 12:00", "2026-04-17 00:00"),  # Saturday: the whole of Friday
    ("2026-04-19 23:00", "2026-04-17 00:00"),  # Sunday
    ("2026-04-21 08:00", "2026-04-20 08:00"),  # Tuesday
]


@pytest.mark.parametrize(("moment", "expected"), WAITS)
def test_weekends_do_not_count_as_waiting(moment, expected):
    zone = ZoneInfo("Europe/Moscow")
    assert waiting_since(datetime.fromisoformat(moment).replace(tzinfo=zone)) == datetime.fromisoformat(
        expected
    ).replace(tzinfo=zone)


def test_the_ready_answers_are_loaded_once_and_hold_no_personal_data(cabinet, now):
    federal = cabinet(Role.FEDERAL_ORGANIZER)
    count = services.load_first_answers(by=federal, now=now)
    assert count == len(first_answers()) > 5
    assert services.load_first_answers(by=federal, now=now) == 0
    assert sum(len(questions) for _, questions in frequent()) == count
    for entry in first_answers():
        services.asking.require_no_names(entry["title"], entry["text"], entry["answer"])


def test_the_list_is_narrowed_by_topic_state_and_owner(asked, cabinet, neighbor, now):
    own = asked()
    other = services.ask(
        by=neighbor, title="Как войти в систему", text="", topic="access", about=services.About(), now=now
    )
    services.answer(by=cabinet(Role.SCHOOL_ORGANIZER), question=other, text="Логином.", now=now)

    def found(**choice):
        return [line.question for line in listing(Choice(**choice), cabinet(Role.SCHOOL_ORGANIZER), None).lines]

    assert found() == [other, own]
    assert found(topic="access") == [other]
    assert found(state="open") == [own]
    assert found(mine=True) == [own]
    assert found(text="войти", topic="day") == []
