"""Pages of the forum as their readers meet them."""

import pytest
from django.urls import reverse

from vpr.base import clock
from vpr.cabinets.models import Unit
from vpr.kernel.roles import Role
from vpr.support.models import Answer, Question

pytestmark = pytest.mark.django_db
FORM = {"title": "Не открывается архив с материалами", "text": "Пишет, что повреждён.", "topic": "day"}


@pytest.fixture(autouse=True)
def today(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def as_role(client, world):
    def enter(role):
        client.force_login(world.people[role])
        return client

    return enter


@pytest.fixture
def question(as_role):
    as_role(Role.SCHOOL_ORGANIZER).post(reverse("support:ask"), FORM)
    return Question.objects.get()


def text_of(response):
    return response.content.decode()


def test_a_question_without_likenesses_is_published_at_once(question):
    assert question.title == FORM["title"]


def test_without_javascript_the_first_press_shows_likenesses_the_second_publishes(as_role, question):
    client = as_role(Role.FEDERAL_ORGANIZER)
    client.post(reverse("support:answer", args=[question.pk]), {"text": "Скачайте архив ещё раз."})
    client = as_role(Role.MUNICIPAL_COORDINATOR)
    again = FORM | {"title": "Архив материалов не открывается у школы"}
    page = client.post(reverse("support:ask"), again)
    assert "Похожие вопросы с ответами" in text_of(page)
    assert Question.objects.count() == 1
    client.post(reverse("support:ask"), again | {"seen": "yes"})
    assert Question.objects.count() == 2


def test_the_part_that_htmx_renews_is_the_part_of_the_whole_page(as_role, question):
    as_role(Role.FEDERAL_ORGANIZER).post(reverse("support:answer", args=[question.pk]), {"text": "Скачайте снова."})
    client = as_role(Role.MUNICIPAL_COORDINATOR)
    typed = {"title": "архив материалов открывается"}
    part = text_of(client.post(reverse("support:similar"), typed, headers={"HX-Request": "true"}))
    whole = text_of(client.post(reverse("support:ask"), FORM | typed))
    assert part.strip() in whole


def test_what_is_typed_never_stands_in_an_address(as_role):
    assert as_role(Role.SCHOOL_ORGANIZER).get(reverse("support:similar"), {"title": "Иванов"}).status_code == 405


def test_personal_data_is_shown_back_and_not_stored(as_role):
    client = as_role(Role.SCHOOL_ORGANIZER)
    page = client.post(reverse("support:ask"), FORM | {"text": "У Иванова Петра Сергеевича нет кода"})
    assert page.status_code == 409
    assert "«Иванова Петра Сергеевича»" in text_of(page)
    assert not Question.objects.exists()
    part = client.post(reverse("support:similar"), {"title": "Позвоните 8 921 123-45-67"})
    assert "похоже на телефон" in text_of(part)


def test_the_address_of_a_question_about_a_page_names_no_unit(as_role, assessment):
    client = as_role(Role.MUNICIPAL_COORDINATOR)
    page = client.get(reverse("cabinets:unit", args=["470167"]))
    assert page.context["asking_url"] == "/support/ask/?page=cabinets%3Aunit"
    client.get(page.context["asking_url"])
    client.post(reverse("support:ask"), FORM | {"page": "exchange:upload", "code": "2026.en8"})
    made = Question.objects.get()
    assert (made.about_page, made.about_code) == ("exchange:upload", "2026.en8")


def test_only_what_the_system_knows_is_taken_from_the_address(as_role):
    page = as_role(Role.SCHOOL_ORGANIZER).get(
        reverse("support:ask"), {"page": "evil:page", "code": "470167", "fault": "<script>"}
    )
    assert not page.context["screen"].is_known
    assert "evil" not in text_of(page)


def test_a_fault_named_in_the_search_brings_its_reference(as_role):
    page = text_of(as_role(Role.SCHOOL_ORGANIZER).get(reverse("support:questions"), {"q": "R-07a"}))
    assert "R-07a." in page
    assert "/help/faults/?code=R-07a#R-07a" in page


def test_the_reference_of_faults_leads_to_the_questions(as_role):
    assert "/support/?q=R-07a" in text_of(
        as_role(Role.SCHOOL_ORGANIZER).get(reverse("cabinets:faults"), {"code": "R-07a"})
    )


def test_every_role_reads_a_question_of_another_region(as_role, question, world):
    Question.objects.update(unit=world.foreign_school)
    for role in Role:
        page = as_role(role).get(reverse("support:question", args=[question.pk]))
        assert FORM["title"] in text_of(page)
        assert "Алтайский край" in text_of(page)
        assert "Бийская" not in text_of(page)


def test_a_hidden_question_exists_for_its_asker_and_the_moderators_only(as_role, question):
    federal = as_role(Role.FEDERAL_ORGANIZER)
    url = reverse("support:question", args=[question.pk])
    federal.post(reverse("support:moderate", args=[question.pk]), {"action": "hide", "because": "не по теме"})
    assert federal.get(url).status_code == 200
    assert as_role(Role.SCHOOL_ORGANIZER).get(url).status_code == 200
    for role in (Role.REGIONAL_COORDINATOR, Role.MUNICIPAL_COORDINATOR):
        assert as_role(role).get(url).status_code == 404


def test_a_moderators_button_without_its_words_is_refused_in_words(as_role, question):
    client = as_role(Role.FEDERAL_ORGANIZER)
    url = reverse("support:moderate", args=[question.pk])
    for wrong in ({"action": "hide"}, {"action": "merge", "into": "нет"}, {"action": "explode"}, {}):
        assert client.post(url, wrong).status_code == 409
    assert client.post(url, {"action": "pin", "topic": "day", "is_pinned": "on"}).status_code == 302
    assert FORM["title"] in text_of(client.get(reverse("support:faq")))


def test_an_answer_thanks_acceptance_and_following_from_the_page(as_role, question):
    as_role(Role.MUNICIPAL_COORDINATOR).post(reverse("support:answer", args=[question.pk]), {"text": "Скачайте снова."})
    said = Answer.objects.get()
    client = as_role(Role.SCHOOL_ORGANIZER)
    client.post(reverse("support:thank", args=[said.pk]))
    client.post(reverse("support:accept", args=[said.pk]))
    client.post(reverse("support:follow", args=[question.pk]), {"wants": "no"})
    said.refresh_from_db()
    assert (said.helped, said.is_accepted) == (1, True)
    assert not question.follows.exists()
    page = text_of(client.get(reverse("support:question", args=[question.pk])))
    assert "ответ подошёл" in page
    assert "Следить за ответами" in page


def test_only_a_regional_coordinator_may_tick_the_official_box(as_role, question):
    for role in Role:
        page = text_of(as_role(role).get(reverse("support:question", args=[question.pk])))
        assert ("Официально для нашего региона" in page) is (role is Role.REGIONAL_COORDINATOR)


def test_the_queue_is_for_those_who_answer(as_role, question):
    for role in Role:
        status = as_role(role).get(reverse("support:queue")).status_code
        assert status == (200 if role in (Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR) else 404)


def test_a_page_of_the_list_asks_the_database_a_fixed_number_of_times(
    as_role, question, django_assert_max_num_queries, world
):
    client = as_role(Role.SCHOOL_ORGANIZER)
    for number in range(30):
        Question.objects.create(
            title=f"Вопрос {number}",
            folded_title=f"вопрос {number}",
            role="school_organizer",
            unit=Unit.objects.get(code="470168"),
            said_at=question.said_at,
        )
    with django_assert_max_num_queries(14):
        client.get(reverse("support:questions"), {"q": "вопрос"})
