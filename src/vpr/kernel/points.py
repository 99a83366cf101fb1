"""Points of one task place as stored: a small signed integer.

`0..max` are points. Negative values are the special values of the forms (DOMAIN §5.3); both count as 0 in every statistic.
`None` means that there is no value at all: the participant was absent in that part.
"""

NOT_ATTEMPTED = -1  # «X»: не приступал
NOT_TAUGHT = -2  # «не пройд.»: тема не пройдена (2021)
ABSENT_VARIANT = 0  # «отсутствовал» stored in a variant column


def counted(points: int | None) -> int:
    """Points as they enter a sum: special values and absence count as 0."""
    return points if points is not None and points > 0 else 0


def mark_for(raw_score: int, thresholds: tuple[int, int, int]) -> int:
    """Mark 2..5 = 2 + [s >= t3] + [s >= t4] + [s >= t5] (DOMAIN §8.5)."""
    return 2 + sum(raw_score >= threshold for threshold in thresholds)
