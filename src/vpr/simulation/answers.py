"""Scripts of a cohort for one assessment: presence, points, variants, marks of the journal. Pure numpy.

Raw scores follow the calibrated distribution (jumps included) through ranks of ability; points are then dealt to the tasks
so that they sum up to the raw score exactly.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vpr.kernel.points import NOT_ATTEMPTED, NOT_TAUGHT
from vpr.results.scripts import TaskPlace
from vpr.simulation.calibration import (
    FIRST_VARIANT,
    NO_JOURNAL_MARK,
    NOT_TAUGHT_SHARE,
    Calibration,
    calibration_of,
    participation,
)
from vpr.simulation.cohort import Cohort
from vpr.simulation.shape import (
    JOURNAL_CORRELATION,
    journal_shift,
    normal_quantile,
    normal_shares,
    score_shares,
    scores_at,
)

ABSENT_POINTS = -90  # no value: the participant was absent in that part
_SAME_VARIANT = 0.80  # Russian 4 of 2020: 11,293 of 14,143 wrote both parts in the same variant (DOMAIN §5.2)
_PART_MISSED = 0.024  # 658 and 617 of 26,589 missed only one part


@dataclass(frozen=True)
class Work:
    """What is simulated: the assessment as the forms know it."""

    code: str
    subject: str
    grade: int
    year: int
    parts: int
    tasks: tuple[TaskPlace, ...]
    thresholds: tuple[int, int, int] | None

    @property
    def max_score(self) -> int:
        return sum(task.max_points for task in self.tasks)


@dataclass(frozen=True)
class Scripts:
    """Parallel arrays of the participants of one region; `who` are indices into the cohort."""

    work: Work
    cohort: Cohort
    who: npt.NDArray[np.int64]
    points: npt.NDArray[np.int16]  # rows × tasks; ABSENT_POINTS where absent
    variants: npt.NDArray[np.int16]  # rows × 2; 0 absent, -1 no such part
    raw: npt.NDArray[np.int32]  # -1: absent in some part
    journal: npt.NDArray[np.int32]  # 2..5, -1: no mark or absent

    def __len__(self) -> int:
        return len(self.who)

    @property
    def marks(self) -> npt.NDArray[np.int32]:
        """2..5; -1 without a scale or for an incomplete script."""
        if self.work.thresholds is None:
            return np.full(len(self), -1, dtype=np.int32)
        marks = 2 + sum((self.raw >= threshold).astype(np.int32) for threshold in self.work.thresholds)
        return np.where(self.raw < 0, -1, marks).astype(np.int32)


def scripts_of(work: Work, cohort: Cohort, *, seed: int, region: int) -> Scripts:
    """The same seed, region and work give the same scripts."""
    rng = np.random.default_rng([seed, 4, region, stream_of(work.code)])
    row = calibration_of(work.subject, work.grade)
    who = _writers(rng, cohort, row)
    ability = cohort.ability[who]
    latent = (ability + 0.35 * rng.standard_normal(len(who))) / math.sqrt(1 + 0.35**2)
    raw = scores_at(score_shares(row, work.max_score, work.thresholds), normal_shares(latent))
    points = _dealt(rng, work, raw)
    _tie_criteria(work, points)
    _mark_not_attempted(rng, work, points, row.not_attempted / 100)
    if work.year == 2021:
        _mark_not_taught(rng, points, cohort.class_key[who])
    journal = _journal(rng, row, latent)
    variants = _variants(rng, work, len(who))
    _absences(rng, work, row, points, variants, journal)
    whole = np.where(points > 0, points, 0).sum(axis=1, dtype=np.int32)
    incomplete = (variants[:, : work.parts] == 0).any(axis=1)
    return Scripts(work, cohort, who, points, variants, np.where(incomplete, -1, whole).astype(np.int32), journal)


def stream_of(code: str) -> int:
    """The part of a seed that belongs to the work."""
    return int.from_bytes(code.encode()[-12:].rjust(12, b"\0"), "big") % (2**31)


def _writers(rng: np.random.Generator, cohort: Cohort, row: Calibration) -> npt.NDArray[np.int64]:
    """Whole classes: the draw gives a class its subjects."""
    share = participation(row)
    classes = int(cohort.class_key.max(initial=-1)) + 1
    chosen = rng.random(classes) < share
    if not chosen.any():
        chosen[: max(1, classes // 2)] = True
    return np.flatnonzero(chosen[cohort.class_key])


def _dealt(rng: np.random.Generator, work: Work, raw: npt.NDArray[np.int32]) -> npt.NDArray[np.int16]:
    """Points of the tasks with the given sums: every point is a slot, the easiest slots of a script are taken."""
    maxima = np.array([task.max_points for task in work.tasks])
    own = np.random.default_rng(stream_of(work.code))  # difficulty belongs to the work, not to the region
    difficulty = own.normal(0, 0.9, len(maxima))
    of = np.repeat(np.arange(len(maxima)), maxima)
    step = np.concatenate([np.arange(m) * 0.35 for m in maxima])  # the second point of a task is harder than the first
    keys = (difficulty[of] + step).astype(np.float32) + rng.gumbel(0, 0.9, (len(raw), len(of))).astype(np.float32)
    ordered = np.sort(keys, axis=1)
    limit = np.where(raw > 0, ordered[np.arange(len(raw)), np.maximum(raw, 1) - 1], -np.inf).astype(np.float32)
    taken = keys <= limit[:, None]
    starts = np.concatenate([[0], np.cumsum(maxima)[:-1]])
    return np.add.reduceat(taken, starts, axis=1, dtype=np.int16)


def _tie_criteria(work: Work, points: npt.NDArray[np.int16]) -> None:
    """Форма 2026: при нуле за К1 остальные критерии 0 или X. A point of the dependent criterion goes to К1."""
    position = {task.code: place for place, task in enumerate(work.tasks)}
    for place, task in enumerate(work.tasks):
        if task.depends_on is not None:
            wrong = (points[:, position[task.depends_on]] == 0) & (points[:, place] > 0)
            points[wrong, place] -= 1
            points[wrong, position[task.depends_on]] += 1


def _mark_not_attempted(rng: np.random.Generator, work: Work, points: npt.NDArray[np.int16], share: float) -> None:
    """X among the zeros, oftener toward the end of the work."""
    zeros = points == 0
    weights = np.linspace(0.5, 1.5, points.shape[1])
    expected = float((zeros * weights).sum())
    if expected:
        chance = np.minimum(share * points.size / expected * weights, 0.95)
        points[zeros & (rng.random(points.shape) < chance)] = NOT_ATTEMPTED


def _mark_not_taught(rng: np.random.Generator, points: npt.NDArray[np.int16], class_key: npt.NDArray[np.int32]) -> None:
    """2021: a class has not had the topic of a task: the whole column of the class (DOMAIN §5.3)."""
    if len(class_key) == 0:
        return
    chosen = rng.random((int(class_key.max()) + 1, points.shape[1])) < NOT_TAUGHT_SHARE
    points[chosen[class_key]] = NOT_TAUGHT


def _journal(rng: np.random.Generator, row: Calibration, latent: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    cuts = np.cumsum(row.marks)[:-1] / sum(row.marks)
    bounds = np.array([normal_quantile(float(cut)) for cut in cuts]) - journal_shift(row)
    noise = rng.standard_normal(len(latent))
    journal_latent = JOURNAL_CORRELATION * latent + math.sqrt(1 - JOURNAL_CORRELATION**2) * noise
    marks = np.searchsorted(bounds, journal_latent).astype(np.int32) + 2
    marks[rng.random(len(latent)) < NO_JOURNAL_MARK] = -1
    return marks


def _variants(rng: np.random.Generator, work: Work, count: int) -> npt.NDArray[np.int16]:
    variants = np.full((count, 2), -1, dtype=np.int16)
    variants[:, 0] = 1 + (rng.random(count) >= FIRST_VARIANT)
    if work.parts == 2:
        same = rng.random(count) < _SAME_VARIANT
        variants[:, 1] = np.where(same, variants[:, 0], 3 - variants[:, 0])
    return variants


def _absences(
    rng: np.random.Generator,
    work: Work,
    row: Calibration,
    points: npt.NDArray[np.int16],
    variants: npt.NDArray[np.int16],
    journal: npt.NDArray[np.int32],
) -> None:
    """Absent in everything, or in one part of two."""
    luck = rng.random(len(points))
    absent = luck < row.absent / 100
    for part in range(work.parts):
        start = row.absent / 100 + part * _PART_MISSED
        missed = absent | ((luck >= start) & (luck < start + _PART_MISSED)) if work.parts == 2 else absent
        places = np.array([task.part == part + 1 for task in work.tasks])
        points[np.ix_(missed, places)] = ABSENT_POINTS
        variants[missed, part] = 0
    journal[absent] = -1
