"""Who is behind: the units to call or to remind, with what they owe."""

from dataclasses import dataclass
from datetime import datetime

from vpr.base.clock import MOSCOW
from vpr.base.copying import among
from vpr.cabinets.models import Unit
from vpr.exchange.models import Expectation, ExpectationState, Reminder
from vpr.exchange.position import Position
from vpr.exchange.queries.columns import Choice, Column, columns_of
from vpr.exchange.queries.matrix import read_matrix
from vpr.kernel.roles import UnitKind


@dataclass(frozen=True)
class Debt:
    """A form that a unit owes, with the dates of this unit: it may have a later end of its own."""

    column: Column
    position: Position

    @property
    def title(self) -> str:
        return str(self.column.workbook)

    @property
    def short(self) -> str:
        until = self.position.deadline if self.position.is_extended else None
        return f"{self.column.short} (до {until.astimezone(MOSCOW):%d.%m})" if until else self.column.short


@dataclass(frozen=True)
class Behind:
    """A unit and the forms it owes. For a region the forms of those below are counted."""

    unit: Unit
    missing: list[Debt]
    faulty: list[Debt]
    missing_count: int
    reminded_at: datetime | None  # today, by Moscow time

    @property
    def missing_titles(self) -> str:
        return ", ".join(debt.short for debt in self.missing)

    @property
    def faulty_titles(self) -> str:
        return ", ".join(debt.short for debt in self.faulty)

    @property
    def municipality(self) -> Unit | None:
        return self.unit.municipality


def units_behind(unit: Unit, choice: Choice, now: datetime) -> list[Behind]:
    """Schools and municipalities of a region, schools of a municipality, regions of the country.

    Only forms whose upload has begun are owed.
    """
    found = _regions_behind(unit, choice, now) if unit.kind == UnitKind.COUNTRY else _units_behind(unit, choice, now)
    reminded = reminded_today([item.unit.pk for item in found], choice.forms, now)
    return [
        Behind(item.unit, item.missing, item.faulty, item.missing_count, reminded.get(item.unit.pk)) for item in found
    ]


def reminded_today(units: list[int], about: str, now: datetime) -> dict[int, datetime]:
    midnight = now.astimezone(MOSCOW).replace(hour=0, minute=0, second=0, microsecond=0)
    recent = Reminder.objects.filter(unit__in=among(units), about=about, sent_at__gte=midnight).order_by("sent_at")
    return dict(recent.values_list("unit_id", "sent_at"))


def _units_behind(above: Unit, choice: Choice, now: datetime) -> list[Behind]:
    columns = {column.workbook.pk: column for column in columns_of(above, choice, now) if column.has_begun}
    rows = Expectation.objects.filter(
        workbook__in=list(columns), state__in=(ExpectationState.EXPECTED, ExpectationState.FAULTY)
    )
    path = {"region_id": above.pk} if above.kind == UnitKind.REGION else {"municipality_id": above.pk}
    owed: dict[int, tuple[list[Debt], list[Debt]]] = {}
    for key, workbook, state, until in rows.filter(**path).values_list(
        "unit_id", "workbook_id", "state", "extended_until"
    ):
        debt = Debt(columns[workbook], columns[workbook].position_until(until, now))
        owed.setdefault(key, ([], []))[state == ExpectationState.FAULTY].append(debt)
    order = {pk: place for place, pk in enumerate(columns)}
    found = []
    for unit in Unit.objects.filter(pk__in=owed).select_related("municipality").by_name():
        missing, faulty = (sorted(side, key=lambda debt: order[debt.column.workbook.pk]) for side in owed[unit.pk])
        found.append(Behind(unit, missing, faulty, len(missing), None))
    return [item for item in found if _is_shown(item, choice.show)]


def _regions_behind(country: Unit, choice: Choice, now: datetime) -> list[Behind]:
    matrix = read_matrix(country, Choice(choice.grade, choice.subject, forms=choice.forms), now, paged=False)
    debts = [Debt(column, column.position) for column in matrix.columns]
    found = []
    for row in matrix.rows:
        pairs = [pair for pair in zip(debts, row.cells, strict=True) if pair[0].column.has_begun]
        missing = [debt for debt, cell in pairs if cell.missing]
        faulty = [debt for debt, cell in pairs if cell.faulty]
        if missing or faulty:
            below = sum(cell.missing for debt, cell in pairs if debt.column.level is not UnitKind.REGION)
            found.append(Behind(row.unit, missing, faulty, below, None))
    return [item for item in found if _is_shown(item, choice.show)]


def _is_shown(item: Behind, show: str) -> bool:
    match show:
        case "missing":
            return bool(item.missing)
        case "faulty":
            return bool(item.faulty)
        case "late":
            return any(debt.position.upload_closed for debt in item.missing)
        case _:
            return True
