"""Faults of a single cell in the words of its column."""

from datetime import date

from vpr.kernel.faults import Fault
from vpr.workbook.declaration import Column
from vpr.workbook.filling import DAY, PrefilledRow
from vpr.workbook.understanding import Misread, Reason
from vpr.workbook.wording import day_words, listed, longest, wanted, whole_number


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
