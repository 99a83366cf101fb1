"""Monitoring of the draw: units one level below, or schools, with what they gave and what they drew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from vpr.cabinets.models import Unit, UnitQuerySet
from vpr.campaigns.models import Campaign
from vpr.draw.models import DrawnSubject
from vpr.draw.queries.plan import DrawPlan
from vpr.kernel.roles import UnitKind
from vpr.timetable.models import ClassGroup

#: What is counted below a unit of a kind: the rows of its page and the column of a school that names them.
_BELOW = {
    UnitKind.COUNTRY: (UnitKind.REGION, "region_id"),
    UnitKind.REGION: (UnitKind.MUNICIPALITY, "municipality_id"),
    UnitKind.MUNICIPALITY: (UnitKind.SCHOOL, "id"),
}


@dataclass(frozen=True)
class Line:
    """A unit and its figures. A school is silent when it has given no class of a drawn grade."""

    unit: Unit
    schools: int
    silent: int
    classes: int
    incomplete: int  # no week or no subjects
    drawn: int

    @property
    def waiting(self) -> int:
        return self.classes - self.drawn

    @property
    def tone(self) -> str:
        if self.silent or self.incomplete:
            return "attention"
        return "ok" if self.classes and not self.waiting else "neutral"

    @property
    def words(self) -> str:
        if self.unit.kind == UnitKind.SCHOOL and self.silent:
            return "классы не указаны"
        if self.silent:
            return f"не указали классы: {self.silent}"
        if self.incomplete:
            return f"без недели или предметов: {self.incomplete}"
        if not self.classes:
            return "классов нет"
        return "все классы со жребием" if not self.waiting else f"ждут жребия: {self.waiting}"


def lines_below(unit: Unit, campaign: Campaign, plan: DrawPlan, *, only_behind: bool = False) -> list[Line]:
    """Figures of every unit one level below, in Russian alphabetical order. Three queries."""
    level, column = _BELOW[UnitKind(unit.kind)]
    return _lines(schools_of(unit), column, Unit.objects.filter(kind=level), campaign, plan, only_behind)


def school_lines(unit: Unit, campaign: Campaign, plan: DrawPlan) -> list[Line]:
    """Every school below, whatever the level: the XLSX."""
    return _lines(schools_of(unit), "id", Unit.objects.schools(), campaign, plan, only_behind=False)


def schools_of(unit: Unit) -> UnitQuerySet:
    schools = Unit.objects.schools()
    return schools if unit.kind == UnitKind.COUNTRY else schools.filter(**{unit.kind: unit})


def behind_count(unit: Unit, campaign: Campaign, plan: DrawPlan) -> tuple[int, int]:
    """(schools without a class of a drawn grade, schools)."""
    found = ClassGroup.objects.filter(campaign=campaign, grade__in=plan.grades, unit=OuterRef("pk"))
    counted = schools_of(unit).aggregate(every=Count("id"), silent=Count("id", filter=~Q(Exists(found))))
    return counted["silent"], counted["every"]


def _lines(
    schools: QuerySet[Unit],
    column: str,
    units: UnitQuerySet,
    campaign: Campaign,
    plan: DrawPlan,
    only_behind: bool,
) -> list[Line]:
    own = ClassGroup.objects.filter(campaign=campaign, grade__in=plan.grades, unit=OuterRef("pk"))
    counted = _counts(schools.annotate(gave=Exists(own)), column)
    classes = _class_counts(schools, column, campaign, plan)
    found = units.filter(pk__in=list(counted)).select_related("municipality", "region").by_name()
    lines = [_line(unit, counted[unit.pk], classes.get(unit.pk, {})) for unit in found]
    return [line for line in lines if line.silent or line.incomplete] if only_behind else lines


def _counts(schools: QuerySet[Unit], column: str) -> dict[int, tuple[int, int]]:
    rows = schools.values_list(column).annotate(every=Count("pk"), silent=Count("pk", filter=Q(gave=False))).order_by()
    return {key: (every, silent) for key, every, silent in rows}


def _class_counts(
    schools: QuerySet[Unit], column: str, campaign: Campaign, plan: DrawPlan
) -> dict[int, Mapping[str, Any]]:
    drawn = DrawnSubject.objects.in_force().filter(class_group=OuterRef("pk"))
    path = f"unit__{column}"
    rows = (
        ClassGroup.objects.filter(campaign=campaign, grade__in=plan.grades, unit__in=schools.order_by().values("pk"))
        .annotate(has_drawn=Exists(drawn))
        .values(path)
        .annotate(
            every=Count("pk"),
            incomplete=Count("pk", filter=Q(has_drawn=False) & (Q(week_of=None) | Q(subjects=[]))),
            drawn=Count("pk", filter=Q(has_drawn=True)),
        )
        .order_by()
    )
    return {row[path]: row for row in rows}


def _line(unit: Unit, schools: tuple[int, int], classes: Mapping[str, Any]) -> Line:
    every, silent = schools
    return Line(unit, every, silent, classes.get("every", 0), classes.get("incomplete", 0), classes.get("drawn", 0))
