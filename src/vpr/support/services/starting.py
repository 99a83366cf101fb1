"""Ready answers for an empty forum: what schools ask every year. Loaded by one press of the federal organizer."""

import tomllib
from datetime import datetime
from importlib.resources import files
from typing import Any

from django.db import transaction

from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import record_audit
from vpr.support.models import Answer, Question, QuestionState, Topic
from vpr.support.services.answering import recount
from vpr.support.services.indexing import index, learn
from vpr.support.words import stemmable


def first_answers() -> list[dict[str, Any]]:
    text = files("vpr.support").joinpath("reference/first_answers.toml").read_text("utf-8")
    return list(tomllib.loads(text)["question"])


@transaction.atomic
def load_first_answers(*, by: Cabinet, now: datetime) -> int:
    """Adds the ready questions that are not there yet, answered officially and pinned. Returns how many."""
    known = set(Question.objects.filter(is_pinned=True).values_list("folded_title", flat=True))
    added = [entry for entry in first_answers() if stemmable(entry["title"]) not in known]
    speaker = {"role": by.role, "unit": by.unit, "account": by.account, "said_at": now}
    for entry in added:
        question = Question(title=entry["title"], text=entry["text"], topic=Topic(entry["topic"]), **speaker)
        question.state, question.is_pinned, question.answered_at = QuestionState.ANSWERED, True, now
        index(question)
        question.save()
        Answer.objects.create(question=question, text=entry["answer"], is_official=True, **speaker)
        recount(question)
        learn(entry["title"], entry["text"], entry["answer"])
    if added:
        subject = f"Готовых ответов: {len(added)}"
        record_audit(account=by.account, unit=by.unit, verb="loaded_first_answers", subject=subject, now=now)
    return len(added)
