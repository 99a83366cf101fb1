"""Calibration constants: real distributions of one region in 2021 (DOMAIN §14.1) and its schools (§14.2). Pure data.

Shares are percentages. mean and sd: of the maximum. low, eq, up: mark below, equal to, above the journal mark.
J3, J4, J5: share at the first score of the mark minus the share one point below.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Calibration:
    """One row of §14.1. `participants`: scripts in a region of about 640 schools."""

    subject: str
    grade: int
    participants: int
    absent: float
    not_attempted: float
    mean: float
    sd: float
    marks: tuple[float, float, float, float]
    lowered: float
    confirmed: float
    raised: float
    jumps: tuple[float, float, float]


# subject, grade, N, absent, X, mean, sd, «2», «3», «4», «5», low, eq, up, J3, J4, J5
# fmt: off
_ROWS = (
    ("ma", 4, 24917, 6.5, 2.1, 60.0, 18.9, 3.3, 23.6, 46.2, 26.9, 12.9, 65.3, 21.8, 3.1, 0.3, -3.0),
    ("okr", 4, 24738, 7.1, 1.6, 68.2, 16.7, 0.7, 19.7, 58.1, 21.4, 20.6, 66.5, 12.9, 0.3, 1.0, 0.1),
    ("ru", 4, 24967, 6.1, 1.3, 64.9, 20.2, 7.6, 31.6, 45.0, 15.8, 19.3, 68.5, 12.2, 2.6, 0.9, -0.6),
    ("bi", 5, 23450, 10.4, 3.4, 58.2, 16.3, 8.7, 42.3, 39.4, 9.6, 40.6, 54.8, 4.7, 8.4, 6.8, 1.5),
    ("is", 5, 23956, 11.2, 3.8, 50.3, 21.4, 7.5, 40.9, 38.4, 13.2, 35.6, 57.8, 6.6, 9.6, 6.2, 0.3),
    ("ma", 5, 23704, 9.3, 7.4, 48.2, 19.5, 14.8, 41.1, 32.2, 11.9, 35.4, 57.6, 7.1, 14.9, 6.2, 0.0),
    ("ru", 5, 23785, 10.2, 3.4, 58.0, 21.5, 14.9, 40.6, 33.3, 11.2, 33.5, 59.9, 6.6, 5.2, 2.5, 0.5),
    ("bi", 6, 12203, 9.2, 6.1, 58.9, 17.0, 9.8, 44.4, 37.5, 8.2, 39.3, 56.2, 4.5, 9.2, 6.5, 1.0),
    ("gg", 6, 11628, 9.3, 3.8, 57.1, 18.5, 3.5, 44.5, 42.3, 9.7, 30.2, 63.9, 6.0, 2.0, 3.9, 0.9),
    ("is", 6, 11832, 14.3, 6.2, 48.8, 20.5, 11.0, 45.5, 33.7, 9.8, 36.6, 57.7, 5.7, 10.1, 3.7, -0.8),
    ("ma", 6, 23439, 9.7, 7.5, 48.8, 20.0, 16.0, 50.1, 29.2, 4.7, 38.2, 58.6, 3.2, 19.1, 8.2, 0.2),
    ("ob", 6, 11515, 10.1, 6.1, 59.3, 19.4, 9.6, 43.0, 36.0, 11.4, 42.0, 53.8, 4.2, 8.3, 6.5, 1.9),
    ("ru", 6, 23320, 9.4, 3.3, 60.2, 19.6, 18.3, 41.3, 32.4, 7.9, 36.2, 59.1, 4.7, 7.3, 3.3, 0.8),
    ("en", 7, 16635, 14.9, 1.7, 51.9, 22.6, 25.8, 43.4, 25.0, 5.8, 54.6, 43.7, 1.8, 12.3, 7.8, 1.5),
    ("bi", 7, 14845, 10.6, 4.0, 52.9, 18.1, 10.2, 49.2, 32.8, 7.8, 39.9, 55.5, 4.6, 9.3, 4.8, 0.7),
    ("gg", 7, 21231, 11.8, 5.9, 51.0, 22.7, 11.3, 57.6, 25.0, 6.1, 44.5, 53.4, 2.1, 6.7, 6.7, 1.1),
    ("is", 7, 21399, 13.1, 6.7, 45.1, 19.8, 12.2, 46.7, 32.1, 9.0, 36.8, 57.4, 5.8, 10.2, 3.6, 0.1),
    ("ma", 7, 21308, 11.1, 9.7, 50.0, 19.7, 13.9, 52.8, 27.0, 6.3, 30.1, 64.2, 5.6, 15.7, 5.6, 0.1),
    ("de", 7, 3711, 12.3, 1.4, 53.7, 21.0, 22.0, 48.4, 24.4, 5.1, 47.1, 51.4, 1.4, 11.1, 4.5, 1.2),
    ("ob", 7, 21166, 11.9, 6.4, 59.7, 19.2, 12.0, 47.1, 33.9, 7.0, 43.7, 53.1, 3.1, 11.2, 7.8, 1.6),
    ("ru", 7, 21700, 9.9, 3.4, 57.7, 19.2, 18.4, 46.0, 29.9, 5.7, 36.3, 60.0, 3.7, 7.7, 3.5, 1.1),
    ("fi", 7, 21043, 12.8, 10.2, 37.0, 15.5, 13.7, 48.9, 29.2, 8.2, 34.8, 58.0, 7.2, 21.7, 4.8, -2.3),
    ("bi", 8, 6380, 11.2, 3.7, 55.3, 16.6, 7.1, 43.7, 40.8, 8.3, 31.7, 61.9, 6.4, 5.9, 3.9, 0.6),
    ("gg", 8, 6323, 13.4, 6.8, 52.3, 20.5, 10.8, 56.3, 27.2, 5.8, 43.2, 54.9, 1.8, 6.5, 6.3, 1.4),
    ("is", 8, 6704, 17.7, 5.4, 49.4, 19.5, 8.9, 39.7, 37.7, 13.6, 27.6, 63.2, 9.2, 7.8, 2.0, -0.1),
    ("ma", 8, 19010, 12.1, 15.0, 44.3, 17.4, 13.6, 59.9, 24.5, 1.9, 34.8, 62.3, 2.8, 13.1, 6.7, 0.2),
    ("ob", 8, 6285, 13.5, 4.5, 56.8, 19.4, 16.4, 46.8, 29.0, 7.8, 47.4, 49.6, 3.0, 11.5, 7.1, 1.4),
    ("ru", 8, 19091, 11.4, 2.8, 57.5, 19.0, 21.5, 37.3, 35.0, 6.2, 34.4, 59.4, 6.1, 11.4, 1.5, 0.7),
    ("fi", 8, 6698, 12.8, 11.4, 37.2, 15.5, 13.3, 48.4, 30.2, 8.1, 38.2, 56.6, 5.2, 21.3, 5.3, -3.0),
    ("hi", 8, 6590, 12.0, 6.0, 57.5, 20.3, 5.3, 34.2, 41.4, 19.0, 13.7, 63.7, 22.7, 2.4, -1.2, -1.6),
    ("gg", 10, 1039, 10.5, 3.1, 64.7, 18.5, 2.8, 30.6, 47.7, 18.9, 36.2, 58.0, 5.8, 3.9, 7.1, 4.0),
    ("en", 11, 6097, 23.2, 2.5, 57.9, 21.8, 12.0, 28.8, 37.5, 21.8, 39.2, 53.4, 7.4, 5.2, 3.6, -0.9),
    ("bi", 11, 8260, 18.2, 5.5, 61.6, 18.0, 4.6, 27.6, 44.5, 23.3, 33.2, 58.3, 8.5, 3.6, 3.7, 1.2),
    ("gg", 11, 8458, 13.6, 4.5, 66.4, 17.5, 2.0, 27.9, 50.5, 19.6, 35.2, 57.8, 7.0, 3.2, 6.7, 2.5),
    ("is", 11, 8711, 16.8, 6.4, 66.8, 19.4, 3.8, 26.8, 47.7, 21.7, 29.2, 60.3, 10.4, 2.9, 3.6, 0.4),
    ("fi", 11, 8394, 18.3, 7.2, 59.0, 17.1, 4.6, 42.2, 40.2, 13.0, 33.0, 59.3, 7.7, 5.3, 5.6, -0.6),
    ("hi", 11, 8132, 17.0, 7.4, 61.9, 20.1, 5.4, 34.3, 43.7, 16.6, 30.1, 61.8, 8.1, 3.5, 4.1, 0.9),
)
# fmt: on

CALIBRATION: dict[tuple[str, int], Calibration] = {
    (subject, grade): Calibration(
        subject, grade, count, absent, x, mean, sd, (m2, m3, m4, m5), low, eq, up, (j3, j4, j5)
    )
    for subject, grade, count, absent, x, mean, sd, m2, m3, m4, m5, low, eq, up, j3, j4, j5 in _ROWS
}

#: Participants of Russian 6 by school: deciles 0..100 % over 632 schools (§14.2).
SIZE_DECILES = (1, 6, 9, 13, 16, 21, 30, 47, 64, 92, 248)
#: Pupils of a grade relative to grade 6 in the same school: N plus absent of Russian, §14.1; grades 10 and 11 by history.
GRADE_FACTOR = {4: 1.03, 5: 1.03, 6: 1.0, 7: 0.94, 8: 0.84, 10: 0.40, 11: 0.41}
CLASS_SIZE = 22  # a parallel is divided so that the mean is about 17.5 and the median 19 (§14.2)
SETTLEMENT = (("rural", 0.68), ("town", 0.06), ("city", 0.26))  # §14.2, the capital counted as a city
FIRST_VARIANT = 0.51  # §14.2: variants 1 and 2 are about 51:49

#: Repairs and garbage seen in 9.63 million cells and about 554,000 scripts of 2021 (§5.4), as shares.
SMALL_LATIN_X, CYRILLIC_X, SMALL_CYRILLIC_X = 25_512 / 492_626, 1_003 / 492_626, 158 / 492_626  # of the X cells
CAPITAL_GENDER, BLANK_IN_MARK, MARK_OUT_OF_DOMAIN = 12_778 / 554_000, 585 / 554_000, 23 / 554_000  # of the scripts
TOTAL_DIFFERS, VARIANT_OUT_OF_LIST = 519 / 554_000, 22 / 554_000
ABOVE_MAXIMUM, QUESTION, LATIN_H, STRAY = (
    796 / 9_630_000,
    106 / 9_630_000,
    35 / 9_630_000,
    4 / 9_630_000,
)  # of the cells
NOT_TAUGHT_SHARE = 37_695 / 9_630_000
NO_JOURNAL_MARK = 0.02  # ANALYTICS §1


def calibration_of(subject: str, grade: int) -> Calibration:
    """The row of the assessment; without one, of the same subject in the nearest grade, then of the grade's Russian."""
    if (subject, grade) in CALIBRATION:
        return CALIBRATION[subject, grade]
    alike = {"li": "ru", "lch": "ru", "inf": "ma", "fr": "en"}.get(subject, subject)
    same = [row for row in CALIBRATION.values() if row.subject == alike]
    return min(same or list(CALIBRATION.values()), key=lambda row: (abs(row.grade - grade), row.grade))


def participation(row: Calibration) -> float:
    """Share of the grade that writes the subject: in grades 6 and 8 a draw gives each class two of the subjects."""
    enrolled = row.participants / (1 - row.absent / 100)
    most = max(
        (other.participants / (1 - other.absent / 100) for other in CALIBRATION.values() if other.grade == row.grade),
        default=enrolled,
    )
    return enrolled / most
