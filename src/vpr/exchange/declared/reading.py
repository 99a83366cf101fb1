"""From the bytes of an upload to rows understood: sandboxed reading, recognition, generic checks. Writes nothing."""

from collections.abc import Mapping, Sequence

from vpr.exchange.declared.faults import CATALOGUE
from vpr.exchange.declared.personal import personal_faults_of_sheets
from vpr.exchange.declared.recognition import Identity, identity_faults
from vpr.exchange.declared.rows import Filled, fill
from vpr.exchange.declared.tables import Tables, failure_fault, tables_of_grid, tables_of_workbook
from vpr.kernel.faults import Fault, Severity
from vpr.workbook.declaration import Form
from vpr.workbook.filling import PrefilledRow
from vpr.workbook.pool import shared_pool
from vpr.workbook.table import Failure
from vpr.workbook.template import SERVICE_SHEET

Prefilled = Mapping[str, Sequence[PrefilledRow]]


def read_file(form: Form, identity: Identity, content: bytes) -> Tables:
    """The declared sheets of a workbook, read in the pool, and what is wrong around them."""
    book = shared_pool().read(content, (SERVICE_SHEET,))
    if isinstance(book, Failure):
        return Tables(faults=[failure_fault(book)])
    faults = identity_faults(identity, book)
    if any(map(is_error, faults)):
        return Tables(faults=faults)
    found = tables_of_workbook(form, book)
    return Tables(found.tables, [*faults, *found.faults, *personal_faults_of_sheets(found.others)], found.others)


def read_grid(form: Form, content: bytes) -> Tables:
    return tables_of_grid(form, content)


def filled_from(form: Form, found: Tables, prefilled: Prefilled, *, may_be_empty: bool) -> Filled:
    """Rows of every sheet; none when a sheet or a column is missing: then only that is said."""
    filled = Filled(faults=list(found.faults))
    if any(is_error(fault) and fault.code.startswith(("W-01", "W-02", "W-03")) for fault in filled.faults):
        return filled
    for table in found.tables:
        fill(table, prefilled.get(table.sheet.key, ()), filled)
    if not may_be_empty and not any(filled.rows.values()) and not any(map(is_error, filled.faults)):
        filled.faults.append(Fault.at("W-13"))
    return filled


def is_error(fault: Fault) -> bool:
    return CATALOGUE[fault.code].severity is Severity.ERROR
