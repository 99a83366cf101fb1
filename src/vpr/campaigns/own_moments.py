"""Moments of one unit alone beside the plan, told by a plug: a reserve day that was granted to this school.

The apps above register in their `ready()`; the plan and its calendar file show them among the others.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, Campaign


@dataclass(frozen=True)
class OwnMoment:
    """`is_whole_day`: the day itself counts, `at` is its beginning by the clock of the unit."""

    at: datetime
    words: str
    assessment: Assessment
    is_whole_day: bool = False


Provider = Callable[[Campaign, Unit], Iterable[OwnMoment]]
_providers: list[Provider] = []


def register_own_moments(provider: Provider) -> None:
    _providers.append(provider)


def own_moments(campaign: Campaign, unit: Unit) -> list[OwnMoment]:
    return [moment for provider in _providers for moment in provider(campaign, unit)]
