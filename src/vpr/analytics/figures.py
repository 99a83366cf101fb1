"""Arithmetic of the reports on whole numbers: percentages are divided here, last, and never of nothing. Pure.

Sources of every threshold: «Рекомендации по проведению анализа результатов ВПР» 2026 (DOMAIN §9.4).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum


def hundredths(part: int, whole: int) -> int:
    """100 × percent of `part` in `whole`, rounded half up; `whole` is positive."""
    return (part * 20_000 + whole) // (2 * whole)


def percent(part: int, whole: int) -> Decimal | None:
    """Percent with two decimals; None («нет данных») of an empty whole."""
    return Decimal(hundredths(part, whole)).scaleb(-2) if whole > 0 else None


def shares(counts: Sequence[int]) -> list[Decimal | None]:
    """Percentages of a distribution that add up to 100.00 exactly: largest remainder, ties to the larger count."""
    whole = sum(counts)
    if whole == 0:
        return [None] * len(counts)
    floors = [count * 10_000 // whole for count in counts]
    remainders = [count * 10_000 % whole for count in counts]
    order = sorted(range(len(counts)), key=lambda i: (-remainders[i], -counts[i], i))
    for i in order[: 10_000 - sum(floors)]:
        floors[i] += 1
    return [Decimal(floor).scaleb(-2) for floor in floors]


class Band(StrEnum):
    """Interpretation of a task's performance; colored green, yellow, red and always named."""

    SUFFICIENT = "ok"
    UNCERTAIN = "attention"
    INSUFFICIENT = "stop"


BAND_TITLE = {
    Band.SUFFICIENT: "достаточный",
    Band.UNCERTAIN: "зона неопределённости",
    Band.INSUFFICIENT: "недостаточный",
}

#: difficulty -> (sufficient from, insufficient below), in tenths of a percent: 60 − 3 and 30 − 1.5.
_LIMITS = {"basic": (600, 570), "advanced": (300, 285), "high": (300, 285)}


def band(points: int, most: int, difficulty: str) -> Band | None:
    """Band of Σ points out of n × max, compared without division; None of nothing."""
    if most <= 0 or difficulty not in _LIMITS:  # difficulty "unknown": the description of that year is not at hand
        return None
    sufficient, insufficient = _LIMITS[difficulty]
    if points * 1000 >= sufficient * most:
        return Band.SUFFICIENT
    return Band.INSUFFICIENT if points * 1000 < insufficient * most else Band.UNCERTAIN


class Sample(StrEnum):
    """How much a figure on so many participants says."""

    INFORMATIVE = "ok"
    APPROXIMATE = "attention"
    LIMITED = "stop"
    EMPTY = "neutral"


SAMPLE_TITLE = {
    Sample.INFORMATIVE: "выборка достаточна",
    Sample.APPROXIMATE: "ориентировочно",
    Sample.LIMITED: "мало участников",
    Sample.EMPTY: "нет данных",
}


def sample(participants: int) -> Sample:
    """From 50 informative, from 20 approximate, fewer limited. The source leaves 31-49 open: taken as approximate."""
    if participants <= 0:
        return Sample.EMPTY
    if participants < 20:
        return Sample.LIMITED
    return Sample.APPROXIMATE if participants < 50 else Sample.INFORMATIVE


GROUP_INFORMATIVE = 10  # participants in a group by mark


def peaks(scores: Mapping[int, int], thresholds: tuple[int, int, int] | None) -> list[int]:
    """First scores of a mark that stand out above both neighbors by more than three standard errors, at 50 or more.

    With Poisson counts the second difference 2n(t) − n(t−1) − n(t+1) has variance 4n(t) + n(t−1) + n(t+1).
    A peak is a *question*: the source calls it a possible marker that needs additional analysis.
    """
    if thresholds is None or sum(scores.values()) < 50:
        return []
    found = []
    for threshold in thresholds:
        here, before, after = (scores.get(threshold + step, 0) for step in (0, -1, 1))
        excess = 2 * here - before - after
        if excess > 0 and excess * excess > 9 * (4 * here + before + after):
            found.append(threshold)
    return found


def pass_rate(marks: Mapping[int, int]) -> Decimal | None:
    """Успеваемость: доля «3», «4» и «5»."""
    return percent(marks.get(3, 0) + marks.get(4, 0) + marks.get(5, 0), sum(marks.values()))


def quality_rate(marks: Mapping[int, int]) -> Decimal | None:
    """Качество знаний: доля «4» и «5»."""
    return percent(marks.get(4, 0) + marks.get(5, 0), sum(marks.values()))


def training_degree(marks: Mapping[int, int]) -> Decimal | None:
    """СОУ: (5·1 + 4·0,64 + 3·0,36 + 2·0,16) / n × 100, the weights as hundredths."""
    weights = {5: 100, 4: 64, 3: 36, 2: 16}
    return percent(sum(weights[mark] * n for mark, n in marks.items()), 100 * sum(marks.values()))
