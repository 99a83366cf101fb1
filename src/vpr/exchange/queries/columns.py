"""Columns of the matrix: the forms of the current campaign that somebody below a unit is expected to upload."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Window, WindowKind
from vpr.exchange.kinds import keys_of_levels, kind_of
from vpr.exchange.models import Tally, Workbook
from vpr.exchange.position import Plan, Position, plan_of, position_of
from vpr.kernel.roles import UnitKind
from vpr.kernel.subjects import SUBJECTS

RESULTS, PREPARATION = "results", "preparation"
FORMS = {PREPARATION: "Формы подготовки", RESULTS: "Результаты"}
SHOWN = {"all": "все", "missing": "не загрузили", "faulty": "с ошибками", "late": "опаздывают"}
#: Units whose forms are counted in the matrix of a unit.
_LEVELS_BELOW = {
    UnitKind.COUNTRY: (UnitKind.SCHOOL, UnitKind.MUNICIPALITY, UnitKind.REGION),
    UnitKind.REGION: (UnitKind.SCHOOL, UnitKind.MUNICIPALITY),
    UnitKind.MUNICIPALITY: (UnitKind.SCHOOL,),
}


@dataclass(frozen=True)
class Choice:
    """Filters of the matrix. `show` is a key of `SHOWN`, `forms` of `FORMS`; grade and subject are of results."""

    grade: int | None = None
    subject: str = ""
    show: str = "all"
    page: int = 1
    forms: str = RESULTS


@dataclass(frozen=True)
class Column:
    workbook: Workbook
    position: Position
    plan: Plan = field(default_factory=dict, repr=False)

    @property
    def level(self) -> UnitKind:
        """Which units upload it."""
        return kind_of(self.workbook.kind).level

    @property
    def is_over(self) -> bool:
        """The main window has closed: what is missing is overdue."""
        return self.position.upload_closed

    @property
    def has_begun(self) -> bool:
        return self.position.has_begun

    @property
    def short(self) -> str:
        """«АЯ 8», with «угл.» for the advanced level; a form of the preparation has its title."""
        assessment = self.workbook.assessment
        if assessment is None:
            return str(self.workbook)
        subject = SUBJECTS[assessment.subject].abbreviation
        return f"{subject} {assessment.grade}" + (" угл." if assessment.level == "advanced" else "")

    def position_until(self, extended_until: datetime | None, now: datetime) -> Position:
        """Of a unit with an end of its own."""
        if extended_until is None:
            return self.position
        return position_of(self.workbook, now, extended_until=extended_until, plan=self.plan)


def columns_of(unit: Unit, choice: Choice, now: datetime) -> list[Column]:
    expected = tallies_below(unit).filter(expected__gt=0).values("workbook_id").distinct()
    found = Workbook.objects.filter(
        pk__in=expected,
        campaign__is_current=True,
        kind__in=keys_of_levels(*_LEVELS_BELOW[UnitKind(unit.kind)]),
        assessment__isnull=choice.forms == PREPARATION,
    ).select_related("assessment")
    return _preparation(found, now) if choice.forms == PREPARATION else _results(found, choice, now)


def tallies_below(unit: Unit) -> QuerySet[Tally]:
    """Counts of the municipalities below a country or region, or of the municipality itself."""
    match UnitKind(unit.kind):
        case UnitKind.REGION:
            return Tally.objects.filter(region_id=unit.pk)
        case UnitKind.MUNICIPALITY:
            return Tally.objects.filter(municipality_id=unit.pk)
        case _:
            return Tally.objects.all()


def usual_forms(now: datetime) -> str:
    """What a coordinator watches now: the preparation until the first results may be uploaded."""
    has_results = Window.objects.filter(
        assessment__campaign__is_current=True, kind=WindowKind.UPLOAD, opens_at__lte=now
    ).exists()
    if has_results:
        return RESULTS
    has_preparation = Workbook.objects.filter(campaign__is_current=True, assessment=None).exists()
    return PREPARATION if has_preparation else RESULTS


def _results(found: QuerySet[Workbook], choice: Choice, now: datetime) -> list[Column]:
    if choice.grade:
        found = found.filter(assessment__grade=choice.grade)
    if choice.subject:
        found = found.filter(assessment__subject=choice.subject)
    found = found.prefetch_related("assessment__windows", "assessment__waves")
    return [
        Column(workbook, position_of(workbook, now))
        for workbook in found.order_by("assessment__grade", "assessment__subject", "code")
    ]


def _preparation(found: QuerySet[Workbook], now: datetime) -> list[Column]:
    """In the order in which their windows open; what the plan does not date comes last."""
    workbooks = list(found)
    plan = plan_of(workbooks[0].campaign_id) if workbooks else {}
    columns = [Column(workbook, position_of(workbook, now, plan=plan), plan) for workbook in workbooks]
    opening = {key: step.opens_at.timestamp() for key, step in plan.items()}

    def order(column: Column) -> tuple[float, str]:
        step = kind_of(column.workbook.kind).step or ""
        return opening.get(step, float("inf")), column.workbook.code

    return sorted(columns, key=order)
