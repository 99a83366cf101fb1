"""What rooms above tell the timetable: registered in their `ready()`.

The draw says which subjects a class has drawn and why a class may not change; the results say who was absent.
"""

from collections.abc import Callable, Mapping

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, Campaign

#: (campaign, school) -> class id -> ids of the assessments drawn for it. A class that is missing has no draw yet.
DrawnOf = Callable[[Campaign, Unit], Mapping[int, tuple[int, ...]]]
#: (campaign, school) -> (grade, letter) -> why the class may not change now: «предметы уже назначены жребием 14.03.2026».
LockOf = Callable[[Campaign, Unit], Mapping[tuple[int, str], str]]
#: (assessment, school) -> class id -> how many rows of its results say «отсутствовал».
AbsentOf = Callable[[Assessment, Unit], Mapping[int, int]]

_drawn: list[DrawnOf] = []
_locks: list[LockOf] = []
_absent: list[AbsentOf] = []


def register_drawn_subjects(provider: DrawnOf) -> None:
    _drawn.append(provider)


def register_lock(provider: LockOf) -> None:
    _locks.append(provider)


def register_absence_counter(provider: AbsentOf) -> None:
    _absent.append(provider)


def drawn_subjects(campaign: Campaign, unit: Unit) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for provider in _drawn:
        found |= provider(campaign, unit)
    return found


def register_locks(campaign: Campaign, unit: Unit) -> dict[tuple[int, str], str]:
    found: dict[tuple[int, str], str] = {}
    for provider in _locks:
        found |= provider(campaign, unit)
    return found


def absent_in_results(assessment: Assessment, unit: Unit) -> dict[int, int]:
    found: dict[int, int] = {}
    for provider in _absent:
        found |= provider(assessment, unit)
    return found
