"""Lists of the forum: the search page, the page of frequent questions, similar ones, the queue of the moderators."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from vpr.base.clock import MOSCOW
from vpr.cabinets.help import fault_catalogues
from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.kernel.faults import FaultKind
from vpr.kernel.roles import Role
from vpr.support.models import Answer, Question, QuestionState, Topic
from vpr.support.queries.searching import Asked, found_ids, hit_words, understand
from vpr.support.rules import NEWS_LASTS, waiting_since
from vpr.support.words import Piece, excerpt, marked

ON_PAGE = 20
SIMILAR = 5


@dataclass(frozen=True)
class Line:
    """A question in a list, its hits marked."""

    question: Question
    title: list[Piece]
    text: list[Piece]


@dataclass(frozen=True)
class Listing:
    page: Page[Question]
    lines: list[Line]
    asked: Asked
    faults: list[FaultKind]  # the reference of the codes that the query named


@dataclass(frozen=True)
class Choice:
    """What the list is narrowed to."""

    text: str = ""
    topic: str = ""
    state: str = ""
    mine: bool = False


def listing(choice: Choice, cabinet: Cabinet, page: str | None) -> Listing:
    asked = understand(choice.text)
    rows = _narrowed(choice, cabinet)
    if choice.text.strip():
        ids = found_ids(asked)
        by_id = rows.in_bulk(ids)
        ordered = [by_id[number] for number in ids if number in by_id]
        shown: Page[Question] = Paginator(ordered, ON_PAGE).get_page(page)
    else:
        shown = Paginator(rows, ON_PAGE).get_page(page)
    return Listing(shown, lines(list(shown.object_list), asked), asked, faults_of(asked.codes))


def similar(text: str, *, page: str = "", is_typing: bool = True) -> list[Line]:
    """Answered questions like this one; without a text those of the same screen."""
    if text.strip():
        asked = understand(text, is_typing=is_typing)
        ids = found_ids(asked, only_answered=True, most=SIMILAR)
    else:
        asked = Asked((), (), (), ())
        about = Question.objects.filter(about_page=page, hidden_at=None, answers_count__gt=0) if page else None
        kept = about.exclude(state=QuestionState.MERGED) if about is not None else Question.objects.none()
        ids = list(kept.order_by("-is_pinned", "-helped", "-id").values_list("pk", flat=True)[:SIMILAR])
    by_id = _with_speakers(Question.objects.all()).in_bulk(ids)
    return lines([by_id[number] for number in ids if number in by_id], asked)


def lines(questions: list[Question], asked: Asked) -> list[Line]:
    if not asked.words:
        nothing: frozenset[str] = frozenset()
        return [Line(item, marked(item.title, nothing), excerpt(item.text, nothing)) for item in questions]
    hits = hit_words(asked, [text for item in questions for text in (item.title, item.text)])
    return [Line(item, marked(item.title, hits), excerpt(item.text, hits)) for item in questions]


def faults_of(codes: tuple[str, ...]) -> list[FaultKind]:
    return [kind for catalogue in fault_catalogues() for kind in catalogue.faults if kind.code in codes]


def frequent() -> list[tuple[str, list[Question]]]:
    """Pinned questions by topic, those that helped most first."""
    rows = _with_speakers(Question.objects.filter(is_pinned=True, hidden_at=None)).order_by("-helped", "title")
    by_topic: dict[str, list[Question]] = {}
    for item in rows.prefetch_related("answers__unit__region", "answers__region"):
        by_topic.setdefault(item.topic, []).append(item)
    return [(topic.label, by_topic[topic.value]) for topic in Topic if topic.value in by_topic]


def queue(cabinet: Cabinet) -> QuerySet[Question]:
    """Unanswered questions, the longest waiting first: of the country, of the own region for its coordinator."""
    rows = _with_speakers(Question.objects.filter(state=QuestionState.OPEN, hidden_at=None))
    if cabinet.role == Role.REGIONAL_COORDINATOR:
        rows = rows.filter(cabinet.scope.condition("unit__"))
    return rows.order_by("said_at", "id")


def overdue_count(cabinet: Cabinet, now: datetime) -> int:
    return queue(cabinet).filter(said_at__lt=waiting_since(now.astimezone(MOSCOW))).count()


def own_with_news(unit: Unit, now: datetime) -> int:
    """Questions of the unit answered lately, none of the answers accepted yet. News does not stay news for ever."""
    own = Question.objects.filter(unit=unit, state=QuestionState.ANSWERED, hidden_at=None)
    fresh = Answer.objects.filter(question=OuterRef("pk"), hidden_at=None, said_at__gt=now - NEWS_LASTS)
    return own.filter(Exists(fresh)).exclude(answers__is_accepted=True).count()


def _narrowed(choice: Choice, cabinet: Cabinet) -> QuerySet[Question]:
    rows = Question.objects.filter(hidden_at=None).exclude(state=QuestionState.MERGED)
    if choice.topic:
        rows = rows.filter(topic=choice.topic)
    if choice.state:
        rows = rows.filter(state=choice.state)
    if choice.mine:
        rows = rows.filter(Q(unit=cabinet.unit) | Q(follows__unit=cabinet.unit)).distinct()
    return _with_speakers(rows)


def _with_speakers(rows: QuerySet[Question]) -> QuerySet[Question]:
    slim = rows.defer("search", "folded_title", "folded_text", "folded_answers")
    return slim.select_related("unit__region")
