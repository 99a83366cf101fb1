"""Which class writes what, once it is known how many classes of a signature write each subject."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from vpr.draw.engine.stream import Stream

Member = TypeVar("Member")


def assign(
    members: Sequence[Member], totals: Mapping[str, int], choose: int, stream: Stream
) -> list[tuple[Member, tuple[str, ...]]]:
    """Every member gets `choose` different subjects, every subject exactly its total of members.

    `totals` sum to `choose * len(members)`, none is greater than `len(members)`. The members come in random order; each
    takes a subject with the chance (what is left of the subject) / (members left), so at the end nothing is left over.
    """
    order = list(members)
    stream.shuffle(order)
    left = dict(sorted(totals.items()))
    names = list(left)
    drawn = []
    for place, member in enumerate(order):
        waiting = len(order) - place
        if choose > 1:
            stream.shuffle(names)  # else neighbors of the alphabet would be drawn together
        taken = _take(left, names, waiting, stream.below(waiting))
        drawn.append((member, tuple(sorted(taken))))
    return drawn


def _take(left: dict[str, int], names: Sequence[str], waiting: int, mark: int) -> list[str]:
    """Systematic choice: subjects laid end to end by what is left of them; marks stand `waiting` apart.

    No subject is longer than `waiting`, so none is marked twice; one as long as that is marked for certain.
    """
    taken, end = [], 0
    for name in names:
        end += left[name]
        if end > mark:
            left[name] -= 1
            taken.append(name)
            mark += waiting
    return taken
