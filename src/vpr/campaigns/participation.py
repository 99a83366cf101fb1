"""Which schools write which assessments, told by a plug: a notice of the plan names only what concerns the school.

The apps above register in their `ready()`. A school that no plug names is told of every assessment.
"""

from collections.abc import Callable, Collection, Mapping

from vpr.campaigns.models import Campaign

#: id of a school -> codes of its assessments. Only schools of which it is known.
Participation = Mapping[int, Collection[str]]
_providers: list[Callable[[Campaign], Participation]] = []


def register_participation(provider: Callable[[Campaign], Participation]) -> None:
    _providers.append(provider)


def participation_of(campaign: Campaign) -> dict[int, set[str]]:
    """What all plugs know together."""
    known: dict[int, set[str]] = {}
    for provider in _providers:
        for unit_id, codes in provider(campaign).items():
            known.setdefault(unit_id, set()).update(codes)
    return known
