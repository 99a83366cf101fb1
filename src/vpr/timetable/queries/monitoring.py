"""What municipality and region see: who has no timetable, the load of every day, the computer form by day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet, Sum

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, Campaign
from vpr.kernel.roles import UnitKind
from vpr.timetable.models import Sitting, TimetableState
from vpr.timetable.rules.sittings import COMPUTER

#: Units one level below, as a path from the school.
_BELOW = {UnitKind.COUNTRY: "region", UnitKind.REGION: "municipality"}
SHOWN = {"": "Все", "missing": "Без расписания", "partial": "Расписание неполное"}


@dataclass(frozen=True)
class SchoolLine:
    """One school: its register and its timetable."""

    unit: Unit
    classes: int = 0
    duties: int = 0
    placed: int = 0
    saved_at: datetime | None = None

    @property
    def key(self) -> str:
        if not self.placed:
            return "missing"
        return "partial" if self.placed < self.duties else "ok"

    @property
    def words(self) -> tuple[str, str]:
        if not self.classes:
            return "нет списка классов", "stop"
        if not self.placed:
            return "нет расписания", "stop"
        if self.placed < self.duties:
            return f"назначено {self.placed} из {self.duties}", "attention"
        return "готово", "ok"


@dataclass(frozen=True)
class AreaLine:
    """A region or a municipality: how many of its schools are ready."""

    unit: Unit
    schools: int
    registered: int
    started: int
    complete: int

    @property
    def missing(self) -> int:
        return self.schools - self.started

    @property
    def tone(self) -> str:
        return "ok" if self.complete == self.schools else "attention" if self.started else "stop"


def school_lines(unit: Unit, campaign: Campaign, show: str = "") -> list[SchoolLine]:
    """Schools of a municipality by name."""
    states = {item.unit_id: item for item in TimetableState.objects.filter(campaign=campaign, unit__municipality=unit)}
    lines = []
    for school in Unit.objects.schools().filter(municipality=unit).by_name():
        state = states.get(school.pk)
        if state is None:
            lines.append(SchoolLine(school))
        else:
            lines.append(SchoolLine(school, state.classes, state.duties, state.placed, state.saved_at))
    return [line for line in lines if show in ("", line.key)]


def area_lines(unit: Unit, campaign: Campaign) -> list[AreaLine]:
    """Units one level below with counts of their schools. Three queries whatever the size of the country."""
    path = _BELOW[UnitKind(unit.kind)]
    own = Q() if unit.kind == UnitKind.COUNTRY else Q(region=unit)
    schools = dict(Unit.objects.schools().filter(own).values_list(path).annotate(count=Count("id")))
    beneath = Q() if unit.kind == UnitKind.COUNTRY else Q(unit__region=unit)
    states = (
        TimetableState.objects.filter(beneath, campaign=campaign, unit__is_active=True)
        .values(f"unit__{path}")
        .annotate(
            registered=Count("id", filter=Q(classes__gt=0)),
            started=Count("id", filter=Q(placed__gt=0)),
            complete=Count("id", filter=Q(placed__gt=0, placed__gte=F("duties"))),
        )
    )
    counted = {row[f"unit__{path}"]: row for row in states}
    lines = []
    for below in Unit.objects.filter(pk__in=schools).by_name():
        row = counted.get(below.pk, {})
        lines.append(
            AreaLine(
                below,
                schools[below.pk],
                row.get("registered", 0),
                row.get("started", 0),
                row.get("complete", 0),
            )
        )
    return lines


@dataclass(frozen=True)
class DayLoad:
    """One day below a unit."""

    on: date
    schools: int
    classes: int
    participants: int
    computer_classes: int
    computer_participants: int


def sittings_below(unit: Unit, campaign: Campaign) -> QuerySet[Sitting]:
    found = Sitting.objects.filter(class_group__campaign=campaign)
    match UnitKind(unit.kind):
        case UnitKind.COUNTRY:
            return found
        case UnitKind.REGION:
            return found.filter(class_group__unit__region=unit)
        case UnitKind.MUNICIPALITY:
            return found.filter(class_group__unit__municipality=unit)
        case UnitKind.SCHOOL:
            return found.filter(class_group__unit=unit)


def day_loads(unit: Unit, campaign: Campaign) -> list[DayLoad]:
    on_computer = Q(form=COMPUTER)
    rows = (
        sittings_below(unit, campaign)
        .order_by()
        .values_list("on")
        .annotate(
            schools=Count("class_group__unit", distinct=True),
            classes=Count("class_group", distinct=True),
            participants=Sum("class_group__participants"),
            computer_classes=Count("class_group", filter=on_computer, distinct=True),
            computer_participants=Sum("class_group__participants", filter=on_computer, default=0),
        )
        .order_by("on")
    )
    return [DayLoad(*row) for row in rows]


@dataclass(frozen=True)
class WorkDays:
    """One assessment: classes by day; the second figure is of the computer form."""

    assessment: Assessment
    by_day: dict[date, tuple[int, int]]

    def cells(self, days: Sequence[date]) -> list[tuple[int, int]]:
        return [self.by_day.get(day, (0, 0)) for day in days]

    @property
    def total(self) -> int:
        return sum(classes for classes, _ in self.by_day.values())


def work_days(unit: Unit, campaign: Campaign) -> list[WorkDays]:
    rows = (
        sittings_below(unit, campaign)
        .order_by()
        .values_list("assessment_id", "on")
        .annotate(
            classes=Count("class_group", distinct=True),
            computer=Count("class_group", filter=Q(form=COMPUTER), distinct=True),
        )
    )
    found: dict[int, dict[date, tuple[int, int]]] = defaultdict(dict)
    for assessment, on, classes, computer in rows:
        found[assessment][on] = (classes, computer)
    works = Assessment.objects.filter(pk__in=found).order_by("grade", "subject", "code")
    return [WorkDays(work, found[work.pk]) for work in works]
