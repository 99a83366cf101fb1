"""Counts of one unit as plain Python integers: what every report is made of. The only reader of the engine's answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from vpr.analytics import expressions
from vpr.analytics.engine import Question, engine
from vpr.analytics.schema import Relation
from vpr.analytics.specification import Specification

TaskCounts = list[int]  # n, then the sum of points of each task

Tallies = dict[Any, "Tally"]


@dataclass
class Tally:
    """Counts of one unit: participants of every part, of some, of none; by score and journal mark; by task and mark."""

    schools: int = 0
    n: int = 0
    partial: int = 0
    absent: int = 0
    scores: dict[tuple[int, int | None], int] = field(default_factory=dict)
    tasks: dict[int, TaskCounts] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        self.schools += other.schools
        self.n += other.n
        self.partial += other.partial
        self.absent += other.absent
        for key, n in other.scores.items():
            self.scores[key] = self.scores.get(key, 0) + n
        for mark, counts in other.tasks.items():
            mine = self.tasks.get(mark)
            self.tasks[mark] = list(counts) if mine is None else [a + b for a, b in zip(mine, counts, strict=True)]

    @property
    def by_score(self) -> dict[int, int]:
        histogram: dict[int, int] = {}
        for (score, _), n in self.scores.items():
            histogram[score] = histogram.get(score, 0) + n
        return histogram

    def marks(self, spec: Specification) -> dict[int, int]:
        """Mark -> participants; empty without a scale."""
        counts: dict[int, int] = {}
        for score, n in self.by_score.items():
            mark = spec.mark(score)
            if mark is not None:
                counts[mark] = counts.get(mark, 0) + n
        return counts

    def task_counts(self, size: int) -> TaskCounts:
        """Over all marks."""
        total = [0] * (1 + size)
        for counts in self.tasks.values():
            total = [a + b for a, b in zip(total, counts, strict=True)]
        return total


def total(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


@dataclass(frozen=True)
class Wanted:
    """Which counts a report needs, with the variant filter and the scale."""

    scores: bool = False
    tasks: bool = False
    variant: tuple[str, int] | None = None  # column and value
    thresholds: tuple[int, int, int] | None = None

    def chosen(self, **path: int) -> dict[str, int]:
        return path | ({self.variant[0]: self.variant[1]} if self.variant else {})

    def scale(self) -> dict[str, int]:
        return dict(zip(("from_3", "from_4", "from_5"), self.thresholds or (-1, -1, -1), strict=True))


@lru_cache(maxsize=512)
def _asked(
    path: Path, question: Question, extra: tuple[Any, ...], chosen: tuple[tuple[str, int], ...]
) -> tuple[Any, ...]:
    """An answer from a file never changes, because the file's name holds its digest."""
    running = engine()
    return tuple(running.ask(question, running.parquet(path), *extra, **dict(chosen)))


def _ask(path: Path, question: Question, *extra: Any, **chosen: int) -> tuple[Any, ...]:
    return _asked(path, question, extra, tuple(chosen.items()))


def _collect(
    tallies: Tallies, width: int, presence: Iterable[Any], scores: Iterable[Any], tasks: Iterable[Any]
) -> Tallies:
    """Rows of three answers into tallies; `width` columns of each row are the key."""

    def of(row: tuple[Any, ...]) -> Tally:
        found: Tally = tallies.setdefault(row[0] if width == 1 else row[:width], Tally())
        return found

    for row in presence:
        tally = of(row)
        tally.schools, tally.n, tally.partial, tally.absent = (int(value or 0) for value in row[width:])
    for row in scores:
        score, journal, n = row[width:]
        of(row).scores[(score, journal)] = int(n)
    for row in tasks:
        of(row).tasks[row[width]] = [int(value) for value in row[width + 1 :]]
    return tallies


