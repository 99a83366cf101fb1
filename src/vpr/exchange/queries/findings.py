"""What a check found, told to people: faults grouped by cause with their cells, repairs counted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from vpr.exchange.faults import CATALOGUE
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Submission
from vpr.exchange.receipts import change_text
from vpr.kernel.faults import Fault, FaultKind, Severity

#: Addresses named under one message; the rest is counted.
_CELLS_NAMED = 60
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}
_TONES = {Severity.ERROR: "stop", Severity.WARNING: "attention", Severity.NOTICE: "neutral"}


@dataclass(frozen=True)
class Message:
    """One sentence and every cell of which it is true."""

    text: str
    cells: list[str]
    more: int  # cells that are not named


@dataclass(frozen=True)
class Cause:
    """Faults of one code."""

    kind: FaultKind
    messages: list[Message]
    count: int

    @property
    def tone(self) -> str:
        return _TONES[self.kind.severity]


@dataclass(frozen=True)
class RepairGroup:
    change: str  # «х → X»
    cells: list[str]
    more: int
    count: int


@dataclass(frozen=True)
class Findings:
    errors: list[Cause]
    remarks: list[Cause]  # warnings and notices
    repairs: list[RepairGroup]

    @property
    def error_count(self) -> int:
        return sum(cause.count for cause in self.errors)

    @property
    def repair_count(self) -> int:
        return sum(group.count for group in self.repairs)

    @property
    def has_cells(self) -> bool:
        return any(message.cells for cause in self.errors for message in cause.messages)


def findings_of(submission: Submission) -> Findings:
    catalogue = kind_of(submission.kind).catalogue | CATALOGUE
    by_code: dict[str, dict[str, list[str]]] = {}
    for fault in stored_faults(submission):
        text = message_of(fault, catalogue)
        by_code.setdefault(fault.code, {}).setdefault(text, []).append(fault.cell)
    causes = [_cause(_kind_in(catalogue, code), texts) for code, texts in by_code.items()]
    causes.sort(key=lambda cause: (_ORDER[cause.kind.severity], -cause.count, cause.kind.code))
    errors = [cause for cause in causes if cause.kind.severity is Severity.ERROR]
    return Findings(errors, [cause for cause in causes if cause not in errors], _repairs(submission))


def stored_faults(submission: Submission) -> list[Fault]:
    return [Fault(item["code"], item["cell"], tuple(item["details"].items())) for item in submission.faults]


def message_of(fault: Fault, catalogue: Mapping[str, FaultKind]) -> str:
    """The sentence without the cell. A fault stored by an older version may lack a detail of today's sentence."""
    return _kind_in(catalogue, fault.code).message.format_map(_Details(fault.details))


class _Details(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def _kind_in(catalogue: Mapping[str, FaultKind], code: str) -> FaultKind:
    return catalogue.get(code) or FaultKind(code, Severity.ERROR, code, "проверьте ячейку и загрузите файл снова")


def _cause(kind: FaultKind, texts: dict[str, list[str]]) -> Cause:
    messages = [
        Message(text, [cell for cell in cells[:_CELLS_NAMED] if cell], max(0, len(cells) - _CELLS_NAMED))
        for text, cells in sorted(texts.items(), key=lambda item: -len(item[1]))
    ]
    return Cause(kind, messages, sum(len(cells) for cells in texts.values()))


def _repairs(submission: Submission) -> list[RepairGroup]:
    cells: dict[str, list[str]] = {}
    for repair in submission.repairs:
        cells.setdefault(change_text(repair["before"], repair["after"]), []).append(repair["cell"])
    counted = Counter({change: len(found) for change, found in cells.items()})
    return [
        RepairGroup(change, cells[change][:_CELLS_NAMED], max(0, count - _CELLS_NAMED), count)
        for change, count in counted.most_common()
    ]
