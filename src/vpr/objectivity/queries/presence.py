"""Presence by days and by units below: S3 10.1 asks the coordinator to monitor it. Numbers only, no names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Scope
from vpr.campaigns.models import Campaign
from vpr.kernel.roles import UnitKind
from vpr.objectivity.models import Duty, DutyQuerySet
from vpr.objectivity.queries.posts import writing
from vpr.timetable.models import SittingQuerySet

_CAME = Q(arrived_at__isnull=False)
_BELOW = {UnitKind.COUNTRY: "region", UnitKind.REGION: "municipality", UnitKind.MUNICIPALITY: "pk"}


@dataclass(frozen=True)
class Tally:
    """Schools that write and observers, of one day or of one unit."""

    schools: int  # school days by the timetables
    covered: int
    planned: int
    present: int
    absent: int

    @property
    def bare(self) -> int:
        return self.schools - self.covered

    @property
    def unmarked(self) -> int:
        return self.planned - self.present - self.absent


@dataclass(frozen=True)
class DayTally:
    on: date
    tally: Tally


@dataclass(frozen=True)
class UnitTally:
    unit: Unit
    tally: Tally


def by_days(scope: Scope, campaign: Campaign) -> list[DayTally]:
    wanted = dict(_wanted(scope, campaign).values("on").annotate(n=_SCHOOLS).values_list("on", "n"))
    rows = _counted(_duties(scope, campaign), "on")
    covered = _covered(scope, campaign, "on")
    days = sorted({*wanted, *rows})
    return [DayTally(day, _tally(wanted.get(day, 0), covered.get(day, 0), rows.get(day, {}))) for day in days]


def by_units(scope: Scope, campaign: Campaign, on: date | None = None) -> list[UnitTally]:
    """Units one level below with their school days."""
    below = _BELOW[scope.kind]
    path = "class_group__unit" if below == "pk" else f"class_group__unit__{below}"
    own = "unit" if below == "pk" else f"unit__{below}"
    wanted_rows, duty_rows = _wanted(scope, campaign), _duties(scope, campaign)
    if on is not None:
        wanted_rows, duty_rows = wanted_rows.filter(on=on), duty_rows.filter(on=on)
    by_day = wanted_rows.values(path, "on").annotate(n=_SCHOOLS)
    wanted = _summed(by_day.values_list(path, "n"))
    rows = _counted(duty_rows, own)
    sent_by_day = duty_rows.values(own, "on").annotate(n=Count("unit", distinct=True))
    covered = _summed(sent_by_day.values_list(own, "n"))
    units = Unit.objects.filter(pk__in={*wanted, *rows}).by_name()
    return [
        UnitTally(unit, _tally(wanted.get(unit.pk, 0), covered.get(unit.pk, 0), rows.get(unit.pk, {})))
        for unit in units
    ]


_SCHOOLS = Count("class_group__unit", distinct=True)
_COUNTS = {
    "planned": Count("pk"),
    "present": Count("pk", filter=_CAME),
    "absent": Count("pk", filter=Q(is_absent=True)),
}


def _wanted(scope: Scope, campaign: Campaign) -> SittingQuerySet:
    return writing(scope, campaign).order_by()


def _duties(scope: Scope, campaign: Campaign) -> DutyQuerySet:
    return Duty.objects.within(scope).filter(observer__campaign=campaign).order_by()


def _summed(rows: Iterable[tuple[int, int]]) -> dict[int, int]:
    """School days of a unit: schools of each of its days, one row for a day."""
    found: dict[int, int] = {}
    for unit, count in rows:
        found[unit] = found.get(unit, 0) + count
    return found


def _counted(duties: DutyQuerySet, key: str) -> dict[Any, dict[str, int]]:
    """Day or unit -> how many observers were sent, came, did not come."""
    rows: list[dict[str, Any]] = list(duties.values(key).annotate(**_COUNTS))
    return {row[key]: {name: row[name] for name in _COUNTS} for row in rows}


def _covered(scope: Scope, campaign: Campaign, key: str) -> dict[date, int]:
    counted = _duties(scope, campaign).values(key).annotate(n=Count("unit", distinct=True))
    return dict(counted.values_list(key, "n"))


def _tally(wanted: int, covered: int, row: dict[str, int]) -> Tally:
    return Tally(wanted, min(covered, wanted), row.get("planned", 0), row.get("present", 0), row.get("absent", 0))
