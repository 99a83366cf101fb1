"""Deadlines of many units at once. An upper app registers a bulk provider in `ready()`; nothing is asked school by school."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class DeadlineBatch:
    """One deadline and the units that have not met it yet."""

    unit_ids: Sequence[int]
    title: str  # «Форма сбора результатов: английский язык, 8 класс»
    at: datetime
    link: str = ""


#: (from, until) -> deadlines between them. Must answer for 40,000 schools by a handful of queries.
Provider = Callable[[datetime, datetime], Iterable[DeadlineBatch]]
_providers: list[Provider] = []


def register_deadlines(provider: Provider) -> None:
    _providers.append(provider)


def deadlines_between(begin: datetime, end: datetime) -> list[DeadlineBatch]:
    found = [batch for provider in _providers for batch in provider(begin, end)]
    return sorted(found, key=lambda batch: (batch.at, batch.title))
