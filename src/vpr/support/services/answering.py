"""Answers, the accepted one, thanks, following."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import notify, record_audit
from vpr.kernel.roles import UnitKind
from vpr.support.models import Answer, Follow, Question, QuestionState, Thanks
from vpr.support.refusals import NotToBeAnswered, NotYours
from vpr.support.rules import speaks_for_country, speaks_for_region
from vpr.support.services.asking import require_no_names, require_patience
from vpr.support.services.indexing import index, learn

QUOTED = 600  # signs of an answer that its message repeats


@transaction.atomic
def answer(*, by: Cabinet, question: Question, text: str, for_region: bool = False, now: datetime) -> Answer:
    """An answer of the federal organizer is official; a regional coordinator may speak for the own region."""
    require_no_names(text)
    question = locked(question)
    if question.is_hidden or question.state in (QuestionState.MERGED, QuestionState.CLOSED):
        raise NotToBeAnswered
    if by.unit.kind != UnitKind.COUNTRY:
        require_patience(by.unit, now)
    region = by.unit if for_region and speaks_for_region(by.role) else None
    said = Answer.objects.create(
        question=question,
        text=text.strip(),
        role=by.role,
        unit=by.unit,
        account=by.account,
        said_at=now,
        is_official=speaks_for_country(by.role) or region is not None,
        region=region,
    )
    question.answered_at = question.answered_at or now
    question.state = QuestionState.ANSWERED
    recount(question)
    learn(said.text)
    _tell_followers(question, said, by, now)
    if said.is_official:
        subject = f"Вопрос № {question.pk}"
        record_audit(account=by.account, unit=by.unit, verb="answered_officially", subject=subject, now=now)
    return said


@transaction.atomic
def accept(*, by: Cabinet, answer: Answer, now: datetime) -> None:
    """The asker says which answer helped; the federal organizer may say it too. Another choice replaces the first."""
    question = locked(answer.question)
    if question.unit_id != by.unit.pk and not speaks_for_country(by.role):
        raise NotYours
    if answer.is_hidden:
        raise NotToBeAnswered
    question.answers.filter(is_accepted=True).exclude(pk=answer.pk).update(is_accepted=False)
    question.answers.filter(pk=answer.pk).update(is_accepted=True)


@transaction.atomic
def thank(*, by: Cabinet, answer: Answer) -> bool:
    """«Помогло», once from a person; a second press takes it back. True when it stands."""
    question = locked(answer.question)
    thanks, is_new = Thanks.objects.get_or_create(answer=answer, account=by.account)
    if not is_new:
        thanks.delete()
    change = 1 if is_new else -1
    Answer.objects.filter(pk=answer.pk).update(helped=F("helped") + change)
    Question.objects.filter(pk=question.pk).update(helped=F("helped") + change)
    return is_new


def follow(*, by: Cabinet, question: Question, wants: bool) -> None:
    if wants:
        Follow.objects.get_or_create(question=question, unit=by.unit)
    else:
        Follow.objects.filter(question=question, unit=by.unit).delete()


def locked(question: Question) -> Question:
    """The question of this moment; other verbs on it wait."""
    return Question.objects.select_for_update(of=("self",)).select_related("unit").get(pk=question.pk)


def recount(question: Question) -> None:
    """Counts and the text of the search after its answers have changed; saves."""
    shown = question.answers.filter(hidden_at=None)
    question.answers_count = shown.count()
    question.helped = sum(shown.values_list("helped", flat=True))
    index(question, about_codes=tuple(question.codes))
    question.save()


def _tell_followers(question: Question, said: Answer, by: Cabinet, now: datetime) -> None:
    followers = Unit.objects.filter(pk__in=question.follows.values("unit")).exclude(pk=by.unit.pk)
    standing = f" ({said.standing})" if said.standing else ""
    notify(
        units=followers,
        title=f"Ответ на вопрос № {question.pk}",
        body=f"{question.title}\n\nОтвет{standing}: {said.text[:QUOTED]}",
        link=reverse("support:question", args=[question.pk]),
        topic="forum",
        sender=by.account,
        now=now,
    )
