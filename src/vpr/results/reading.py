"""Cells of a score table as understood: one pure function for each kind of column, with every safe repair.

Each returns `Value(value, after)`, where `after` is the normalized text when something was repaired and None when
the cell was right as typed, or the `Bad` reason, whose code and details make a fault.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from vpr.kernel.points import ABSENT_VARIANT, NOT_ATTEMPTED, NOT_TAUGHT
from vpr.workbook.headers import plain_text
from vpr.workbook.table import Cell

#: Stands in a cell that holds #Н/Д and the like: the reader gives such cells as empty.
FORMULA_ERROR = "#ошибка"

_WHOLE = re.compile(r"^[+]?(\d{1,9})(?:[.,]0{1,6})?$")
_CROSS = frozenset("xхч")  # Latin and Cyrillic x; «ч» is the key of X on a Russian keyboard (DOMAIN §5.4)
_NOT_TAUGHT = frozenset(("не пройд.", "не пройд", "не пройдено", "н/п"))


@dataclass(frozen=True)
class Value:
    value: int | str | None
    after: str | None = None


@dataclass(frozen=True)
class Bad:
    code: str
    found: str


@lru_cache(maxsize=8192)
def points_of(cell: Cell, max_points: int, allows_not_taught: bool) -> Value | Bad:
    """0..max, X as NOT_ATTEMPTED, «не пройд.» as NOT_TAUGHT where the year has it."""
    if type(cell) is int and 0 <= cell <= max_points:
        return Value(cell)
    if cell == "X":
        return Value(NOT_ATTEMPTED)
    text = plain_text(cell)
    if text == FORMULA_ERROR:
        return Bad("R-07c", text)
    word = text.lower()
    if word in _CROSS:
        return Value(NOT_ATTEMPTED, "X")
    if allows_not_taught and word in _NOT_TAUGHT:
        return Value(NOT_TAUGHT, None if text == "не пройд." else "не пройд.")
    number = _whole(cell, text)
    if number is None:
        return Bad("R-07a" if re.fullmatch(r"-\d+", text) else "R-07b", text)
    return Value(number, _repaired(cell, number)) if number <= max_points else Bad("R-07a", text)


@lru_cache(maxsize=4096)
def variant_of(cell: Cell, variants: tuple[int, ...]) -> Value | Bad:
    """A variant of the set, or ABSENT_VARIANT for «отсутствовал»."""
    text = plain_text(cell)
    if text.lower() in ("отсутствовал", "отсутствовала"):
        return Value(ABSENT_VARIANT, None if cell == "отсутствовал" else "отсутствовал")
    if text == FORMULA_ERROR:
        return Bad("R-07c", text)
    number = _whole(cell, text)
    if number is None or number == 0 or number > 9999 or (variants and number not in variants):
        return Bad("R-05a", text)
    return Value(number, _repaired(cell, number))


def code_of(cell: Cell) -> Value | Bad:
    text = plain_text(cell)
    if text == FORMULA_ERROR:
        return Bad("R-07c", text)
    number = _whole(cell, text)
    return Bad("R-04a", text) if number is None else Value(number, _repaired(cell, number))


@lru_cache(maxsize=4096)
def journal_mark_of(cell: Cell) -> Value | Bad:
    """2..5, or None for «нет отметки»."""
    text = plain_text(cell)
    if text.lower() in ("нет отметки", "нет"):
        return Value(None, None if cell == "нет отметки" else "нет отметки")
    if text == FORMULA_ERROR:
        return Bad("R-07c", text)
    number = _whole(cell, text)
    return Value(number, _repaired(cell, number)) if number in (2, 3, 4, 5) else Bad("R-11a", text)


@lru_cache(maxsize=4096)
def class_of(cell: Cell, largest: int) -> Value | Bad:
    """Ordinal 1..largest as text since 2026; with `largest` 0 any short name, as before."""
    text = plain_text(cell)
    if text == FORMULA_ERROR:
        return Bad("R-07c", text)
    number = _whole(cell, text)
    if largest:
        if number is None or not 1 <= number <= largest:
            return Bad("R-10b", text)
        return Value(str(number), _repaired(cell, number))
    name = text if number is None else str(number)
    if len(name) > 16:
        return Bad("R-10b", name)
    return Value(name, name if isinstance(cell, str) and name != cell else None)


@lru_cache(maxsize=256)
def gender_of(cell: Cell) -> Value | Bad:
    """1 for м, 2 for ж; None when empty."""
    text = plain_text(cell)
    word = text.lower().rstrip(".")
    if not word:
        return Value(None)
    if word not in ("м", "ж"):
        return Bad("R-10c", text)
    return Value(1 if word == "м" else 2, None if cell == word else word)


def is_blank(cell: Cell) -> bool:
    """No value: empty, or only blanks of any kind."""
    return cell == "" or (type(cell) is str and not plain_text(cell))


def _whole(cell: Cell, text: str) -> int | None:
    if type(cell) is int:
        return cell if cell >= 0 else None
    if type(cell) is float:
        return int(cell) if cell.is_integer() and cell >= 0 else None
    match = _WHOLE.match(text)
    return int(match[1]) if match else None


def _repaired(cell: Cell, number: int) -> str | None:
    """A number typed as text is repaired; the browser grid sends digits as text, and that is no repair there."""
    return str(number) if isinstance(cell, str) else None
