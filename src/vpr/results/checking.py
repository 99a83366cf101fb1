"""From the bytes of an upload to what they say: sandboxed reading, recognition, rules. Writes nothing, knows no table."""

from collections.abc import Mapping

from vpr.kernel.faults import Fault
from vpr.results.faults import is_error
from vpr.results.personal import personal_faults_of_sheets
from vpr.results.recognition import header_faults, identity_faults, wrong_file
from vpr.results.rules import KnownScript, Understanding, understand
from vpr.results.score_table import NotAGrid, ScoreTable, table_of_grid, table_of_workbook
from vpr.results.scripts import ScoreSpec
from vpr.results.workbooks.scores import score_form
from vpr.workbook.locate import locate
from vpr.workbook.pool import shared_pool
from vpr.workbook.table import Failure, Trouble, Workbook
from vpr.workbook.template import OWN_SHEETS

_UNREADABLE = {
    Trouble.EMPTY: "R-01a",
    Trouble.TOO_LARGE: "R-01b",
    Trouble.NOT_A_WORKBOOK: "R-01c",
    Trouble.BROKEN: "R-01d",
    Trouble.ENCRYPTED: "R-01e",
    Trouble.TOO_MANY_MEMBERS: "R-01f",
    Trouble.TOO_BIG_INSIDE: "R-01f",
    Trouble.DUPLICATE_MEMBERS: "R-01g",
    Trouble.DOCTYPE: "R-01h",
    Trouble.FAR_CELL: "R-01i",
    Trouble.TOO_SLOW: "R-01j",
    Trouble.CRASHED: "R-01j",
}
Known = Mapping[int, KnownScript]


def check_file(spec: ScoreSpec, content: bytes, known: Known | None = None) -> Understanding:
    """Reads a workbook in the pool and applies every rule."""
    book = shared_pool().read(content, OWN_SHEETS)
    if isinstance(book, Failure):
        return Understanding(faults=[failure_fault(book)])
    return check_workbook(spec, book, known)


def check_workbook(spec: ScoreSpec, book: Workbook, known: Known | None = None) -> Understanding:
    """The rules of a workbook that has been read: which file it is, its header, its rows."""
    found = tabulate(spec, book)
    if isinstance(found, Understanding):
        return found
    table, faults = found
    if any(map(is_error, faults)):
        return Understanding(faults=faults)
    understood = understand(spec, table, known)
    understood.faults[:0] = faults
    return understood


def check_grid(spec: ScoreSpec, content: bytes, known: Known | None = None) -> Understanding:
    """The same rules for what the browser grid sends."""
    try:
        table = table_of_grid(spec, content)
    except NotAGrid:
        return Understanding(faults=[Fault.at("R-16e")])
    return understand(spec, table, known)


def tabulate(spec: ScoreSpec, book: Workbook) -> tuple[ScoreTable, list[Fault]] | Understanding:
    """The score table of a workbook and what was wrong around it; an `Understanding` when it is another file."""
    declared = score_form(spec).sheet
    location = locate(book.sheets, declared)
    faults = identity_faults(spec, book)
    wrong = wrong_file(spec, book, location)
    if wrong or location is None:
        return Understanding(faults=wrong + [fault for fault in faults if is_error(fault)])
    faults += header_faults(spec, declared, location)
    faults += personal_faults_of_sheets(book.sheets, location.sheet.title)
    return table_of_workbook(spec, book, location), faults


def failure_fault(failure: Failure) -> Fault:
    """R-01 in the words of its cause."""
    details = {Trouble.TOO_LARGE: "size", Trouble.NOT_A_WORKBOOK: "kind", Trouble.FAR_CELL: "far"}
    name = details.get(failure.trouble)
    return Fault.at(_UNREADABLE[failure.trouble], **({name: failure.detail} if name else {}))
