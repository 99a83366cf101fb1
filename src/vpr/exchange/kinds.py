"""Workbook kinds: the plug by which an upper app teaches the exchange a form. Registered in the app's `ready()`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from vpr.cabinets.models import Unit
from vpr.exchange.models import Expectation, Submission, Workbook
from vpr.kernel.faults import Fault, FaultKind, Repair
from vpr.kernel.roles import UnitKind


@dataclass(frozen=True)
class Verdict:
    """What a check says of one upload: a value, nothing is written by a check."""

    faults: list[Fault] = field(default_factory=list)  # errors, warnings, notices
    repairs: list[Repair] = field(default_factory=list)
    rows: int = 0
    participants: int = 0
    content: object | None = None  # domain rows understood by the kind; given back to `record`
    is_accepted: bool = False
    holds_personal: bool = False  # a person's name was found: the bytes are erased once they are refused


class WorkbookKind(Protocol):
    """What the exchange needs to know of a form. Every method but `record` is read-only.

    A kind with a page where the form is filled in the browser names it: `grid = "results:grid"`, an address with the
    code of the workbook.
    """

    key: str  # "scores"
    title: str  # «Форма сбора результатов»
    level: UnitKind  # which units exchange it

    @property
    def step(self) -> str | None:
        """Step of the plan-schedule whose window opens it; None: the windows of the assessment."""

    @property
    def catalogue(self) -> dict[str, FaultKind]: ...

    def template(self, unit: Unit, workbook: Workbook, expectation: Expectation | None) -> tuple[str, bytes]:
        """File name and bytes of the unit's own copy."""

    def check(
        self,
        content: bytes,
        name: str,
        *,
        unit: Unit,
        workbook: Workbook,
        expectation: Expectation | None,
        channel: str,
    ) -> Verdict:
        """Reads in the sandboxed pool and applies every rule. Dry: writes nothing."""

    def record(self, submission: Submission, verdict: Verdict, *, now: datetime) -> None:
        """Replaces what the unit had before by the accepted content, in the caller's transaction."""

    def marked(self, content: bytes, name: str, faults: list[Fault]) -> bytes:
        """The same workbook with the faulty cells colored and commented."""

    def cells(
        self, content: bytes, name: str, *, unit: Unit, workbook: Workbook, channel: str
    ) -> dict[tuple[str, str], str]:
        """(row key, column title) -> text: what the difference of two versions is made of."""


_kinds: dict[str, WorkbookKind] = {}


def register(kind: WorkbookKind) -> None:
    _kinds[kind.key] = kind


def kind_of(key: str) -> WorkbookKind:
    return _kinds[key]


def campaign_kinds() -> list[WorkbookKind]:
    """Forms of which a campaign has one each, opened by a step of its plan-schedule."""
    return [kind for kind in _kinds.values() if kind.step is not None]


def keys_of_levels(*levels: UnitKind) -> list[str]:
    """Kinds that units of these levels exchange."""
    return [kind.key for kind in _kinds.values() if kind.level in levels]
