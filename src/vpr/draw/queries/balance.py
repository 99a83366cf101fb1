"""Figures of balance: what the closed classes should give, and what the draw gave. Counted once, kept in the round."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from vpr.draw.engine import ClassRow, Group
from vpr.draw.engine.drawing import members_of
from vpr.draw.engine.quotas import fair_totals
from vpr.draw.models import DrawRound
from vpr.draw.subjects import drawn_title

Answer = Mapping[ClassRow, tuple[str, ...]]


@dataclass(frozen=True)
class SubjectFigure:
    """One subject of a group over the country."""

    grade: int
    number: int  # of the group
    choose: int
    subject: str
    taught: int  # classes that may draw it
    quota: float  # fair number of classes: the sum over the regions
    drawn: int | None  # None: not drawn yet
    worst: float | None  # the greatest distance from the quota in a region; below one by construction

    @property
    def title(self) -> str:
        return drawn_title(self.subject)


def balance_of(found: DrawRound) -> list[SubjectFigure]:
    """One line for every subject of every group; before the draw with quotas alone."""
    return [SubjectFigure(**figure) for figure in found.figures]


def count_figures(rows: Sequence[ClassRow], groups: Iterable[Group], answer: Answer | None) -> list[dict[str, Any]]:
    """What `DrawRound.figures` holds."""
    return [asdict(figure) for group in groups for figure in _of_group(rows, group, answer)]


def count_short(rows: Iterable[ClassRow], groups: Sequence[Group]) -> int:
    """Classes that teach fewer subjects of a group than are to be drawn."""
    return len(
        {
            row
            for row in rows
            for group in groups
            if row.grade == group.grade and len(set(group.subjects).intersection(row.subjects)) < group.choose
        }
    )


def _of_group(rows: Sequence[ClassRow], group: Group, answer: Answer | None) -> list[SubjectFigure]:
    taught, quota, drawn = Counter[str](), dict[str, Fraction](), Counter[str]()
    worst: dict[str, Fraction] = {}
    for found in members_of(rows, group).values():
        fair = fair_totals({signature: len(classes) for signature, classes in found.items()}, group.choose)
        own = Counter[str]()
        for signature, classes in found.items():
            taught.update(dict.fromkeys(signature, len(classes)))
            if answer is not None:
                own.update(key for row in classes for key in answer[row])
        for subject, share in fair.items():
            quota[subject] = quota.get(subject, Fraction(0)) + share
            drawn[subject] += own[subject]
            worst[subject] = max(worst.get(subject, Fraction(0)), abs(own[subject] - share))
    return [
        SubjectFigure(
            group.grade,
            group.number,
            group.choose,
            subject,
            taught[subject],
            round(float(quota.get(subject, 0)), 2),
            None if answer is None else drawn[subject],
            None if answer is None else round(float(worst.get(subject, 0)), 2),
        )
        for subject in group.subjects
    ]
