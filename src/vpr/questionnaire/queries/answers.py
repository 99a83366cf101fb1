"""Answers of one school: of this campaign, of the one before, and those to begin with."""

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.questionnaire.models import ContextData
from vpr.questionnaire.questions import Answers, Question, Questionnaire, questionnaire_of


def answers_of(campaign: Campaign, unit: Unit) -> Answers:
    """What the school has answered in a campaign; nothing when it has not. Keys: `questions.Question.key`."""
    found = ContextData.objects.filter(campaign=campaign, unit=unit).first()
    return found.answers if found else {}


def last_answers(campaign: Campaign, unit: Unit) -> tuple[Answers, int | None]:
    """Answers of the newest earlier campaign in the words of this one's form, and its year."""
    earlier = ContextData.objects.filter(unit=unit, campaign__year__lt=campaign.year).select_related("campaign")
    found = earlier.order_by("-campaign__year", "-campaign_id").first()
    if found is None:
        return {}, None
    form, years = questionnaire_of(campaign.year), campaign.year - found.campaign.year
    before = questionnaire_of(found.campaign.year)
    return _carried(form, before, found.answers, is_next=years == 1), found.campaign.year


def _carried(form: Questionnaire, before: Questionnaire, answers: Answers, *, is_next: bool) -> Answers:
    """Answers to questions of the same meaning. Who was of the younger year of birth is of the older one now."""
    known = {question.key: question for question in before.questions}
    carried: dict[str, int | str] = {}
    for question in form.questions:
        is_of_birth = question.key.startswith("born_")
        key = question.last_year or question.key
        if is_of_birth and not (is_next and question.last_year):
            continue  # other children
        answer, was = answers.get(key), known.get(key)
        if answer is not None and was is not None and _is_same(question, was, answer):
            carried[question.key] = answer
    return carried


def _is_same(question: Question, was: Question, answer: object) -> bool:
    """The answer means the same now: a code of an option must stand for the same words."""
    if bool(question.options) != bool(was.options) or question.is_number != was.is_number:
        return False
    return not question.options or (str(answer), was.label_of(answer)) in question.options


def suggested_answers(campaign: Campaign, unit: Unit) -> Answers:
    """What the form begins with: own answers; else last year's that seldom change and what the unit's card says.

    Numbers of last year are shown beside the question, not filled in: they change every year.
    """
    own = answers_of(campaign, unit)
    if own:
        return own
    form = questionnaire_of(campaign.year)
    last, _ = last_answers(campaign, unit)
    begun: dict[str, int | str] = {}
    for question in form.questions:
        answer = _of_unit(question, unit) or last.get(question.key)
        if answer is not None and answer != "" and not question.is_number:
            begun[question.key] = answer
    return begun


def _of_unit(question: Question, unit: Unit) -> str:
    if question.from_unit:
        return str(getattr(unit, question.from_unit))[: question.maximum]
    return question.from_settlement.get(unit.settlement, "")
