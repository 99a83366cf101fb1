"""A declared form on an own page: posted fields -> the content of the browser grid -> the exchange, or its faults."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest
from vpr.cabinets.models import Unit
from vpr.exchange.declared.kind import GRID, DeclaredKind
from vpr.exchange.declared.tables import grid_content
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Expectation, Submission, Workbook
from vpr.exchange.position import Position, position_of
from vpr.exchange.services import receive_upload
from vpr.kernel.faults import Fault, Severity
from vpr.kernel.faults import render as fault_text
from vpr.timetable.views.doors import cell_row
from vpr.workbook.declaration import Sheet

TONE = {Severity.ERROR: "stop", Severity.WARNING: "attention", Severity.NOTICE: "neutral"}


@dataclass(frozen=True)
class Said:
    """A fault as the page says it; `row` is the 0-based row of the form."""

    text: str
    tone: str
    row: int | None


@dataclass(frozen=True)
class Checked:
    """What the rules of the form say of the typed rows. Nothing is stored by that."""

    content: bytes
    verdict: Verdict
    said: list[Said]

    @property
    def is_right(self) -> bool:
        return self.verdict.is_accepted

    def rows(self, tone: str) -> set[int]:
        return {item.row for item in self.said if item.tone == tone and item.row is not None}


def posted_rows(sheet: Sheet, posted: QueryDict, count: int) -> list[list[str]]:
    """Fields `<column>-<row>` as rows of the sheet, in the declared order."""
    return [[posted.get(f"{column.key}-{number}", "").strip() for column in sheet.columns] for number in range(count)]


def check_rows(kind: DeclaredKind, unit: Unit, workbook: Workbook, rows: Sequence[Sequence[str]]) -> Checked:
    form = kind.form(unit, workbook)
    content = grid_content(form, {form.sheet.key: rows})
    verdict = kind.check(content, "", unit=unit, workbook=workbook, expectation=None, channel=GRID)
    return Checked(content, verdict, [_said(fault, kind) for fault in verdict.faults])


def send(request: CabinetRequest, kind: DeclaredKind, workbook: Workbook, content: bytes) -> Submission:
    """Into the exchange like every other upload: receipt, versions, difference, monitoring."""
    unit = request.cabinet.unit
    return receive_upload(
        unit=unit,
        workbook=workbook,
        content=content,
        name=f"{kind.title} {unit.code} (заполнено в браузере)",
        channel="grid",
        account=request.cabinet.account,
        now=clock.now(),
    )


def window_of(unit: Unit, workbook: Workbook) -> Position:
    """With the later end of this school alone, if it has one: after a draw or a redraw."""
    own = Expectation.objects.filter(unit=unit, workbook=workbook)
    return position_of(workbook, clock.now(), extended_until=own.values_list("extended_until", flat=True).first())


def _said(fault: Fault, kind: DeclaredKind) -> Said:
    severity = kind.catalogue[fault.code].severity
    plain = Fault(fault.code, "", fault.details)
    row = cell_row(fault.cell)
    where = f"Строка {row + 1}: " if row is not None and "name" not in dict(fault.details) else ""
    return Said(where + fault_text(plain, kind.catalogue), TONE[severity], row)
