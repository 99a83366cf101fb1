"""What a column wants, in words: the cures of faults, the hints of the grid and of the help page."""

from datetime import date

from vpr.kernel.faults import Fault
from vpr.workbook.declaration import Column, ColumnKind
from vpr.workbook.filling import DAY, PrefilledRow
from vpr.workbook.understanding import LONGEST_TEXT, Misread, Reason

_NAMED = 12


def cell_fault(misread: Misread, column: Column, cell: str, allowed: tuple[str, ...] = ()) -> Fault:
    """A cell that its column cannot take, with the cure."""
    found = misread.found[:60]
    match misread.reason:
        case Reason.NOT_IN_LIST:
            return Fault.at("W-05", cell, found=found, allowed=listed(allowed or column.allowed))
        case Reason.NOT_WHOLE:
            return Fault.at("W-06a", cell, found=found, cure=f"впишите {whole_number(column)}")
        case Reason.OUT_OF_RANGE:
            return Fault.at("W-06b", cell, found=found, cure=f"впишите {whole_number(column)}")
        case Reason.NOT_A_DATE:
            example = column.minimum if isinstance(column.minimum, date) else date(2026, 4, 20)
            return Fault.at("W-07a", cell, found=found, example=f"{example:{DAY}}")
        case Reason.DATE_OUT_OF_RANGE:
            return Fault.at("W-07b", cell, found=found, cure=f"впишите {day_words(column)}")
        case Reason.TOO_LONG:
            return Fault.at("W-08", cell, found=found, most=longest(column))
        case Reason.FORMULA:
            return Fault.at("W-09", cell)


def required_cure(column: Column, prefilled: PrefilledRow | None = None) -> str:
    own = tuple(prefilled.choices.get(column.key, ())) if prefilled else ()
    allowed = own or column.allowed
    if allowed:
        return f"выберите: {listed(allowed)}"
    return f"впишите {wanted(column)}"


def wanted(column: Column) -> str:
    """«целое число от 0 до 500», «день от 01.04.2026 до 20.05.2026», «текст до 500 знаков»."""
    if column.allowed:
        return f"одно из: {listed(column.allowed)}"
    if column.kind in (ColumnKind.INTEGER, ColumnKind.ORDINAL, ColumnKind.POINTS):
        return whole_number(column)
    if column.kind is ColumnKind.DATE:
        return day_words(column)
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