def of_levels(files: dict[Relation, Path], wanted: Wanted, *, region: int, municipality: int) -> dict[str, Tally]:
    """Tallies of the sample, the region and the municipality from the counters, in one pass over each of them."""
    chosen = wanted.chosen(of_region=region, of_municipality=municipality)
    slices = _collect(
        {},
        2,
        _ask(files[Relation.SCHOOLS], expressions.presence_of_levels, **chosen),
        _ask(files[Relation.SCORES], expressions.scores_of_levels, **chosen) if wanted.scores else (),
        _ask(files[Relation.TASKS], expressions.tasks_of_levels, **chosen, **wanted.scale()) if wanted.tasks else (),
    )
    return {
        "sample": total(slices.values()),
        "region": total(tally for (inside, _), tally in slices.items() if inside),
        "municipality": total(tally for (_, inside), tally in slices.items() if inside),
    }


def of_counters(files: dict[Relation, Path], wanted: Wanted, unit: str, **path: int) -> Tallies:
    """Tallies of regions (`unit` = "region") or municipalities below the unit chosen by `path`."""
    chosen = wanted.chosen(**path)
    return _collect(
        {},
        1,
        _ask(files[Relation.SCHOOLS], expressions.presence_below, unit, **chosen),
        _ask(files[Relation.SCORES], expressions.scores_below, unit, **chosen) if wanted.scores else (),
        _ask(files[Relation.TASKS], expressions.tasks_below, unit, **chosen, **wanted.scale()) if wanted.tasks else (),
    )


def of_scripts(files: dict[Relation, Path], wanted: Wanted, spec: Specification, unit: str, **path: int) -> Tallies:
    """Tallies of schools or classes straight from the file: statistics of the row groups find the rows."""
    chosen = wanted.chosen(**path)
    file = files[Relation.SCRIPTS]
    return _collect(
        {},
        1,
        _ask(file, expressions.presence_of_scripts, unit, **chosen),
        _ask(file, expressions.scores_of_scripts, unit, **chosen) if wanted.scores else (),
        _ask(file, expressions.tasks_of_scripts, unit, _maxima(spec), **chosen, **wanted.scale())
        if wanted.tasks
        else (),
    )


def of_rows(rows: pa.Table, wanted: Wanted, spec: Specification, unit: str) -> Tallies:
    """The same for rows of the ledger: a school's preliminary results."""
    running = engine()
    relation: ir.Table = running.arrow(rows)
    chosen = wanted.chosen()
    return _collect(
        {},
        1,
        running.ask(expressions.presence_of_scripts, relation, unit, **chosen),
        running.ask(expressions.scores_of_scripts, relation, unit, **chosen) if wanted.scores else (),
        running.ask(expressions.tasks_of_scripts, relation, unit, _maxima(spec), **chosen, **wanted.scale())
        if wanted.tasks
        else (),
    )


def task_counters(
    files: dict[Relation, Path] | None,
    rows: pa.Table | None,
    wanted: Wanted,
    spec: Specification,
    class_name: str | None,
    **path: int,
) -> list[int]:
    """n, then the five counters of each task, for one unit; a school's may be narrowed to a class."""
    chosen = wanted.chosen(**path)
    if rows is not None:
        running = engine()
        question = expressions.counters_of_scripts
        found = running.ask(question, running.arrow(rows), "class_name", _maxima(spec), **wanted.chosen())
    elif files is None:
        found = []
    elif "school" in path:
        question = expressions.counters_of_scripts
        found = list(_ask(files[Relation.SCRIPTS], question, "class_name", _maxima(spec), **chosen))
    else:
        found = list(_ask(files[Relation.TASKS], expressions.counters_of_unit, **chosen))
    whole = [0] * (1 + 5 * len(spec.tasks))
    for row in found:
        if class_name is None or row[0] == class_name:
            whole = [a + int(b) for a, b in zip(whole, row[1:], strict=True)]
    return whole


def _maxima(spec: Specification) -> tuple[int, ...]:
    return tuple(task.max_points for task in spec.tasks)


def listed(files: dict[Relation, Path], **path: int) -> tuple[Any, ...]:
    """Scripts one by one, in the columns of the file; not cached: it may be a whole region."""
    running = engine()
    return tuple(running.ask(expressions.listed, running.parquet(files[Relation.SCRIPTS]), **path))


def school_scores(files: dict[Relation, Path], **path: int) -> tuple[Any, ...]:
    """(school, participants, sum of raw scores) below the chosen unit."""
    return _ask(files[Relation.SCRIPTS], expressions.school_scores, **path)
