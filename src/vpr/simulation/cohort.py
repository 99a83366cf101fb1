"""Pupils of one grade of a region as codes: one code for all works of the campaign, a class, an ability. Pure."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vpr.simulation.calibration import CLASS_SIZE, GRADE_FACTOR
from vpr.simulation.territory import RegionPlan

CLASS_LETTERS = "АБВГДЕЖЗИКЛМ"
#: Shares of variance of the latent ability: school and place are in `RegionPlan.level`, the rest is the pupil's own.
_CLASS_SD, _PUPIL_SD = 0.15, 0.90


@dataclass(frozen=True)
class Cohort:
    """Parallel arrays, sorted by school and class. `ability` has mean 0 and variance about 1."""

    grade: int
    school: npt.NDArray[np.int32]  # index into the plan of the region
    code: npt.NDArray[np.int32]
    class_number: npt.NDArray[np.int32]  # 1, 2, ... within the school
    class_key: npt.NDArray[np.int32]  # one number for each class of the region
    gender: npt.NDArray[np.int32]
    ability: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.school)


def cohort_of(plan: RegionPlan, *, grade: int, seed: int) -> Cohort:
    """The same seed, region and grade give the same pupils, whatever else is simulated."""
    rng = np.random.default_rng([seed, 3, int(plan.code), grade])
    factor = GRADE_FACTOR.get(grade, 1.0)
    noise = rng.lognormal(0, 0.12, len(plan.sizes))
    sizes = np.clip(np.rint(plan.sizes * factor * noise), 1, 1400).astype(np.int32)
    if grade >= 10:  # a small school has no senior grades
        sizes[plan.sizes < 8] = 0
    classes = np.maximum(1, np.ceil(sizes / (CLASS_SIZE * 1.25))).astype(np.int32)
    school = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    serial = np.arange(len(school), dtype=np.int32) - starts[school]
    class_number = (serial * classes[school] // np.maximum(sizes[school], 1)).astype(np.int32) + 1
    class_key = (np.concatenate([[0], np.cumsum(classes)[:-1]])[school] + class_number - 1).astype(np.int32)
    class_effect = _CLASS_SD * rng.standard_normal(int(classes.sum()))
    ability = plan.level[school] + class_effect[class_key] + _PUPIL_SD * rng.standard_normal(len(school))
    return Cohort(
        grade=grade,
        school=school,
        code=(serial + 1 + 10_000 * _code_prefix(grade)).astype(np.int32),
        class_number=class_number,
        class_key=class_key,
        gender=rng.integers(1, 3, len(school), dtype=np.int32),
        ability=ability,
    )


def _code_prefix(grade: int) -> int:
    """40001 for grade 4, 20001 for grade 10, 10001 for grade 11 (DOMAIN §3, five digits since 2022)."""
    return {10: 2, 11: 1}.get(grade, grade)
