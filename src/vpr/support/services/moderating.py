"""What the moderators do: pin, merge, close, retitle, hide. Every verb goes into the journal; hiding needs a reason."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import forget_words, notify, record_audit
from vpr.support.models import Answer, Follow, Question, QuestionState, Topic
from vpr.support.refusals import NeedsReason, NotToBeMerged
from vpr.support.services.answering import QUOTED, locked, recount
from vpr.support.services.asking import require_no_names
from vpr.support.services.indexing import learn, unlearn


@transaction.atomic
def pin(*, by: Cabinet, question: Question, is_pinned: bool, topic: str, now: datetime) -> None:
    """Puts a question among the frequent ones of a topic, or takes it off."""
    Question.objects.filter(pk=question.pk).update(is_pinned=is_pinned, topic=Topic(topic))
    _record("pinned_question" if is_pinned else "unpinned_question", by, question, now)


@transaction.atomic
def merge(*, by: Cabinet, question: Question, into: int, now: datetime) -> Question:
    """The question gives its answers and followers to another one and stays as a signpost to it."""
    rows = Question.objects.select_for_update(of=("self",)).select_related("unit").order_by("pk")
    both = {row.pk: row for row in rows.filter(pk__in=[question.pk, into])}
    target = both.get(into)
    if target is None or into == question.pk or target.state == QuestionState.MERGED or target.is_hidden:
        raise NotToBeMerged
    source = both[question.pk]
    source.answers.update(question=target, is_accepted=False)
    Question.objects.filter(merged_into=source).update(merged_into=target)
    units = list(source.follows.values_list("unit", flat=True))
    Follow.objects.bulk_create([Follow(question=target, unit_id=unit) for unit in units], ignore_conflicts=True)
    source.state, source.merged_into, source.is_pinned = QuestionState.MERGED, target, False
    recount(source)
    if target.answers.filter(hidden_at=None).exists() and target.state == QuestionState.OPEN:
        target.state = QuestionState.ANSWERED
        target.answered_at = target.answered_at or now
    recount(target)
    _tell(units, by, f"Вопрос № {source.pk} объединён с № {target.pk}", target.title, target.pk, now)
    _record("merged_question", by, source, now, into=target.pk)
    return target


@transaction.atomic
def close(*, by: Cabinet, question: Question, now: datetime) -> None:
    """No further answers: out of date, or all is said."""
    Question.objects.filter(pk=question.pk).exclude(state=QuestionState.MERGED).update(state=QuestionState.CLOSED)
    _record("closed_question", by, question, now)


@transaction.atomic
def reopen(*, by: Cabinet, question: Question, now: datetime) -> None:
    question = locked(question)
    if question.state == QuestionState.CLOSED:
        question.state = QuestionState.ANSWERED if question.answers_count else QuestionState.OPEN
        question.save(update_fields=["state"])
        _record("reopened_question", by, question, now)


@transaction.atomic
def retitle(*, by: Cabinet, question: Question, title: str, now: datetime) -> None:
    require_no_names(title)
    question = locked(question)
    unlearn(question.title)
    question.title = title.strip()
    learn(question.title)
    recount(question)
    _record("retitled_question", by, question, now)


@transaction.atomic
def hide_question(*, by: Cabinet, question: Question, because: str, erase: bool, now: datetime) -> None:
    """Nobody but the asker and the moderators sees it any more. `erase` also removes the words: personal data."""
    question = locked(question)
    _hide(question, by, because, now)
    unlearn(question.title, question.text)
    if erase:
        question.title, question.text, question.is_erased = "Вопрос скрыт", "", True
        forget_words(links=_links(question), topic="forum")
    question.is_pinned = False
    recount(question)
    _tell(
        [question.unit_id], by, f"Вопрос № {question.pk} скрыт", f"Причина: {question.hidden_because}", question.pk, now
    )
    _record("hid_question", by, question, now, because=question.hidden_because, erased=erase)


@transaction.atomic
def show_question(*, by: Cabinet, question: Question, now: datetime) -> None:
    question = locked(question)
    question.hidden_at, question.hidden_by, question.hidden_because = None, None, ""
    learn(question.title, question.text)
    recount(question)
    _record("showed_question", by, question, now)


@transaction.atomic
def hide_answer(*, by: Cabinet, answer: Answer, because: str, erase: bool, now: datetime) -> None:
    question = locked(answer.question)
    _hide(answer, by, because, now)
    unlearn(answer.text)
    if erase and answer.text:
        forget_words(links=_links(question), topic="forum", holding=answer.text[:QUOTED])
        answer.text, answer.is_erased = "", True
    answer.is_accepted = False
    answer.save()
    recount(question)
    if not question.answers_count and question.state == QuestionState.ANSWERED:
        Question.objects.filter(pk=question.pk).update(state=QuestionState.OPEN, answered_at=None)
    title = f"Ваш ответ на вопрос № {question.pk} скрыт"
    _tell([answer.unit_id], by, title, f"Причина: {answer.hidden_because}", question.pk, now)
    _record("hid_answer", by, question, now, because=answer.hidden_because, erased=erase)


@transaction.atomic
def show_answer(*, by: Cabinet, answer: Answer, now: datetime) -> None:
    question = locked(answer.question)
    answer.hidden_at, answer.hidden_by, answer.hidden_because = None, None, ""
    answer.save()
    learn(answer.text)
    recount(question)
    Question.objects.filter(pk=question.pk, state=QuestionState.OPEN).update(
        state=QuestionState.ANSWERED, answered_at=F("said_at") if question.answered_at is None else question.answered_at
    )
    _record("showed_answer", by, question, now)


def _hide(said: Question | Answer, by: Cabinet, because: str, now: datetime) -> None:
    if not because.strip():
        raise NeedsReason
    require_no_names(because)
    said.hidden_at, said.hidden_by, said.hidden_because = now, by.account, because.strip()[:300]


def _links(question: Question) -> list[str]:
    """Where messages about it lead: to itself and to the questions merged into it, whose answers it has taken."""
    numbers = [question.pk, *question.merged.values_list("pk", flat=True)]
    return [reverse("support:question", args=[number]) for number in numbers]


def _tell(units: list[int], by: Cabinet, title: str, body: str, number: int, now: datetime) -> None:
    receivers = Unit.objects.filter(pk__in=units)
    link = reverse("support:question", args=[number])
    notify(units=receivers, title=title, body=body, link=link, topic="forum", sender=by.account, now=now)


def _record(verb: str, by: Cabinet, question: Question, now: datetime, **details: object) -> None:
    subject = f"Вопрос № {question.pk}"  # never its words: they may be what had to be hidden
    record_audit(account=by.account, unit=by.unit, verb=verb, subject=subject, details=details, now=now)
