"""Figures of balance: what the closed classes should give, and what the draw gave."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from vpr.base import files
from vpr.draw.engine import ClassRow, Group
from vpr.draw.engine.drawing import members_of
from vpr.draw.engine.quotas import fair_totals
from vpr.draw.models import DrawRound
from vpr.draw.proof.scheme import groups_from
from vpr.draw.proof.tables import ResultKey, read_inputs, read_result
from vpr.draw.subjects import drawn_title
from vpr.seal.letters import open_letter


@dataclass(frozen=True)
class SubjectFigure:
    """One subject of a group over the country; `worst` is the greatest distance from its quota in a region."""

    grade: int
    number: int
    choose: int
    subject: str
    taught: int  # classes that may draw it
    quota: Fraction
    drawn: int | None  # None: not drawn yet
    worst: Fraction | None

    @property
    def title(self) -> str:
        return drawn_title(self.subject)

    @property
    def quota_text(self) -> str:
        return f"{float(self.quota):.1f}".replace(".", ",")

    @property
    def worst_text(self) -> str:
        return "" if self.worst is None else f"{float(self.worst):.2f}".replace(".", ",")


def balance_of(found: DrawRound) -> list[SubjectFigure]:
    """One line for every subject of every group; before the draw with quotas alone."""
    if not found.inputs_sha256:
        return []
    rows = read_inputs(files.read(found.inputs_sha256))
    result = read_result(files.read(found.result_sha256)) if found.result_sha256 else None
    groups = groups_from(open_letter(found.inputs_letter.encode()).body["groups"])
    return [figure for group in groups for figure in _of_group(rows, group, result)]


def short_classes(found: DrawRound) -> int:
    """Classes that teach fewer subjects of a group than are to be drawn."""
    rows = read_inputs(files.read(found.inputs_sha256))
    groups = groups_from(open_letter(found.inputs_letter.encode()).body["groups"])
    short = {
        row
        for group in groups
        for row in rows
        if row.grade == group.grade and len(set(group.subjects).intersection(row.subjects)) < group.choose
    }
    return len(short)


def _of_group(
    rows: list[ClassRow], group: Group, result: Mapping[ResultKey, tuple[str, ...]] | None
) -> list[SubjectFigure]:
    taught, quota, drawn = Counter[str](), dict[str, Fraction](), Counter[str]()
    worst: dict[str, Fraction] = {}
    for found in members_of(rows, group).values():
        fair = fair_totals({signature: len(classes) for signature, classes in found.items()}, group.choose)
        own = Counter[str]()
        for signature, classes in found.items():
            taught.update(dict.fromkeys(signature, len(classes)))
            if result is not None:
                own.update(key for row in classes for key in result[row.school, row.grade, row.letter])
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
            quota.get(subject, Fraction(0)),
            None if result is None else drawn[subject],
            None if result is None else worst.get(subject),
        )
        for subject in group.subjects
    ]
