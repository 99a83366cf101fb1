"""The score workbook as a kind of the exchange: template, check, record, marked copy, cells for the difference."""

from datetime import datetime
from functools import lru_cache

from vpr.cabinets.models import Unit
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Expectation, Submission, SubmissionState, Workbook
from vpr.kernel.faults import Fault, FaultKind
from vpr.kernel.roles import UnitKind
from vpr.results.checking import check_file, check_grid, tabulate
from vpr.results.faults import CATALOGUE, is_error, message_of
from vpr.results.known import known_scripts
from vpr.results.queries import spec_of
from vpr.results.rules import Understanding, position_notices
from vpr.results.score_table import NotAGrid, ScoreTable, is_filled, table_of_grid
from vpr.results.scripts import ScoreSpec
from vpr.results.workbooks.scores import file_name, identity, issued_codes, score_form, shared_spec
from vpr.workbook.headers import plain_text
from vpr.workbook.marking import Mark
from vpr.workbook.pool import shared_pool
from vpr.workbook.stamp import Stamp
from vpr.workbook.table import Failure

GRID = "grid"


class ScoreKind:
    """Форма сбора результатов."""

    key = "scores"
    title = "Форма сбора результатов"
    level = UnitKind.SCHOOL
    step: str | None = None  # the windows of the assessment
    grid = "results:grid"
    catalogue: dict[str, FaultKind] = CATALOGUE

    def template(self, unit: Unit, workbook: Workbook, expectation: Expectation | None) -> tuple[str, bytes]:
        """File name and bytes of the school's own copy: stamped from the template of the assessment."""
        return made_form(spec_of(workbook.of_assessment, unit, expectation))

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
        """Applies every rule; reads the database, writes nothing."""
        spec = spec_of(workbook.of_assessment, unit, expectation)
        known = known_scripts(unit, workbook.of_assessment)
        understood = (check_grid if channel == GRID else check_file)(spec, content, known)
        understood.faults += _position(expectation)
        return verdict_of(understood)

    def record(self, submission: Submission, verdict: Verdict, *, now: datetime) -> None:
        """Replaces the school's scripts of the assessment, in the caller's transaction."""
        from vpr.results.services import record_scores

        rows = verdict.content
        assert isinstance(rows, list)
        record_scores(submission=submission, rows=rows, verdict=verdict, now=now)

    def marked(self, content: bytes, name: str, faults: list[Fault]) -> bytes:
        """The person's own cells, the faulty ones colored and commented; ValueError for a file that cannot be read."""
        marks = [
            Mark(fault.cell, message_of(fault), CATALOGUE[fault.code].severity.value)
            for fault in faults
            if fault.code in CATALOGUE
        ]
        made = shared_pool().mark(content, marks)
        if isinstance(made, Failure):
            raise ValueError(made.trouble.value)
        return made

    def cells(
        self, content: bytes, name: str, *, unit: Unit, workbook: Workbook, channel: str
    ) -> dict[tuple[str, str], str]:
        """(participant code, column title) -> text of every filled row; empty for a file that is no form."""
        table = _table(spec_of(workbook.of_assessment), content, channel)
        if table is None:
            return {}
        found: dict[tuple[str, str], str] = {}
        code_at = table.columns.get("code", 0)
        for row, cells in table.rows:
            if not is_filled(table, cells):
                continue
            code = plain_text(cells[code_at]) if code_at < len(cells) else ""
            for column in table.column_order:
                index = table.columns.get(column.key)
                if index is not None and index != code_at:
                    found[code or f"строка {row}", column.title] = (
                        plain_text(cells[index]) if index < len(cells) else ""
                    )
        return found


def made_form(spec: ScoreSpec) -> tuple[str, bytes]:
    """File name and bytes of a school's form; equal specifications give equal bytes."""
    school = f"{spec.school_name} (код {spec.school})" if spec.school else "любая организация"
    made = _stamp(shared_spec(spec)).make(dict(identity(spec)), school_title=school, codes=issued_codes(spec))
    return file_name(spec), made


def _position(expectation: Expectation | None) -> list[Fault]:
    """R-15 and R-17 of the upload that is being checked; a check before sending has no upload yet."""
    if expectation is None:
        return []
    latest, accepted = expectation.latest, expectation.accepted
    is_received = latest is not None and latest.state == SubmissionState.RECEIVED
    return position_notices(
        wave=latest.wave if latest else None,
        is_late=bool(is_received and latest and latest.is_late),
        replaces_version=accepted.version if accepted else None,
    )


def verdict_of(understood: Understanding) -> Verdict:
    """Accepted when nothing but warnings and notices was found."""
    return Verdict(
        faults=understood.faults,
        repairs=understood.repairs,
        rows=understood.rows_read,
        participants=understood.participants,
        content=understood.rows,
        is_accepted=not any(map(is_error, understood.faults)),
        holds_personal=any(fault.code.startswith("R-18") for fault in understood.faults),
    )


@lru_cache(maxsize=128)
def _stamp(spec: ScoreSpec) -> Stamp:
    return Stamp(score_form(spec))


def _table(spec: ScoreSpec, content: bytes, channel: str) -> ScoreTable | None:
    if channel == GRID:
        try:
            return table_of_grid(spec, content)
        except NotAGrid:
            return None
    book = shared_pool().read(content)
    if isinstance(book, Failure):
        return None
    found = tabulate(spec, book)
    return None if isinstance(found, Understanding) else found[0]
