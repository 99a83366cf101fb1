"""The shortcut for rows that need neither a repair nor a word: most rows of most forms, ten times as fast.

`row_rules.RowReader` is the reference; a property test holds that both say the same.
"""

from functools import lru_cache
from operator import getitem, itemgetter

from vpr.kernel.points import NOT_ATTEMPTED, mark_for
from vpr.results.score_table import ScoreTable
from vpr.results.scripts import ScoreSpec, ScriptRow
from vpr.results.workbooks.scores import LARGEST_CLASS, NO_MARK, ORDINAL_CLASSES_SINCE, allowed_codes
from vpr.workbook.table import Cell

_JOURNAL_MARKS = {2: 2, 3: 3, 4: 4, 5: 5, NO_MARK: None}
_CLASS_NAMES = {number: str(number) for number in range(1, LARGEST_CLASS + 1)}


class PlainRows:
    """Reads rows in which every cell is exactly as the form wants it; None for any other row."""

    def __init__(self, spec: ScoreSpec, table: ScoreTable) -> None:
        at = table.columns
        keys = ["code", "class", "journal_mark"]
        keys += [f"variant_{part}" for part in range(1, spec.parts + 1)]
        keys += [f"task_{place.code}" for place in spec.tasks]
        self._is_usable = (
            spec.generation >= ORDINAL_CLASSES_SINCE and bool(spec.variants) and all(key in at for key in keys)
        )
        if not self._is_usable:
            return
        self._marks = _marks(spec.max_score, spec.thresholds)
        self._codes = allowed_codes(spec)[0]  # the usual range; the others are left to the reference
        self._variants = [{number: number for number in spec.variants}] * spec.parts
        self._read_as = [_points_as(place.max_points) for place in spec.tasks]
        self._of_head = itemgetter(*(at[key] for key in keys[: 3 + spec.parts]))
        indexes = [at[f"task_{place.code}"] for place in spec.tasks]
        self._of_tasks = itemgetter(*indexes, indexes[0])  # two at least: the answer is always a tuple
        self._dependent = _dependencies(spec)
        self._total = at.get("total", -1)
        self._width = max([*(at[key] for key in keys), self._total]) + 1

    def read(self, cells: list[Cell]) -> ScriptRow | None:
        if not self._is_usable:
            return None
        if len(cells) < self._width:
            cells = cells + [""] * (self._width - len(cells))
        code, class_number, mark, *variants = self._of_head(cells)
        if type(code) is not int or code not in self._codes or type(class_number) is not int:
            return None
        try:  # whatever is not exactly as the form wants it is in no table
            class_name, journal_mark = _CLASS_NAMES[class_number], _JOURNAL_MARKS[mark]
            read = list(map(getitem, self._variants, variants))
            points = tuple(map(getitem, self._read_as, self._of_tasks(cells)))
        except KeyError:
            return None
        for at, leading in self._dependent:
            if points[at] > 0 >= points[leading]:
                return None
        raw = sum(points) - NOT_ATTEMPTED * points.count(NOT_ATTEMPTED)
        if self._total >= 0 and cells[self._total] not in ("", raw):
            return None
        return ScriptRow(
            code=code,
            class_name=class_name,
            variant_1=read[0],
            variant_2=read[1] if len(read) > 1 else None,
            points=points,
            raw_score=raw,
            mark=self._marks[raw],
            journal_mark=journal_mark,
        )


@lru_cache(maxsize=64)
def _points_as(most: int) -> dict[Cell, int]:
    return {**{points: points for points in range(most + 1)}, "X": NOT_ATTEMPTED}


@lru_cache(maxsize=256)
def _marks(max_score: int, thresholds: tuple[int, int, int] | None) -> list[int | None]:
    """The mark of each raw score."""
    return [mark_for(raw, thresholds) if thresholds else None for raw in range(max_score + 1)]


def _dependencies(spec: ScoreSpec) -> list[tuple[int, int]]:
    """Pairs (criterion, the one it depends on) by their places in the row of points."""
    places = {place.code: number for number, place in enumerate(spec.tasks)}
    return [(number, places[place.depends_on]) for number, place in enumerate(spec.tasks) if place.depends_on in places]
