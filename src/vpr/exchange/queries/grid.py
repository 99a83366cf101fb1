"""The rows with which the browser grid opens, and what a check says of them."""

from dataclasses import dataclass
from functools import cached_property

from vpr.base import files
from vpr.cabinets.scope import Cabinet
from vpr.exchange.declared.kind import GRID, DeclaredKind
from vpr.exchange.grid.layout import Layout, Row
from vpr.exchange.grid.page import Checked, checked_of
from vpr.exchange.models import Channel, Draft, Submission
from vpr.exchange.queries.steps import FormStep

FILE_NAME = "заполнено в браузере.json"


@dataclass
class GridPlace:
    """What every address of the grid speaks of: the unit, its form, its draft so far."""

    cabinet: Cabinet
    step: FormStep
    kind: DeclaredKind

    @cached_property
    def layout(self) -> Layout:
        unit, workbook = self.cabinet.unit, self.step.workbook
        return Layout(self.kind.form(unit, workbook), self.kind.prefilled(unit, workbook))

    @cached_property
    def draft(self) -> Draft | None:
        own = Draft.objects.filter(unit=self.cabinet.unit, workbook=self.step.workbook)
        return own.select_related("saved_by").first()

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0

    @cached_property
    def rows(self) -> list[Row]:
        """The draft; before there is one, what is accepted already, so that sending the grid loses nothing of it."""
        if self.draft and self.draft.rows:
            return self.layout.fitted(self.draft.rows)
        return self.rows_before_typing

    @property
    def rows_before_typing(self) -> list[Row]:
        accepted = self.step.accepted
        if accepted is None or accepted.is_erased:
            return self.layout.starting_rows()
        filled = self.kind.filled(
            files.read(accepted.sha256),
            unit=self.cabinet.unit,
            workbook=self.step.workbook,
            channel=accepted.channel,
        )
        return self.layout.rows_of(filled.rows) if filled.rows else self.layout.starting_rows()

    @property
    def accepted_after_draft(self) -> Submission | None:
        """A workbook that was accepted after the last word of the draft: sending the grid would replace it."""
        last = self.step.accepted
        is_newer = last and self.draft and last.channel == Channel.FILE and last.received_at > self.draft.saved_at
        return last if is_newer else None

    @property
    def content(self) -> bytes:
        return self.layout.content(self.rows)

    def checked(self) -> Checked:
        """The same check as after sending, and nothing is written."""
        verdict = self.kind.check(
            self.content,
            FILE_NAME,
            unit=self.cabinet.unit,
            workbook=self.step.workbook,
            expectation=self.step.expectation,
            channel=GRID,
        )
        return checked_of(self.layout, self.rows, verdict, self.kind.catalogue)
