"""Who took part in which part of a work, told by variants and points together. Pure.

Rules (DOMAIN §5.4 R05, R06; §5.2 counts of Russian 4 of 2020): «отсутствовал» and points contradict each other, zeros
and X do not; a part without variant and without points was missed; a present participant has no empty cells.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vpr.kernel.points import ABSENT_VARIANT
from vpr.results.importing.cells import EMPTY, GARBAGE, UNKNOWN

Numbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PartPresence:
    """Row masks and the two variants of the ledger (UNKNOWN: not stated or no such part)."""

    variants: Numbers  # rows × 2
    is_present_by_task: Mask  # rows × tasks
    is_whole: Mask  # present in every part
    nothing: Mask  # neither a variant nor points anywhere
    contradiction: Mask  # absent, but with points
    gaps: Mask  # rows × tasks: empty although present
    silent: Mask  # a part without variant and points, counted as missed
    zeros: Mask  # absent with zeros or X


def presence_of(stated: list[Numbers], matrix: Numbers, part_of_task: Numbers, parts: int) -> PartPresence:
    """`stated`: one column of variants for each part, or a single one for both; `part_of_task`: 1 or 2 by column."""
    count = len(matrix)
    variants = np.full((count, 2), UNKNOWN, dtype=np.int32)
    present = np.zeros(matrix.shape, dtype=bool)
    absent_in = np.zeros((count, parts), dtype=bool)
    contradiction, silent, zeros = (np.zeros(count, dtype=bool) for _ in range(3))
    anything = (matrix != EMPTY).any(axis=1) | np.any([column >= 0 for column in stated], axis=0)
    shared = len(stated) < parts
    for part in range(parts):
        said = stated[0 if shared else part]
        places = part_of_task == part + 1
        cells = matrix[:, places]
        filled = (cells != EMPTY).any(axis=1)
        scored = ((cells > 0) | (cells == GARBAGE)).any(axis=1)
        absent = said == ABSENT_VARIANT
        contradiction |= absent & scored
        zeros |= absent & filled & ~scored
        # A two-part row may lack the whole part; a part with a variant of its own but no points has lost its points.
        missed = ~absent & ~filled & anything if parts == 2 and shared else (said < 0) & ~filled & anything
        silent |= missed & (parts == 2)
        absent_in[:, part] = absent | (missed & (parts == 2))
        variants[:, part] = np.where(absent_in[:, part], ABSENT_VARIANT, np.where(said > 0, said, UNKNOWN))
        present[:, places] = ~absent_in[:, part][:, None]
    # One column for two parts names the variant of the part that was written; of both, only the first is told.
    if shared and parts == 2:
        variants[:, 1] = np.where(absent_in[:, 1] | absent_in[:, 0], variants[:, 1], UNKNOWN)
    return PartPresence(
        variants=variants,
        is_present_by_task=present,
        is_whole=np.logical_not(absent_in.any(axis=1, keepdims=True))[:, 0],
        nothing=~anything,
        contradiction=contradiction,
        gaps=present & (matrix == EMPTY) & anything[:, None],
        silent=silent,
        zeros=zeros,
    )
