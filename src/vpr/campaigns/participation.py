"""Which schools write which assessments, told by a plug: a notice of the plan names only what concerns the school.

The apps above register in their `ready()`. A school that no plug names is told of every assessment.
"""

from collections.abc import Callable, Collection, Mapping

from vpr.campaigns.models import Campaign

#: id of a school -> codes of its assessments. Only schools of which it is known.
Participation = Mapping[int, Collection[str]]
#: For one school by its id, or for all of them (None): then 40,000 answers come from a handful of queries.
Provider = Callable[[Campaign, int | None], Participation]
_providers: list[Provider] = []


def register_participation(provider: Provider) -> None:
    _providers.append(provider)


def participation_of(campaign: Campaign, unit_id: int | None = None) -> dict[int, set[str]]:
    """What all plugs know together."""
    known: dict[int, set[str]] = {}
    for provider in _providers:
        for school_id, codes in provider(campaign, unit_id).items():
            known.setdefault(school_id, set()).update(codes)
    return known
