"""Случайный выбор предметов: subjects for every class of a round (S5 §5, DOMAIN §7).

What is guaranteed, for each grade and each group of subjects of that grade in one round:

1. A class gets only subjects that it teaches, `choose` different ones; all of them when it teaches fewer.
2. In every region the numbers of classes by subject are max-min fair: no other choice makes the least written subject
   more written, nor then the next one. When all classes teach everything, subjects differ by at most one class.
3. Over the country every subject differs from the sum of the fair quotas of the regions by less than one class.
4. Inside a region every (signature, subject) differs from its quota by less than one class.
5. Chances: a class meets a subject with the chance (quota of its signature) / (classes of its signature), the same for
   every class of that signature; names and order of subjects and classes do not matter. When all classes of a region
   teach everything, every set of `choose` subjects has the same chance.
6. The same rows, groups and seed give the same answer on every machine, in whatever order the rows come.

A subject that few classes teach is drawn there more often: that is the price of 2. Rounds know nothing of each other:
what was drawn in an earlier week tells nothing of the next (docs/adr/0007).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vpr.draw.engine.lottery import assign
from vpr.draw.engine.quotas import Signature, fair_totals, shares, unit_of
from vpr.draw.engine.rounding import Whole, rounded
from vpr.draw.engine.stream import Stream


@dataclass(frozen=True, order=True)
class ClassRow:
    """One class as its school gave it. `subjects`: keys really taught, sorted; `week`: Monday in ISO 8601."""

    school: str
    grade: int
    letter: str
    region: str
    subjects: tuple[str, ...]
    week: str


@dataclass(frozen=True, order=True)
class Group:
    """Subjects of a grade of which every class writes `choose`."""

    grade: int
    number: int
    subjects: tuple[str, ...]
    choose: int


Drawn = dict[ClassRow, tuple[str, ...]]
_Members = dict[str, dict[Signature, list[ClassRow]]]  # region -> signature -> classes


def draw(rows: Iterable[ClassRow], groups: Sequence[Group], seed: bytes) -> Drawn:
    """Subjects of every class, sorted by the order of the groups. A class without a group of its grade gets nothing."""
    ordered = sorted(rows, key=lambda row: (row.school, row.grade, row.letter))
    found: dict[ClassRow, list[str]] = {row: [] for row in ordered}
    by_grade: dict[int, list[ClassRow]] = {}
    for row in ordered:
        by_grade.setdefault(row.grade, []).append(row)
    for group in sorted(groups):
        for row, taken in _draw_group(by_grade.get(group.grade, []), group, seed):
            found[row].extend(taken)
    return {row: tuple(taken) for row, taken in found.items()}


def members_of(rows: Iterable[ClassRow], group: Group) -> _Members:
    """Classes of the group's grade that teach something of it, by region and signature; everything in order."""
    wanted = frozenset(group.subjects)
    members: _Members = {}
    known: dict[tuple[str, ...], Signature] = {}  # the same few sets come a hundred thousand times
    for row in rows:
        signature = known.get(row.subjects)
        if signature is None:
            signature = known[row.subjects] = tuple(sorted(wanted.intersection(row.subjects)))
        if row.grade == group.grade and signature:
            members.setdefault(row.region, {}).setdefault(signature, []).append(row)
    return {region: dict(sorted(found.items())) for region, found in sorted(members.items())}


def _draw_group(rows: Sequence[ClassRow], group: Group, seed: bytes) -> Iterable[tuple[ClassRow, tuple[str, ...]]]:
    members, place = members_of(rows, group), f"{group.grade}.{group.number}"
    whole = _numbers(members, group, Stream(seed, "numbers", place))
    for region, found in members.items():
        for signature, classes in found.items():
            totals = {subject: whole[region, signature, subject] for subject in signature}
            stream = Stream(seed, "classes", place, region, *signature)
            yield from assign(classes, totals, min(group.choose, len(signature)), stream)


def _numbers(members: _Members, group: Group, stream: Stream) -> Whole:
    """How many classes of every region and signature write each subject."""
    unit = unit_of(len(group.subjects))
    quotas = {}
    for region, found in members.items():
        counts = {signature: len(classes) for signature, classes in found.items()}
        quotas[region] = shares(counts, group.choose, fair_totals(counts, group.choose), unit)
    return rounded(quotas, unit, stream)
