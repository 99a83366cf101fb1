"""How far a step of the roadmap is, told by plugs: the rooms above know done and total, a roadmap only shows them.

`register_status("exchange:application", provider)` for one key, `register_status("exchange:*", provider)` for a family.
A key that nobody answers for is ticked by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign


@dataclass(frozen=True)
class Progress:
    """Done of total. `words` says what is counted: «школ», «работ»."""

    done: int
    total: int
    words: str = ""

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.done >= self.total


@dataclass(frozen=True)
class StatusQuestion:
    """How far is `key` of this campaign inside the unit (the unit itself and everything below)."""

    key: str
    campaign: Campaign
    unit: Unit
    now: datetime


StatusProvider = Callable[[StatusQuestion], Progress | None]
_providers: dict[str, StatusProvider] = {}


def register_status(key: str, provider: StatusProvider) -> None:
    _providers[key] = provider


def is_computed(key: str) -> bool:
    return bool(key) and (key in _providers or _family(key) in _providers)


def known_statuses() -> list[str]:
    return sorted(_providers)


def status_of(question: StatusQuestion) -> Progress | None:
    """None: nothing to count here, or nobody counts it."""
    provider = _providers.get(question.key) or _providers.get(_family(question.key))
    return provider(question) if provider else None


def _family(key: str) -> str:
    return key.partition(":")[0] + ":*"
