"""The slow and obvious answer: every report recomputed from a list of rows with fractions, one row at a time.

A row is a dict: region, municipality, school, code, class_name, variant_1, variant_2, points (list), raw_score, journal_mark.
Shares no code with the product.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def two_places(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator * 10**12) / Decimal(value.denominator) / Decimal(10**12)
    if (value * 100).denominator in (1, 2):  # exact or a tie: no digits may be lost
        exact = Decimal((value * 100).numerator) / Decimal((value * 100).denominator) / 100
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def percent(part, whole):
    return None if whole == 0 else two_places(Fraction(part * 100, whole))


def shares(counts):
    """Largest remainder to hundredths; ties to the larger count, then to the first."""
    whole = sum(counts)
    if whole == 0:
        return [None for _ in counts]
    exact = [Fraction(count * 10000, whole) for count in counts]
    given = [int(x) for x in exact]
    while sum(given) < 10000:
        best = max(
            (i for i in range(len(counts)) if given[i] == int(exact[i])),
            key=lambda i: (exact[i] - int(exact[i]), counts[i], -i),
        )
        given[best] += 1
    return [Decimal(x) / 100 for x in given]


def mark(score, thresholds):
    if thresholds is None:
        return None
    result = 2
    for threshold in thresholds:
        if score >= threshold:
            result += 1
    return result


def participants(rows, variant=None):
    """Those who wrote every part."""
    found = [row for row in rows if row["raw_score"] is not None]
    return [row for row in found if variant is None or row["variant_1"] == variant]


def schools(rows):
    return len({row["school"] for row in rows})


def primary_distribution(rows, max_score):
    return shares([sum(1 for row in rows if row["raw_score"] == score) for score in range(max_score + 1)])


def marks_statistics(rows, thresholds):
    marks = [mark(row["raw_score"], thresholds) for row in rows]
    counts = [marks.count(m) for m in (2, 3, 4, 5)]
    n = len(marks)
    weighted = sum({5: 100, 4: 64, 3: 36, 2: 16}[m] for m in marks)
    return [
        *shares(counts),
        percent(sum(1 for m in marks if m >= 3), n),
        percent(sum(1 for m in marks if m >= 4), n),
        percent(weighted, 100 * n),
    ]


def journal_comparison(rows, thresholds):
    lowered = confirmed = raised = without = by_two = 0
    for row in rows:
        journal = row["journal_mark"]
        if journal is None:
            without += 1
            continue
        step = mark(row["raw_score"], thresholds) - journal
        lowered += step < 0
        confirmed += step == 0
        raised += step > 0
        by_two += abs(step) >= 2
    low, same, high = shares([lowered, confirmed, raised])
    known = lowered + confirmed + raised
    return [low, lowered, same, confirmed, high, raised, without, by_two, percent(by_two, known)]


def points_of(row, i):
    value = row["points"][i]
    return 0 if value is None or value < 0 else value


def task_performance(rows, maxima):
    return [percent(sum(points_of(row, i) for row in rows), len(rows) * maximum) for i, maximum in enumerate(maxima)]


def task_counts(rows, maxima):
    """full, partial, zero, X, not taught for each task."""
    found = []
    for i, maximum in enumerate(maxima):
        full = sum(1 for row in rows if points_of(row, i) >= maximum)
        zero = sum(1 for row in rows if points_of(row, i) == 0)
        skipped = sum(1 for row in rows if row["points"][i] == -1)
        untaught = sum(1 for row in rows if row["points"][i] == -2)
        found.append([full, len(rows) - full - zero, zero, skipped, untaught])
    return found


def task_by_groups(rows, maxima, thresholds):
    found = []
    for group in (2, 3, 4, 5):
        inside = [row for row in rows if mark(row["raw_score"], thresholds) == group]
        found.append([len(inside), *task_performance(inside, maxima)])
    return found
