"""Sentences about a unit that rooms above know: its history, its last application. Shown on the unit's page."""

from collections.abc import Callable, Sequence

from vpr.cabinets.models import Unit

_providers: list[Callable[[Unit], Sequence[str]]] = []


def register_unit_notes(provider: Callable[[Unit], Sequence[str]]) -> None:
    _providers.append(provider)


def unit_notes(unit: Unit) -> list[str]:
    return [sentence for provider in _providers for sentence in provider(unit)]
