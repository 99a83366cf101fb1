"""Bad data is a value: a frozen, cheap `Fault`; its text is rendered late from a catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in an uploaded workbook.

    `code` is stable (`R-07`), `cell` an address such as `Протокол!D17` or "" for the whole file,
    `details` fill the message template of the catalogue.
    """

    code: str
    cell: str = ""
    details: tuple[tuple[str, str], ...] = ()

    @classmethod
    def at(cls, code: str, cell: str = "", **details: object) -> "Fault":
        return cls(code, cell, tuple((name, str(value)) for name, value in details.items()))


@dataclass(frozen=True)
class FaultKind:
    """Catalogue entry: what the user reads. The message ends with the cure."""

    code: str
    severity: Severity
    title: str
    message: str
    explanation: str = ""


@dataclass(frozen=True)
class Repair:
    """A safe repair that was applied and is shown: `х` -> `X` in so many cells."""

    code: str
    cell: str
    before: str
    after: str


def render(fault: Fault, catalogue: Mapping[str, FaultKind]) -> str:
    """Text of a fault with its cell in front: `Протокол!D17: 4 вне границ; допустимо от 0 до 3`."""
    text = catalogue[fault.code].message.format_map(dict(fault.details))
    return f"{fault.cell}: {text}" if fault.cell else text
