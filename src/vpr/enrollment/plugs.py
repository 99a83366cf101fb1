"""What rooms above tell the enrollment. Registered in their `ready()`."""

from collections.abc import Callable, Mapping

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, Campaign

#: grade -> (number of classes, pupils), as the class register of the school says.
ClassCounts = Callable[[Unit, Campaign], Mapping[int, tuple[int, int]]]
#: (assessment, {unit id: participants by the application; 0: it holds the grade without this work}) -> participants who
#: really write it; 0: the school does not.
Narrowing = Callable[[Assessment, Mapping[int, int]], Mapping[int, int]]

_counts: list[ClassCounts] = []
_narrowings: list[Narrowing] = []


def register_class_counts(provider: ClassCounts) -> None:
    """An application that was never filled in is prefilled from the class register."""
    _counts.append(provider)


def class_counts(unit: Unit, campaign: Campaign) -> Mapping[int, tuple[int, int]]:
    return next((found for provider in _counts if (found := provider(unit, campaign))), {})


def register_narrowing(narrow: Narrowing) -> None:
    """The draw decides which classes write a subject: expectations made from applications are narrowed by it."""
    _narrowings.append(narrow)


def narrowed(assessment: Assessment, participants: Mapping[int, int]) -> Mapping[int, int]:
    for narrow in _narrowings:
        participants = narrow(assessment, participants)
    return participants
