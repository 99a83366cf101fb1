"""The distribution of raw scores that a calibration row asks for: mean, spread, shares of marks, jumps at boundaries. Pure."""

import math
from itertools import pairwise
from statistics import NormalDist
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from vpr.simulation.calibration import Calibration

Shares: TypeAlias = npt.NDArray[Any]
_SWEEPS = 40


def score_shares(row: Calibration, max_score: int, thresholds: tuple[int, int, int] | None) -> Shares:
    """Probability of each raw score 0..max_score."""
    scores = np.arange(max_score + 1)
    mean, sd = row.mean / 100 * max_score, max(row.sd / 100 * max_score, 0.8)
    shares: Shares = np.exp(-0.5 * ((scores - mean) / sd) ** 2)
    shares /= shares.sum()
    if thresholds is None:
        return shares
    edges = (0, *thresholds, max_score + 1)
    for _ in range(_SWEEPS):
        _fit_marks(shares, row.marks, edges)
        for place, jump in zip(thresholds, row.jumps, strict=True):
            _fit_jump(shares, place, jump / 100, edges)
    _fit_marks(shares, row.marks, edges)
    return shares


def _fit_marks(shares: Shares, marks: tuple[float, ...], edges: tuple[int, ...]) -> None:
    total = sum(marks)
    for mark, (low, high) in enumerate(pairwise(edges)):
        part = shares[low:high].sum()
        if part > 0:
            shares[low:high] *= marks[mark] / total / part


def _fit_jump(shares: Shares, place: int, jump: float, edges: tuple[int, ...]) -> None:
    """Moves mass inside the segments on both sides, half of the difference each, never more than the half of a segment."""
    below, above = _segment(place - 1, edges), _segment(place, edges)
    need = jump - (shares[place] - shares[place - 1])
    for target, (low, high), change in ((place - 1, below, -need / 2), (place, above, need / 2)):
        if high - low < 2:
            continue
        rest = shares[low:high].sum() - shares[target]
        change = float(np.clip(change, -0.8 * shares[target], 0.5 * rest))
        others = np.ones(len(shares), dtype=bool)
        others[:low] = others[high:] = others[target] = False
        shares[others] *= (rest - change) / rest
        shares[target] += change


def _segment(score: int, edges: tuple[int, ...]) -> tuple[int, int]:
    return next((low, high) for low, high in pairwise(edges) if low <= score < high)


def scores_at(shares: Shares, uniform: Shares) -> npt.NDArray[np.int32]:
    """Quantiles: raw scores for numbers in [0, 1)."""
    return np.searchsorted(np.cumsum(shares)[:-1], uniform, side="right").astype(np.int32)


def journal_shift(row: Calibration) -> float:
    """How much more generous the journal is than the marks, in sd of the latent ability, so that low - up comes out.

    Both are cuts of a bivariate normal with correlation JOURNAL_CORRELATION, computed on a fixed grid.
    """
    cuts = np.cumsum(row.marks)[:-1] / sum(row.marks)
    bounds = np.array([normal_quantile(float(cut)) for cut in cuts])
    first, second = _grid()
    marks = np.searchsorted(bounds, first)
    journal_latent = JOURNAL_CORRELATION * first + math.sqrt(1 - JOURNAL_CORRELATION**2) * second
    low, high = -2.0, 3.0
    want = row.lowered - row.raised
    for _ in range(30):
        middle = (low + high) / 2
        journal = np.searchsorted(bounds - middle, journal_latent)
        got = 100 * ((marks < journal).mean() - (marks > journal).mean())
        low, high = (middle, high) if got < want else (low, middle)
    return (low + high) / 2


JOURNAL_CORRELATION = 0.80  # of latent values; the rank correlation of marks and scores is then 0.65-0.75 (§14.2)


def _grid() -> tuple[Shares, Shares]:
    nodes = np.array([normal_quantile((step + 0.5) / 150) for step in range(150)])
    first, second = np.meshgrid(nodes, nodes)
    return first.ravel(), second.ravel()


def normal_quantile(share: float) -> float:
    """Inverse of the normal distribution function."""
    return NormalDist().inv_cdf(min(max(share, 1e-9), 1 - 1e-9))


def normal_shares(values: Shares) -> Shares:
    """Distribution function of the standard normal, by ranks of a table: accurate to 1e-6, fast on arrays."""
    found: Shares = np.interp(values, _TABLE_X, _TABLE_Y)
    return found


_TABLE_X = np.linspace(-6, 6, 4001)
_TABLE_Y = np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in _TABLE_X])
