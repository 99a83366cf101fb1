"""What real people do to a form, on its cells as texts: mistakes to be mended, and habits that are repaired by themselves."""

import random
from collections.abc import Callable, Sequence

from vpr.workbook.declaration import Column, ColumnKind

Cells = list[list[str]]
Mistake = Callable[[random.Random, Sequence[Column], Cells], None]


def _places(columns: Sequence[Column], kind: ColumnKind) -> list[int]:
    return [place for place, column in enumerate(columns) if column.kind is kind]


def _written(columns: Sequence[Column], cells: Cells) -> list[list[str]]:
    """Rows of those who were present: every point has a value."""
    points = _places(columns, ColumnKind.POINTS)
    return [row for row in cells if all(row[place] for place in points)]


def points_above_maximum(chance: random.Random, columns: Sequence[Column], cells: Cells) -> None:
    place = chance.choice(_places(columns, ColumnKind.POINTS))
    for row in chance.sample(_written(columns, cells), k=min(3, len(_written(columns, cells)))):
        row[place] = str((columns[place].max_points or 1) + chance.randint(1, 2))


def empty_points(chance: random.Random, columns: Sequence[Column], cells: Cells) -> None:
    for row in chance.sample(_written(columns, cells), k=min(2, len(_written(columns, cells)))):
        row[chance.choice(_places(columns, ColumnKind.POINTS))] = ""


def no_variant(chance: random.Random, columns: Sequence[Column], cells: Cells) -> None:
    place = next(at for at, column in enumerate(columns) if column.key == "variant_1")
    chance.choice(_written(columns, cells))[place] = ""


def strange_sign(chance: random.Random, columns: Sequence[Column], cells: Cells) -> None:
    chance.choice(_written(columns, cells))[chance.choice(_places(columns, ColumnKind.POINTS))] = "?"


def code_twice(chance: random.Random, columns: Sequence[Column], cells: Cells) -> None:
    if len(cells) > 1:
        cells[-1][0] = cells[0][0]


def strange_mark(chance: random.Random, columns: Sequence[Column], cells: Cells) -> None:
    place = next(at for at, column in enumerate(columns) if column.key == "journal_mark")
    chance.choice(_written(columns, cells))[place] = "8"


def cyrillic_x(chance: random.Random, columns: Sequence[Column], cells: Cells) -> None:
    """A habit, not a mistake: «х» and «Х» of the Russian keyboard are taken for X."""
    for row in cells:
        for place in _places(columns, ColumnKind.POINTS):
            if row[place] == "X":
                row[place] = chance.choice("хХx")


#: Each faulty school makes one of these, in turn.
MISTAKES: tuple[Mistake, ...] = (
    points_above_maximum,
    empty_points,
    no_variant,
    strange_sign,
    code_twice,
    strange_mark,
)
