"""Scripts as a person typed them: columns of texts, clean or with the garbage of real files. Pure."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from vpr.simulation import calibration as c
from vpr.simulation.answers import ABSENT_POINTS, Scripts
from vpr.simulation.cohort import CLASS_LETTERS

Texts: TypeAlias = npt.NDArray[Any]
_SPECIAL = {-1: "X", -2: "не пройд.", ABSENT_POINTS: ""}


@dataclass
class TypedScripts:
    """Arrays of `str`, one entry for a script. `points`: rows × tasks."""

    code: Texts
    variants: list[Texts]
    points: Texts
    class_letter: Texts
    class_number: Texts
    gender: Texts
    journal: Texts
    total: Texts


def typed(scripts: Scripts) -> TypedScripts:
    """Clean texts; an absent participant has a code and «отсутствовал» only."""
    cohort, who = scripts.cohort, scripts.who
    absent = (scripts.variants[:, : scripts.work.parts] == 0).all(axis=1)
    number = cohort.class_number[who]
    letters = np.array(
        [CLASS_LETTERS[i % len(CLASS_LETTERS)] for i in range(int(number.max(initial=1)) + 1)], dtype=object
    )
    single = _classes_of_school(cohort.school, cohort.class_number)[cohort.school[who]] == 1
    sums = np.where(scripts.points > 0, scripts.points, 0).sum(axis=1)
    shown = {
        "class_letter": np.where(single, "нет", letters[number - 1]),
        "class_number": _numbers(number),
        "gender": np.array(["", "м", "ж"], dtype=object)[cohort.gender[who]],
        "journal": np.where(scripts.journal < 0, "нет отметки", _numbers(scripts.journal)),
        "total": _numbers(sums),
    }
    for texts in shown.values():
        texts[absent] = ""
    variants = [
        np.where(scripts.variants[:, part] == 0, "отсутствовал", _numbers(scripts.variants[:, part]))
        for part in range(scripts.work.parts)
    ]
    return TypedScripts(code=_numbers(cohort.code[who]), variants=variants, points=_points(scripts.points), **shown)


def spoil(rng: np.random.Generator, texts: TypedScripts, maxima: list[int], *, safe_only: bool = False) -> None:
    """The garbage that the real system let through, at its real rates (DOMAIN §5.4).

    `safe_only`: only what a check repairs by itself, for forms that should be accepted.
    """
    x_cells = np.argwhere(texts.points == "X")
    for letter, share in (("x", c.SMALL_LATIN_X), ("Х", c.CYRILLIC_X), ("х", c.SMALL_CYRILLIC_X), ("Ч", 2e-6)):
        _put(texts.points, x_cells, _some(rng, len(x_cells), share), letter)
    present = np.flatnonzero(texts.gender != "")
    capital = present[_some(rng, len(present), c.CAPITAL_GENDER)]
    texts.gender[capital] = [text.upper() for text in texts.gender[capital]]
    for row in present[_some(rng, len(present), c.BLANK_IN_MARK)]:
        texts.journal[row] = texts.journal[row] + "\u00a0"
    for row in present[_some(rng, len(present), c.TOTAL_DIFFERS)]:
        texts.total[row] = str(int(texts.total[row]) + 1)
    if not safe_only:
        _spoil_beyond_repair(rng, texts, maxima, present)


def _spoil_beyond_repair(
    rng: np.random.Generator, texts: TypedScripts, maxima: list[int], present: npt.NDArray[np.int64]
) -> None:
    digits = np.argwhere(np.char.isdigit(texts.points.astype("U9")))
    for garbage, share in (("?", c.QUESTION), ("H", c.LATIN_H), ("-1", c.STRAY)):
        _put(texts.points, digits, _some(rng, len(digits), share), garbage)
    for row, place in digits[_some(rng, len(digits), c.ABOVE_MAXIMUM)]:
        texts.points[row, place] = str(maxima[place] + int(rng.integers(1, 4)))
    texts.journal[present[_some(rng, len(present), c.MARK_OUT_OF_DOMAIN)]] = "8"
    texts.variants[0][present[_some(rng, len(present), c.VARIANT_OUT_OF_LIST)]] = "3"


def _some(rng: np.random.Generator, count: int, share: float) -> npt.NDArray[np.int64]:
    return np.flatnonzero(rng.random(count) < share)


def _put(target: Texts, cells: npt.NDArray[np.int64], chosen: npt.NDArray[np.int64], text: str) -> None:
    rows, places = cells[chosen, 0], cells[chosen, 1]
    target[rows, places] = text


def _points(points: npt.NDArray[np.int16]) -> Texts:
    low, high = ABSENT_POINTS, int(points.max(initial=0))
    words = np.array([_SPECIAL.get(value, str(value)) for value in range(low, high + 1)], dtype=object)
    return words[points.astype(np.int32) - low]


def _numbers(values: npt.NDArray[Any]) -> Texts:
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    words = np.array([str(value) for value in range(low, high + 1)], dtype=object)
    return words[values.astype(np.int64) - low]


def _classes_of_school(school: npt.NDArray[np.int32], number: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    counts = np.zeros(int(school.max(initial=0)) + 1, dtype=np.int32)
    np.maximum.at(counts, school, number)
    return counts
