"""What a column takes, in words: the cures of faults, the hints of sheet, grid and help page."""

from datetime import date

from vpr.workbook.declaration import Column, ColumnKind
from vpr.workbook.filling import DAY
from vpr.workbook.understanding import LONGEST_TEXT

_NAMED = 12


def wanted(column: Column) -> str:
    """«целое число от 0 до 500», «день от 01.04.2026 до 20.05.2026», «текст до 500 знаков»."""
    if column.allowed:
        return f"одно из: {listed(column.allowed)}"
    if column.kind in (ColumnKind.INTEGER, ColumnKind.ORDINAL, ColumnKind.POINTS):
        return whole_number(column)
    if column.kind is ColumnKind.DATE:
        return day_words(column)
    if column.kind is ColumnKind.CHOICE:
        return "значение из списка этой строки"
    return f"текст до {longest(column)} знаков"


def whole_number(column: Column) -> str:
    low, high = bounds(column)
    return f"целое число от {low} до {high}" if high is not None else f"целое число не меньше {low}"


def bounds(column: Column) -> tuple[int, int | None]:
    """Least and greatest whole number of a column."""
    low = column.minimum if isinstance(column.minimum, int) else (1 if column.kind is ColumnKind.ORDINAL else 0)
    high = column.maximum if isinstance(column.maximum, int) else column.max_points or None
    return low, high


def day_words(column: Column) -> str:
    low, high = column.minimum, column.maximum
    since = f" от {low:{DAY}}" if isinstance(low, date) else ""
    until = f" до {high:{DAY}}" if isinstance(high, date) else ""
    return f"день{since}{until} в виде ДД.ММ.ГГГГ"


def longest(column: Column) -> int:
    return column.maximum if isinstance(column.maximum, int) else LONGEST_TEXT


def listed(allowed: tuple[str, ...]) -> str:
    """A dozen of the allowed texts; whoever needs the rest opens the list."""
    more = f" и ещё {len(allowed) - _NAMED} из списка" if len(allowed) > _NAMED else ""
    return "; ".join(allowed[:_NAMED]) + more


def help_of(column: Column) -> str:
    """The help that was declared; without one, what the column takes."""
    if column.help or column.is_locked:
        return column.help or "Заполнено заранее."
    words = wanted(column)
    return f"{words[0].upper()}{words[1:]}."
