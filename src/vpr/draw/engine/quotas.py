"""How many classes of a region should write each subject: max-min fair totals and their shares by signature.

A *signature* is the set of subjects of a group that a class really teaches. A class writes `choose` different subjects
of its signature (all of them when it teaches fewer). The most that all classes together can give to a set A of
subjects is

    f(A) = sum over classes of min(choose, |signature|, |signature & A|)

which is submodular, so there is exactly one fairest division: nobody's total can be raised without lowering a total
that is not greater. It is found by taking, again and again, the largest set with the least f(A) / |A| (Fujishige's
lexicographically optimal base). Everything is exact: fractions, then whole numbers of 1/UNIT of a class.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

from vpr.draw.engine.flow import complete

Label = TypeVar("Label")
Signature = tuple[str, ...]
Shares = dict[tuple[Signature, str], int]  # in parts: `unit_of` parts are one class
_ROUNDS = 24  # of fitting; whatever is left is settled exactly by `complete`


def fair_totals(counts: Mapping[Signature, int], choose: int) -> dict[str, Fraction]:
    """Fair number of classes for each subject of one region. `counts`: classes of each signature."""
    subjects = sorted({subject for signature in counts for subject in signature})
    reach = _reach(subjects, counts, choose)
    totals: dict[str, Fraction] = {}
    settled, left = 0, (1 << len(subjects)) - 1
    while left:
        level, chosen = Fraction(reach[-1] + 1), 0
        part = left
        while part:  # every non-empty subset of what is left
            value = Fraction(reach[settled | part] - reach[settled], part.bit_count())
            if value < level:
                level, chosen = value, part
            elif value == level:
                chosen |= part  # the union of two least sets is a least set
            part = (part - 1) & left
        totals |= {subject: level for place, subject in enumerate(subjects) if chosen >> place & 1}
        settled, left = settled | chosen, left & ~chosen
    return totals


def unit_of(subjects: int) -> int:
    """Parts of a class in which quotas are counted: every level of `fair_totals` is a whole number of them."""
    return math.lcm(*range(1, max(subjects, 1) + 1)) << 12


def shares(counts: Mapping[Signature, int], choose: int, totals: Mapping[str, Fraction], unit: int) -> Shares:
    """Quota of every (signature, subject): as even over the classes as the fair totals allow.

    Begins with equal chances inside each signature, fits rows and columns in turn (which keeps the subjects of a class
    in one proportion over all classes), and closes the last parts by a flow, so that sums hold exactly.
    """
    rows = {signature: unit * count * min(choose, len(signature)) for signature, count in counts.items()}
    columns = {subject: int(total * unit) for subject, total in totals.items()}
    caps = {signature: unit * count for signature, count in counts.items()}
    parts = {(sig, subject): rows[sig] // len(sig) for sig in counts for subject in sig}
    if len(counts) > 1:
        for _ in range(_ROUNDS):
            _fit(parts, [subject for _, subject in parts], columns)
            _fit(parts, [sig for sig, _ in parts], rows)
            for (sig, subject), value in parts.items():
                parts[sig, subject] = min(value, caps[sig])
    _fit(parts, [subject for _, subject in parts], columns, only_down=True)
    _fit(parts, [sig for sig, _ in parts], rows, only_down=True)
    complete(parts, rows, columns, caps)
    return parts


def _reach(subjects: list[str], counts: Mapping[Signature, int], choose: int) -> list[int]:
    """f of every subset, by bit mask."""
    place = {subject: 1 << number for number, subject in enumerate(subjects)}
    taught = [(sum(place[s] for s in sig), count, min(choose, len(sig))) for sig, count in counts.items()]
    return [
        sum(count * min(most, (mask & chosen).bit_count()) for mask, count, most in taught)
        for chosen in range(1 << len(subjects))
    ]


def _fit(parts: Shares, labels: list[Label], wanted: Mapping[Label, int], *, only_down: bool = False) -> None:
    """Scales the entries of each label to their wanted sum, rounding down."""
    sums: dict[Label, int] = {}
    for value, label in zip(parts.values(), labels, strict=True):
        sums[label] = sums.get(label, 0) + value
    for (key, value), label in zip(list(parts.items()), labels, strict=True):
        total = sums[label]
        if total and not (only_down and total <= wanted[label]):
            parts[key] = value * wanted[label] // total
