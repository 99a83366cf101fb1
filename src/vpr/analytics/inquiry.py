"""What is asked: an assessment, a unit, filters; and the groups of participants that answer, level by level."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from vpr.analytics import tallies
from vpr.analytics.report import LEVEL_TITLE, Filters, Level, Stage
from vpr.analytics.schema import Relation
from vpr.analytics.specification import Specification, TaskPlace
from vpr.analytics.tallies import Tallies, Tally, Wanted
from vpr.cabinets.models import RUSSIAN_ORDER, Unit
from vpr.kernel.roles import UnitKind

LEVEL_OF = {
    UnitKind.COUNTRY: Level.SAMPLE,
    UnitKind.REGION: Level.REGION,
    UnitKind.MUNICIPALITY: Level.MUNICIPALITY,
    UnitKind.SCHOOL: Level.SCHOOL,
}
#: Level one down, its column in the files and the heading of the table.
BELOW = {
    Level.SAMPLE: (Level.REGION, "region", "По субъектам"),
    Level.REGION: (Level.MUNICIPALITY, "municipality", "По муниципалитетам"),
    Level.MUNICIPALITY: (Level.SCHOOL, "school", "По образовательным организациям"),
    Level.SCHOOL: (Level.CLASS, "class_name", "По классам"),
}


@dataclass(frozen=True)
class Group:
    """Participants of one row: a level, its label as in the exports, the code of a unit when it is one, the counts."""

    level: Level
    label: str
    unit: str
    tally: Tally


@dataclass(frozen=True)
class Inquiry:
    """`files` is None when nothing is published; `rows` holds a school's own ledger rows when they are preliminary."""

    spec: Specification
    unit: Unit
    filters: Filters
    stage: Stage
    files: dict[Relation, Path] | None
    rows: pa.Table | None = None
    wave: int | None = None
    made_at: datetime | None = None
    is_listing: bool = False  # a download: individual results of every school below, not only of one

    @cached_property
    def level(self) -> Level:
        return LEVEL_OF[UnitKind(self.unit.kind)]

    @property
    def tasks(self) -> tuple[TaskPlace, ...]:
        """Tasks of the chosen part."""
        return self.spec.tasks_of(self.filters.part)

    def wanted(self, *, scores: bool = False, tasks: bool = False) -> Wanted:
        """The variant filter means the variant of the chosen part, of the first part by default."""
        column = "variant_2" if self.filters.part == 2 else "variant_1"
        variant = (column, self.filters.variant) if self.filters.variant is not None else None
        return Wanted(scores, tasks, variant, self.spec.thresholds)

    @property
    def path(self) -> dict[str, int]:
        """Filter of the files for this unit."""
        column = {Level.REGION: "region", Level.MUNICIPALITY: "municipality", Level.SCHOOL: "school"}.get(self.level)
        return {column: self.unit.pk} if column else {}

    @property
    def has_individuals(self) -> bool:
        return self.level is Level.SCHOOL or self.is_listing


def groups(inquiry: Inquiry, wanted: Wanted) -> list[Group]:
    """Rows of comparison: «Вся выборка», субъект, муниципалитет, ОО, down to the unit itself."""
    found = _levels_above(inquiry, wanted)
    if inquiry.level is Level.SCHOOL:
        classes = _classes(inquiry, wanted)
        chosen = inquiry.filters.class_name
        tally = classes.get(chosen, Tally()) if chosen is not None else tallies.total(classes.values())
        label = label_of(inquiry.unit) + (f", класс {chosen or 'без буквы'}" if chosen is not None else "")
        found.append(Group(Level.SCHOOL, label, inquiry.unit.code, tally))
    return found


def _levels_above(inquiry: Inquiry, wanted: Wanted) -> list[Group]:
    if inquiry.files is None:
        return []
    chain = _chain(inquiry.unit)
    counted = tallies.of_levels(
        inquiry.files,
        wanted,
        region=chain[Level.REGION].pk if Level.REGION in chain else -1,
        municipality=chain[Level.MUNICIPALITY].pk if Level.MUNICIPALITY in chain else -1,
    )
    found = [Group(Level.SAMPLE, LEVEL_TITLE[Level.SAMPLE], "", counted["sample"])]
    for level in (Level.REGION, Level.MUNICIPALITY):
        if level in chain:
            found.append(Group(level, label_of(chain[level]), chain[level].code, counted[level.value]))
    return found


def _chain(unit: Unit) -> dict[Level, Unit]:
    """Region and municipality of the unit, itself included."""
    chain = {Level.REGION: unit.region, Level.MUNICIPALITY: unit.municipality}
    own = LEVEL_OF[UnitKind(unit.kind)]
    return {level: above for level, above in chain.items() if above is not None} | (
        {own: unit} if own in (Level.REGION, Level.MUNICIPALITY) else {}
    )


def _classes(inquiry: Inquiry, wanted: Wanted) -> Tallies:
    if inquiry.rows is not None:
        return tallies.of_rows(inquiry.rows, wanted, inquiry.spec, "class_name")
    if inquiry.files is None:
        return {}
    return tallies.of_scripts(inquiry.files, wanted, inquiry.spec, "class_name", **inquiry.path)


def below(inquiry: Inquiry, wanted: Wanted) -> list[Group]:
    """Units one level down, or the classes of a school, in Russian alphabetical order. No ranking anywhere."""
    level, column, _ = BELOW[inquiry.level]
    if level is Level.CLASS:
        classes = _classes(inquiry, wanted)
        return [Group(level, name or "без буквы", "", classes[name]) for name in sorted(classes)]
    if inquiry.files is None:
        return []
    if level is Level.SCHOOL:
        counted = tallies.of_scripts(inquiry.files, wanted, inquiry.spec, column, **inquiry.path)
    else:
        counted = tallies.of_counters(inquiry.files, wanted, column, **inquiry.path)
    return [Group(level, label_of(unit), unit.code, counted[unit.pk]) for unit in units_of(counted)]


def units_of(ids: Iterable[Any]) -> Iterable[Unit]:
    return Unit.objects.filter(pk__in=list(ids)).order_by(RUSSIAN_ORDER, "name", "id")


def label_of(unit: Unit) -> str:
    """As in the real exports: `<Муниципалитет>(reg20_m012)`, `<ОО>(edu203389)`."""
    match UnitKind(unit.kind):
        case UnitKind.COUNTRY:
            return LEVEL_TITLE[Level.SAMPLE]
        case UnitKind.REGION:
            return unit.name
        case UnitKind.MUNICIPALITY:
            return f"{unit.name}({unit.code})"
        case UnitKind.SCHOOL:
            return f"{unit}({unit.login or unit.code})"


def class_names(inquiry: Inquiry) -> tuple[str, ...]:
    """Choices of the class filter; only a school has them."""
    if inquiry.level is not Level.SCHOOL:
        return ()
    return tuple(sorted(_classes(inquiry, Wanted())))
