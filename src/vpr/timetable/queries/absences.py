"""Absences with valid reasons: what a school fills in, what those above count."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, Campaign
from vpr.kernel.roles import UnitKind
from vpr.timetable.models import Absence, ClassGroup
from vpr.timetable.plugs import absent_in_results
from vpr.timetable.queries.placed import sittings_of
from vpr.timetable.rules.absences import REASONS


@dataclass(frozen=True)
class AbsenceLine:
    """One class and work that the timetable names, with what is noted and what the results say."""

    class_group: ClassGroup
    assessment: Assessment
    counts: dict[str, int]
    in_results: int | None  # «отсутствовал» in the accepted form; None while there is none

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def name(self) -> str:
        return f"{self.class_group.pk}-{self.assessment.pk}"

    @property
    def unexplained(self) -> int:
        """Rows «отсутствовал» without a valid reason here."""
        return max(0, (self.in_results or 0) - self.total)

    @property
    def fields(self) -> list[tuple[str, str, int]]:
        return [(f"{key}-{self.name}", title, self.counts[key]) for key, title in REASONS.items()]


def absence_lines(unit: Unit, campaign: Campaign) -> list[AbsenceLine]:
    """Every class × work of the timetable, each once, in the order of the register."""
    pairs = {(item.class_group_id, item.assessment_id): item for item in sittings_of(unit, campaign)}
    noted = {(item.class_group_id, item.assessment_id): item for item in _noted(unit, campaign)}
    absent = {work.pk: absent_in_results(work, unit) for work in {item.assessment for item in pairs.values()}}
    groups = {item.class_group_id: item.class_group for item in pairs.values()}
    groups |= {item.class_group_id: item.class_group for item in noted.values()}
    works = {item.assessment_id: item.assessment for item in pairs.values()}
    works |= {item.assessment_id: item.assessment for item in noted.values()}
    lines = []
    for group_id, work_id in {**dict.fromkeys(pairs), **dict.fromkeys(noted)}:
        row = noted.get((group_id, work_id))
        counts = {key: getattr(row, key) if row else 0 for key in REASONS}
        lines.append(AbsenceLine(groups[group_id], works[work_id], counts, absent.get(work_id, {}).get(group_id)))
    return sorted(lines, key=lambda line: (line.class_group.grade, line.class_group.ordinal, line.assessment.title))


def _noted(unit: Unit, campaign: Campaign) -> list[Absence]:
    found = Absence.objects.filter(class_group__unit=unit, class_group__campaign=campaign)
    return list(found.select_related("class_group", "assessment"))


@dataclass(frozen=True)
class AbsenceCount:
    """Absences below a unit for one assessment."""

    assessment: Assessment
    classes: int
    reasons: tuple[int, ...]  # in the order of REASONS

    @property
    def total(self) -> int:
        return sum(self.reasons)


def absence_counts(unit: Unit, campaign: Campaign) -> list[AbsenceCount]:
    found = Absence.objects.filter(class_group__campaign=campaign)
    match UnitKind(unit.kind):
        case UnitKind.REGION:
            found = found.filter(class_group__unit__region=unit)
        case UnitKind.MUNICIPALITY:
            found = found.filter(class_group__unit__municipality=unit)
        case UnitKind.SCHOOL:
            found = found.filter(class_group__unit=unit)
        case UnitKind.COUNTRY:
            pass
    sums = [Sum(key) for key in REASONS]
    rows = list(found.order_by().values_list("assessment").annotate(Count("id"), *sums))
    works = Assessment.objects.in_bulk([work for work, *_ in rows])
    counts = [AbsenceCount(works[work], classes, tuple(reasons)) for work, classes, *reasons in rows]
    return sorted(counts, key=lambda item: (item.assessment.grade, item.assessment.title))
