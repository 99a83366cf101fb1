"""Pages of the questionnaire: typed and checked in the browser, sent into the exchange, read by coordinators."""

from datetime import timedelta

import pytest
from django.urls import reverse

from vpr.campaigns.models import Campaign, PlanSchedule, PlanState, PlanStep
from vpr.exchange.models import Draft, Submission
from vpr.exchange.services import check_submission, expect_campaign_forms
from vpr.kernel.roles import SCHOOL_ROLES, Role
from vpr.questionnaire.models import ContextData
from vpr.questionnaire.queries import answers_of
from vpr.questionnaire.services import record_answers

pytestmark = pytest.mark.django_db
CODE = "2026.context"
ANSWERS = {
    "1": "МОУ «Ям-Тёсовская СОШ»", "2": "Ям-Тёсовская СОШ", "3": "Петрова Анна Ивановна", "4": "8 813 722-12-34",
    "5": "yam@example.ru", "6": "7707083893", "9": "Самостоятельное юридическое лицо или головная организация",
    "10": "Нет", "11": "Муниципальная", "12": "188276", "13": "д. Ям-Тёсово, 10", "14": "Город",
    "15": "менее 1 тыс. человек", "17.1": "Нет", "18": "Только на русском", "19.1": "Нет", "20": "150", "21": "12",
    "22": "0", "23": "14", "24": "0", "25": "18", "26": "11", "27": "9",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch, now, home):
    monkeypatch.setattr("vpr.base.clock.now", lambda: now)


@pytest.fixture
def campaign(world, now):
    made = Campaign.objects.create(code="2026", title="ВПР 2026", year=2026, is_current=True)
    plan = PlanSchedule.objects.create(campaign=made, version=1, state=PlanState.PUBLISHED, made_at=now)
    PlanStep.objects.create(
        plan=plan, key="context", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)
    )
    expect_campaign_forms(now=now)
    return made


@pytest.fixture
def as_role(client, world):
    def enter(role=Role.SCHOOL_ORGANIZER):
        client.force_login(world.people[role])
        return client

    return enter


def text_of(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


def posted(client, do, answers=ANSWERS, revision=0):
    fields = {f"q-{number}": text for number, text in answers.items()}
    return client.post(reverse("questionnaire:form", args=[CODE]), fields | {"do": do, "revision": revision})


@pytest.mark.parametrize("role", SCHOOL_ROLES)
def test_a_school_finds_its_questions_prefilled_with_what_is_known(as_role, campaign, world, role):
    page = text_of(as_role(role).get(reverse("questionnaire:home"), follow=True))
    assert world.school.name in page
    assert page.count('class="opens"') == 2  # «Да» of 17.1 and of 19.1
    assert 'class="below"' in page


def test_a_right_answer_is_sent_and_recorded(as_role, campaign, world, now):
    client = as_role()
    answer = posted(client, "send")
    submission = Submission.objects.get()
    assert answer.url == reverse("exchange:receipt", args=[submission.number])
    check_submission(submission_id=submission.pk, now=now)
    assert answers_of(campaign, world.school)["pupils"] == 150
    assert "Принято" in text_of(client.get(answer.url))


def test_a_wrong_answer_is_shown_at_its_question_and_nothing_is_sent(as_role, campaign):
    page = text_of(posted(as_role(), "send", ANSWERS | {"26": "30"}))
    assert "Анкета не отправлена: ошибок 1" in page
    assert "это больше, чем вопрос 25" in page
    assert not Submission.objects.exists()


def test_checking_writes_nothing_but_the_draft(as_role, campaign):
    assert "Ошибок нет" in text_of(posted(as_role(), "check"))
    assert not Submission.objects.exists()
    assert Draft.objects.count() == 1


def test_a_draft_comes_back_and_another_window_does_not_overwrite_it(as_role, campaign):
    client = as_role()
    posted(client, "save", {"20": "151"})
    page = text_of(client.get(reverse("questionnaire:form", args=[CODE])))
    assert 'value="151"' in page
    assert 'name="revision" value="1"' in page
    assert "Черновик уже изменён" in text_of(posted(client, "save", {"20": "152"}, revision=0), 409)


def test_an_answer_below_no_is_left_out_when_a_browser_has_shown_it(as_role, campaign):
    page = text_of(posted(as_role(), "check", ANSWERS | {"17.4": "3"}))
    assert "не сохранён" in page
    assert "Ошибок нет" in page


def test_last_year_is_told_beside_the_numbers(as_role, campaign, world, now):
    before = Campaign.objects.create(code="2025", title="ВПР 2025", year=2025)
    record_answers(unit=world.school, campaign=before, form_year=2022, answers={"pupils": 149}, now=now)
    page = text_of(as_role().get(reverse("questionnaire:form", args=[CODE])))
    assert "2025 год: 149" in page


def test_coordinators_see_the_answers_of_their_schools(as_role, campaign, world, now):
    record_answers(
        unit=world.school, campaign=campaign, form_year=2022, answers={"pupils": 149, "director": "Петрова"}, now=now
    )
    client = as_role(Role.MUNICIPAL_COORDINATOR)
    page = text_of(client.get(reverse("questionnaire:home"), follow=True))
    assert "Ям-Тёсовская СОШ" in page
    assert "Петрова" in text_of(client.get(reverse("questionnaire:school", args=["470167"])))
    assert client.get(reverse("questionnaire:school", args=["220001"])).status_code == 404
    for name in ("workbook", "table"):
        assert client.get(reverse(f"questionnaire:{name}")).status_code == 200


def test_the_preparation_tells_how_the_questionnaire_stands(as_role, campaign, world, now):
    client = as_role()
    assert "не заполнены" in text_of(client.get(reverse("enrollment:preparation")))
    record_answers(unit=world.school, campaign=campaign, form_year=2022, answers={"pupils": 1}, now=now)
    assert ContextData.objects.exists()
    assert "заполнены" in text_of(client.get(reverse("enrollment:preparation")))


def test_a_neighbor_has_no_form_of_ours(client, campaign, world):
    client.force_login(world.stranger)
    assert client.get(reverse("questionnaire:form", args=[CODE])).status_code in (302, 404, 200)
