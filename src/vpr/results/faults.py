"""What can be wrong in a score workbook. Codes are stable and never reused; every message ends with the cure.

Numbers follow the rules of DOMAIN §5.4 (R01-R17); R-18 is the detector of personal data (§13, pain 22).
"""

from vpr.kernel.faults import Fault, FaultKind, Severity, render
from vpr.results.fault_words import ROWS

CATALOGUE: dict[str, FaultKind] = {
    code: FaultKind(code, Severity(severity), title, message) for code, severity, title, message in ROWS
}


def text_of(fault: Fault) -> str:
    """What the person reads: `Протокол!D17: 4 вне границ; ...`."""
    return render(fault, CATALOGUE)


def message_of(fault: Fault) -> str:
    """The sentence without the cell."""
    return CATALOGUE[fault.code].message.format_map(dict(fault.details))


def is_error(fault: Fault) -> bool:
    return CATALOGUE[fault.code].severity is Severity.ERROR
