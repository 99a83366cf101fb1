"""`DeclaredKind`: subclass it, say the form, the rows to fill and the rules of the subject; the exchange does the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from vpr.cabinets.models import Unit
from vpr.exchange.declared.faults import CATALOGUE
from vpr.exchange.declared.reading import filled_from, read_file, read_grid
from vpr.exchange.declared.recognition import Identity
from vpr.exchange.declared.rows import Filled
from vpr.exchange.declared.tables import Tables
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Expectation, Submission, Workbook
from vpr.kernel.faults import Fault, FaultKind, Severity
from vpr.kernel.roles import UnitKind
from vpr.workbook.declaration import Form
from vpr.workbook.filled_template import build_filled_template
from vpr.workbook.filling import FilledRow, PrefilledRow
from vpr.workbook.marking import Mark
from vpr.workbook.pool import shared_pool
from vpr.workbook.table import Failure

GRID = "grid"
_ADDRESS_ROW = str.maketrans("", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True)
class Judgement:
    """What the subject says of the rows: its faults, what `record` needs, how much there is."""

    faults: list[Fault] = field(default_factory=list)
    content: object | None = None
    rows: int = 0
    participants: int = 0


class DeclaredKind:
    """A campaign form. Subclasses declare `key`, `title`, `level`, `step` and the methods that raise here."""

    key: str
    title: str
    level: UnitKind  # which units exchange it
    step: str | None  # the organizational step of the plan whose window opens it
    grid = "exchange:grid"  # the page where it is filled in the browser
    own_faults: dict[str, FaultKind] = {}  # of the subject; the generic ones are known
    may_be_empty = False  # a form without a single row is an answer too

    # what a subclass says

    def form(self, unit: Unit, workbook: Workbook) -> Form:
        raise NotImplementedError

    def prefilled(self, unit: Unit, workbook: Workbook) -> Mapping[str, Sequence[PrefilledRow]]:
        """Rows of the template by sheet key."""
        return {}

    def judge(self, unit: Unit, workbook: Workbook, rows: Mapping[str, Sequence[FilledRow]]) -> Judgement:
        """Only the subject's own rules: cells have been checked. A cell that is `broken` is empty here, and what is said
        of its row is not shown until it is mended.
        """
        raise NotImplementedError

    def record(self, submission: Submission, verdict: Verdict, *, now: datetime) -> None:
        """Replaces what the unit had before by `verdict.content`, in the caller's transaction."""
        raise NotImplementedError

    # what the exchange asks

    @cached_property
    def catalogue(self) -> dict[str, FaultKind]:
        return CATALOGUE | self.own_faults

    def template(self, unit: Unit, workbook: Workbook, expectation: Expectation | None) -> tuple[str, bytes]:
        """File name and bytes of the unit's own copy, made at this moment."""
        form = self.form(unit, workbook)
        made = build_filled_template(
            form,
            self.prefilled(unit, workbook),
            self._identity(form, unit, workbook).values,
            f"{unit.name} ({unit.code})",
        )
        return form.file_name, made

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
        """Reads, understands and judges; writes nothing."""
        filled = self.filled(content, unit=unit, workbook=workbook, channel=channel)
        is_judged = any(filled.rows.values()) or (filled.rows and self.may_be_empty)
        judgement = self.judge(unit, workbook, filled.rows) if is_judged else Judgement()
        faults = [*filled.faults, *self._news(judgement.faults, filled)]
        return Verdict(
            faults=faults,
            repairs=filled.repairs,
            rows=judgement.rows or sum(map(len, filled.rows.values())),
            participants=judgement.participants,
            content=judgement.content,
            is_accepted=not any(self.catalogue[fault.code].severity is Severity.ERROR for fault in faults),
            holds_personal=any(fault.code.startswith("W-18") for fault in faults),
        )

    def marked(self, content: bytes, name: str, faults: list[Fault]) -> bytes:
        """The person's own cells, the faulty ones colored and commented; ValueError for a file that cannot be read."""
        marks = [
            Mark(
                fault.cell,
                self.catalogue[fault.code].message.format_map(dict(fault.details)),
                self.catalogue[fault.code].severity.value,
            )
            for fault in faults
            if fault.code in self.catalogue
        ]
        made = shared_pool().mark(content, marks)
        if isinstance(made, Failure):
            raise ValueError(made.trouble.value)
        return made

    def cells(
        self, content: bytes, name: str, *, unit: Unit, workbook: Workbook, channel: str
    ) -> dict[tuple[str, str], str]:
        """(row, column title) -> text of every row: what the difference of two versions is made of."""
        filled = self.filled(content, unit=unit, workbook=workbook, channel=channel)
        found: dict[tuple[str, str], str] = {}
        for rows in filled.rows.values():
            for row in rows:
                shown = row.text(row.sheet.row_key) or f"строка {row.number}"
                name_of_row = shown if len(filled.rows) == 1 else f"{row.sheet.title}: {shown}"
                for column in row.sheet.columns:
                    if column.key != row.sheet.row_key:
                        found[name_of_row, column.title] = row.text(column.key)
        return found

    # the rest is the engine's own

    def tables(self, content: bytes, *, unit: Unit, workbook: Workbook, channel: str) -> tuple[Form, Tables]:
        form = self.form(unit, workbook)
        if channel == GRID:
            return form, read_grid(form, content)
        return form, read_file(form, self._identity(form, unit, workbook), content)

    def filled(self, content: bytes, *, unit: Unit, workbook: Workbook, channel: str) -> Filled:
        """The rows of an upload after generic checks and safe repairs, in every channel the same."""
        form, found = self.tables(content, unit=unit, workbook=workbook, channel=channel)
        return filled_from(form, found, self.prefilled(unit, workbook), may_be_empty=self.may_be_empty)

    def _identity(self, form: Form, unit: Unit, workbook: Workbook) -> Identity:
        return Identity(self.key, self.title, form.version, workbook.campaign.code, unit.code, unit.name)

    def _news(self, faults: Sequence[Fault], filled: Filled) -> list[Fault]:
        """Faults of the subject, but for rows with a broken cell: they may be its consequence only."""
        broken = {
            (row.title or row.sheet.title, row.number) for rows in filled.rows.values() for row in rows if row.broken
        }
        return [fault for fault in faults if _row_of(fault.cell) not in broken]


def _row_of(cell: str) -> tuple[str, int] | None:
    title, _, place = cell.rpartition("!")
    number = place.translate(_ADDRESS_ROW)
    return (title.strip("'"), int(number)) if number.isdigit() else None
