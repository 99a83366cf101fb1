"""«Подготовка»: one card per thing to be done before the day. Every room registers its own in `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from vpr.cabinets.scope import Cabinet
from vpr.kernel.roles import Role


@dataclass(frozen=True)
class CardState:
    """How things stand for one cabinet. `tone`: ok | attention | stop | neutral (not yet, or nothing to do)."""

    tone: str
    words: str  # the badge: «не отправлена», «принята», «закрыто до 01.02»
    deadline: datetime | None = None
    detail: str = ""  # «15 из 20 школ», «вернули: нет 5 класса»
    button: str = "Открыть"
    done: int | None = None  # progress: done of total
    total: int | None = None


#: None: the card does not concern this cabinet and is not shown.
StateOf = Callable[[Cabinet, datetime], CardState | None]


@dataclass(frozen=True)
class Card:
    """What is done, in one line, and where. `order` follows the campaign (DOMAIN §4)."""

    title: str
    text: str
    url: str  # the name of a page, "enrollment:applications", or an address that begins with "/"
    icon: str  # a lucide icon name
    roles: frozenset[Role]
    order: int
    state: StateOf


@dataclass(frozen=True)
class ShownCard:
    card: Card
    address: str
    state: CardState


_cards: list[Card] = []


def register_card(card: Card) -> None:
    _cards.append(card)


def cards_of(cabinet: Cabinet, now: datetime) -> list[ShownCard]:
    """Cards of the role in the order of the campaign; a page that is not routed or does not concern is left out."""
    shown = []
    for card in sorted((c for c in _cards if cabinet.role in c.roles), key=lambda c: (c.order, c.title)):
        address = _address(card.url)
        state = card.state(cabinet, now) if address else None
        if state is not None:
            shown.append(ShownCard(card, address, state))
    return shown


def _address(url: str) -> str:
    if url.startswith("/"):
        return url
    try:
        return reverse(url)
    except NoReverseMatch:  # the card's room is not routed in this installation
        return ""
