"""Who is behind: the units to call or to remind, with what they owe."""

from dataclasses import dataclass
from datetime import datetime

from vpr.base.clock import MOSCOW
from vpr.cabinets.models import Unit
from vpr.exchange.models import Expectation, ExpectationState, Reminder
from vpr.exchange.queries.matrix import Choice, Column, columns_of, read_matrix
from vpr.kernel.roles import UnitKind


@dataclass(frozen=True)
class Behind:
    """A unit and the forms it owes. For a region the forms of its schools are counted."""

    unit: Unit
    missing: list[Column]
    faulty: list[Column]
    missing_count: int
    reminded_at: datetime | None  # today, by Moscow time

    @property
    def missing_titles(self) -> str:
        return ", ".join(column.short for column in self.missing)

    @property
    def faulty_titles(self) -> str:
        return ", ".join(column.short for column in self.faulty)

    @property
    def municipality(self) -> Unit | None:
        return self.unit.municipality


def units_behind(unit: Unit, choice: Choice, now: datetime, *, kind: str = "scores") -> list[Behind]:
    """Schools of a municipality or region, regions of the country. Only forms whose upload has begun are owed."""
    if unit.kind == UnitKind.COUNTRY:
        found = _regions_behind(unit, choice, now, kind)
    else:
        found = _schools_behind(unit, choice, now, kind)
    reminded = reminded_today([item.unit.pk for item in found], now)
    return [
        Behind(item.unit, item.missing, item.faulty, item.missing_count, reminded.get(item.unit.pk)) for item in found
    ]


def reminded_today(units: list[int], now: datetime) -> dict[int, datetime]:
    midnight = now.astimezone(MOSCOW).replace(hour=0, minute=0, second=0, microsecond=0)
    recent = Reminder.objects.filter(unit__in=units, sent_at__gte=midnight).order_by("sent_at")
    return dict(recent.values_list("unit_id", "sent_at"))


def _schools_behind(above: Unit, choice: Choice, now: datetime, kind: str) -> list[Behind]:
    columns = {column.assessment.pk: column for column in columns_of(above, choice, now, kind) if column.has_begun}
    rows = Expectation.objects.filter(
        assessment__in=list(columns), kind=kind, state__in=(ExpectationState.EXPECTED, ExpectationState.FAULTY)
    )
    path = {"region_id": above.pk} if above.kind == UnitKind.REGION else {"municipality_id": above.pk}
    owed: dict[int, tuple[list[Column], list[Column]]] = {}
    for key, assessment, state in rows.filter(**path).values_list("unit_id", "assessment_id", "state"):
        owed.setdefault(key, ([], []))[state == ExpectationState.FAULTY].append(columns[assessment])
    order = {pk: place for place, pk in enumerate(columns)}
    schools = Unit.objects.filter(pk__in=owed).select_related("municipality").by_name()
    found = []
    for school in schools:
        missing, faulty = (sorted(side, key=lambda c: order[c.assessment.pk]) for side in owed[school.pk])
        found.append(Behind(school, missing, faulty, len(missing), None))
    return [item for item in found if _is_shown(item, choice.show)]


def _regions_behind(country: Unit, choice: Choice, now: datetime, kind: str) -> list[Behind]:
    matrix = read_matrix(country, Choice(choice.grade, choice.subject), now, kind=kind, paged=False)
    found = []
    for row in matrix.rows:
        pairs = [(column, cell) for column, cell in zip(matrix.columns, row.cells, strict=True) if column.has_begun]
        missing = [column for column, cell in pairs if cell.missing]
        faulty = [column for column, cell in pairs if cell.faulty]
        if missing or faulty:
            found.append(Behind(row.unit, missing, faulty, sum(cell.missing for _, cell in pairs), None))
    return [item for item in found if _is_shown(item, choice.show)]


def _is_shown(item: Behind, show: str) -> bool:
    match show:
        case "missing":
            return bool(item.missing)
        case "faulty":
            return bool(item.faulty)
        case "late":
            return any(column.is_over for column in item.missing)
        case _:
            return True
