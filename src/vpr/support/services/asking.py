"""A question is asked: looked through for personal data before anything else happens to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.campaigns.models import Campaign
from vpr.kernel.roles import UnitKind
from vpr.support.models import Answer, Follow, Question, Topic
from vpr.support.personal import personal_data
from vpr.support.refusals import AskedAlready, PersonalData, TooMany, TooManyAnswers
from vpr.support.rules import ANSWERS_A_DAY, QUESTIONS_A_DAY
from vpr.support.services.indexing import index, learn
from vpr.support.words import stemmable


@dataclass(frozen=True)
class About:
    """The screen beside which a question was asked: names of ours, never numbers of units."""

    page: str = ""
    code: str = ""
    faults: tuple[str, ...] = ()


@transaction.atomic
def ask(*, by: Cabinet, title: str, text: str, topic: str, about: About, now: datetime) -> Question:
    require_no_names(title, text)
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=by.unit.pk)  # a second press waits and is refused
    _require_moderation(unit, title, now)
    question = Question(
        title=title.strip(),
        text=text.strip(),
        topic=Topic(topic),
        campaign=Campaign.objects.filter(is_current=True).first(),
        about_page=about.page,
        about_code=about.code,
        role=by.role,
        unit=unit,
        account=by.account,
        said_at=now,
    )
    index(question, about_codes=about.faults)
    question.save()
    learn(question.title, question.text)
    Follow.objects.create(question=question, unit=unit)
    return question


def require_no_names(*texts: str) -> None:
    findings = personal_data("\n".join(texts))
    if findings:
        raise PersonalData(findings)


def require_patience(unit: Unit, now: datetime) -> None:
    """Answers of one unit in a day."""
    if Answer.objects.filter(unit=unit, said_at__gt=now - timedelta(days=1)).count() >= ANSWERS_A_DAY:
        raise TooManyAnswers


def _require_moderation(unit: Unit, title: str, now: datetime) -> None:
    lately = Question.objects.filter(unit=unit, said_at__gt=now - timedelta(days=1))
    if lately.filter(folded_title=stemmable(title)).exists():
        raise AskedAlready
    if unit.kind != UnitKind.COUNTRY and lately.count() >= QUESTIONS_A_DAY:
        raise TooMany
