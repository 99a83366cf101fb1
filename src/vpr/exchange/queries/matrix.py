"""The monitoring matrix: units one level below × forms. Counts of municipalities come from `Tally`."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from vpr.cabinets.models import Unit
from vpr.exchange.models import Expectation, ExpectationState
from vpr.exchange.queries.columns import Choice, Column, columns_of, tallies_below
from vpr.exchange.queries.counts import NOTHING, Counts, total_of
from vpr.kernel.roles import UnitKind

ROWS_ON_PAGE = 100
_BELOW = {
    UnitKind.COUNTRY: UnitKind.REGION,
    UnitKind.REGION: UnitKind.MUNICIPALITY,
    UnitKind.MUNICIPALITY: UnitKind.SCHOOL,
}
_SUMS = ("expected", "checking", "faulty", "accepted", "late", "participants", "participants_accepted")


@dataclass(frozen=True)
class Row:
    unit: Unit
    cells: list[Counts]  # in the order of the columns; `NOTHING` where nothing is expected
    total: Counts


@dataclass(frozen=True)
class Matrix:
    unit: Unit
    level: UnitKind  # of the rows
    columns: list[Column]
    rows: list[Row]  # of this page
    totals: list[Counts]  # of every column, all rows of the choice
    total: Counts
    row_count: int
    choice: Choice
    stamp: str  # changes with any figure on the page

    @property
    def page_numbers(self) -> range:
        return range(1, max(1, -(-self.row_count // ROWS_ON_PAGE)) + 1)

    @property
    def is_of_schools(self) -> bool:
        return self.level is UnitKind.SCHOOL


def read_matrix(unit: Unit, choice: Choice, now: datetime, *, paged: bool = True) -> Matrix:
    """Figures of everything below `unit` (country, region or municipality). Five queries, one more after a deadline."""
    level = _BELOW[UnitKind(unit.kind)]
    columns = columns_of(unit, choice, now)
    counts = _counts(unit, columns, now)
    units = Unit.objects.filter(pk__in={key for key, _ in counts}).by_name()
    rows = [row for row in (_row(below, columns, counts) for below in units) if _is_shown(row, choice.show)]
    totals = [total_of([row.cells[place] for row in rows]) for place in range(len(columns))]
    first = (choice.page - 1) * ROWS_ON_PAGE if paged else 0
    page = rows[first : first + ROWS_ON_PAGE] if paged else rows
    stamp = hashlib.sha256(
        repr(
            [(row.unit.pk, row.unit.name, *map(tuple, row.cells)) for row in page] + [totals, columns, choice]
        ).encode()
    ).hexdigest()[:16]
    return Matrix(unit, level, columns, page, totals, total_of(totals), len(rows), choice, stamp)


def _counts(unit: Unit, columns: list[Column], now: datetime) -> dict[tuple[int, int], Counts]:
    """(unit one level below, workbook) -> counts."""
    by_workbook = {column.workbook.pk: column for column in columns}
    if unit.kind == UnitKind.MUNICIPALITY:
        found = _school_counts(unit, list(by_workbook))
    else:
        group = _group(unit)
        found = (
            tallies_below(unit)
            .filter(workbook_id__in=list(by_workbook), expected__gt=0)
            .values_list(group, "workbook_id")
            .annotate(*(Sum(name) for name in _SUMS))
            .order_by()
        )
    extended = _extended(unit, columns, now)
    return {
        (key, workbook): Counts(*sums).placed(
            has_begun=by_workbook[workbook].has_begun,
            is_over=by_workbook[workbook].is_over,
            extended=extended.get((key, workbook), 0),
        )
        for key, workbook, *sums in found
    }


def _group(unit: Unit) -> str:
    """Column of an expectation that names the unit one level below."""
    groups = {UnitKind.COUNTRY: "region_id", UnitKind.REGION: "municipality_id", UnitKind.MUNICIPALITY: "unit_id"}
    return groups[UnitKind(unit.kind)]


def _extended(unit: Unit, columns: list[Column], now: datetime) -> dict[tuple[int, int], int]:
    """(unit one level below, workbook) -> forms that are missing and not overdue: their schools have a later end."""
    over = [column.workbook.pk for column in columns if column.is_over]
    if not over:
        return {}
    rows = Expectation.objects.filter(workbook__in=over, extended_until__gt=now, state=ExpectationState.EXPECTED)
    if unit.kind != UnitKind.COUNTRY:
        rows = rows.filter(**{f"{unit.kind}_id": unit.pk})
    counted = rows.values_list(_group(unit), "workbook_id").annotate(Count("id")).order_by()
    return {(key, workbook): count for key, workbook, count in counted}


def _school_counts(municipality: Unit, workbooks: list[int]) -> Iterable[tuple[int, ...]]:
    """(school, workbook, then the figures of `_SUMS`)."""
    rows = Expectation.objects.filter(
        region_id=municipality.region_id or 0, municipality_id=municipality.pk, workbook__in=workbooks
    ).values_list("unit_id", "workbook_id", "state", "is_late", "participants", "participants_accepted")
    for unit, workbook, state, is_late, participants, accepted in rows:
        yield (
            unit,
            workbook,
            1,
            int(state == ExpectationState.CHECKING),
            int(state == ExpectationState.FAULTY),
            int(state == ExpectationState.ACCEPTED),
            int(is_late),
            participants or 0,
            accepted if participants is not None else 0,
        )


def _row(unit: Unit, columns: list[Column], counts: dict[tuple[int, int], Counts]) -> Row:
    cells = [counts.get((unit.pk, column.workbook.pk), NOTHING) for column in columns]
    return Row(unit, cells, total_of(cells))


def _is_shown(row: Row, show: str) -> bool:
    match show:
        case "missing":
            return row.total.missing > 0
        case "faulty":
            return row.total.faulty > 0
        case "late":
            return row.total.late > 0 or row.total.overdue > 0
        case _:
            return True
