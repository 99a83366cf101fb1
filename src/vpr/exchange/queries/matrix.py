"""The monitoring matrix: units one level below × assessments. Counts of municipalities come from `Tally`."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment
from vpr.exchange.models import Expectation, ExpectationState, Tally
from vpr.exchange.position import Position, position_of
from vpr.exchange.queries.counts import NOTHING, Counts, total_of
from vpr.kernel.roles import UnitKind
from vpr.kernel.subjects import SUBJECTS

ROWS_ON_PAGE = 100
SHOWN = {"all": "все", "missing": "не загрузили", "faulty": "с ошибками", "late": "опаздывают"}
_BELOW = {
    UnitKind.COUNTRY: UnitKind.REGION,
    UnitKind.REGION: UnitKind.MUNICIPALITY,
    UnitKind.MUNICIPALITY: UnitKind.SCHOOL,
}
_SUMS = ("expected", "checking", "faulty", "accepted", "late", "participants", "participants_accepted")


@dataclass(frozen=True)
class Choice:
    """Filters of the matrix. `show` is a key of `SHOWN`."""

    grade: int | None = None
    subject: str = ""
    show: str = "all"
    page: int = 1


@dataclass(frozen=True)
class Column:
    assessment: Assessment
    position: Position

    @property
    def is_over(self) -> bool:
        """The main window has closed: what is missing is overdue."""
        return self.position.upload_closed

    @property
    def has_begun(self) -> bool:
        return self.position.opens_at is None

    @property
    def short(self) -> str:
        """«АЯ 8», with «угл.» for the advanced level."""
        subject = SUBJECTS[self.assessment.subject].abbreviation
        return f"{subject} {self.assessment.grade}" + (" угл." if self.assessment.level == "advanced" else "")


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


def read_matrix(unit: Unit, choice: Choice, now: datetime, *, kind: str = "scores", paged: bool = True) -> Matrix:
    """Figures of everything below `unit` (country, region or municipality). Five queries."""
    level = _BELOW[UnitKind(unit.kind)]
    columns = columns_of(unit, choice, now, kind)
    counts = _counts(unit, columns, kind)
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


def columns_of(unit: Unit, choice: Choice, now: datetime, kind: str = "scores") -> list[Column]:
    """Assessments of the current campaign that somebody below the unit is expected to upload."""
    expected = _tallies(unit, kind).filter(expected__gt=0).values("assessment_id").distinct()
    found = Assessment.objects.filter(pk__in=expected, campaign__is_current=True)
    if choice.grade:
        found = found.filter(grade=choice.grade)
    if choice.subject:
        found = found.filter(subject=choice.subject)
    found = found.prefetch_related("windows", "waves").order_by("grade", "subject", "code")
    return [Column(assessment, position_of(assessment, now)) for assessment in found]


def _tallies(unit: Unit, kind: str) -> QuerySet[Tally]:
    """Counts of the municipalities below a country or region, or of the municipality itself."""
    match UnitKind(unit.kind):
        case UnitKind.REGION:
            return Tally.objects.filter(kind=kind, region_id=unit.pk)
        case UnitKind.MUNICIPALITY:
            return Tally.objects.filter(kind=kind, municipality_id=unit.pk)
        case _:
            return Tally.objects.filter(kind=kind)


def _counts(unit: Unit, columns: list[Column], kind: str) -> dict[tuple[int, int], Counts]:
    """(unit one level below, assessment) -> counts."""
    by_assessment = {column.assessment.pk: column for column in columns}
    if unit.kind == UnitKind.MUNICIPALITY:
        found = _school_counts(unit, list(by_assessment), kind)
    else:
        group = "region_id" if unit.kind == UnitKind.COUNTRY else "municipality_id"
        found = (
            _tallies(unit, kind)
            .filter(assessment_id__in=list(by_assessment), expected__gt=0)
            .values_list(group, "assessment_id")
            .annotate(*(Sum(name) for name in _SUMS))
            .order_by()
        )
    return {
        (key, assessment): Counts(*sums).placed(
            has_begun=by_assessment[assessment].has_begun, is_over=by_assessment[assessment].is_over
        )
        for key, assessment, *sums in found
    }


def _school_counts(municipality: Unit, assessments: list[int], kind: str) -> Iterable[tuple[int, ...]]:
    """(school, assessment, then the figures of `_SUMS`)."""
    rows = Expectation.objects.filter(
        region_id=municipality.region_id or 0, municipality_id=municipality.pk, assessment__in=assessments, kind=kind
    ).values_list("unit_id", "assessment_id", "state", "is_late", "participants", "participants_accepted")
    for unit, assessment, state, is_late, participants, accepted in rows:
        yield (
            unit,
            assessment,
            1,
            int(state == ExpectationState.CHECKING),
            int(state == ExpectationState.FAULTY),
            int(state == ExpectationState.ACCEPTED),
            int(is_late),
            participants or 0,
            accepted if participants is not None else 0,
        )


def _row(unit: Unit, columns: list[Column], counts: dict[tuple[int, int], Counts]) -> Row:
    cells = [counts.get((unit.pk, column.assessment.pk), NOTHING) for column in columns]
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
