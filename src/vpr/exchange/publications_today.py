"""What a cabinet must still read: its steps in «Сегодня» and its card in «Подготовка»."""

from datetime import datetime

from django.urls import reverse

from vpr.cabinets.deadlines import counted
from vpr.cabinets.preparation import Card, CardState
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.exchange.models import Edition
from vpr.exchange.queries.publications import items_of, unread_obligatory
from vpr.kernel.roles import EVERY_ROLE, Role

#: More of them are one step with a list.
_SINGLE = 3


def publication_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    if cabinet.role is Role.FEDERAL_ORGANIZER:
        return []
    unread = unread_obligatory(cabinet, now)
    if len(unread) > _SINGLE:
        title = f"Ознакомьтесь: {counted(len(unread), 'публикация', 'публикации', 'публикаций')}"
        names = ", ".join(f"«{edition}»" for edition in unread[:_SINGLE])
        return [Step(title, f"{names} и другие.", reverse("exchange:publications"), "К публикациям")]
    return [_step(edition) for edition in unread]


def _step(edition: Edition) -> Step:
    what = f"Ознакомьтесь: {edition}"
    detail = f"Новая редакция. {edition.note}".strip() if edition.number > 1 else ""
    return Step(what, detail, reverse("exchange:publication", args=[edition.publication_id]), "Открыть")


def _card_state(cabinet: Cabinet, now: datetime) -> CardState:
    items = items_of(cabinet, now)
    if cabinet.role is Role.FEDERAL_ORGANIZER:
        return CardState("neutral", f"опубликовано: {len(items)}")
    unread = [item for item in items if not item.is_read]
    if any(item.edition.is_obligatory for item in unread):
        return CardState("attention", f"не открыто: {len(unread)}")
    return CardState("ok", f"новых: {len(unread)}" if unread else "новых нет")


PUBLICATIONS_CARD = Card(
    "Публикации",
    "Инструктивные материалы, нормативные документы, новости.",
    "exchange:publications",
    "newspaper",
    frozenset(EVERY_ROLE),
    7,
    _card_state,
)
