"""Who has not sent, and sums: the monitoring of applications by region, municipality, school and work."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet, Sum

from vpr.base.copying import among
from vpr.cabinets.models import Unit, UnitQuerySet
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import Application, ApplicationLine
from vpr.enrollment.words import ApplicationState, WorkForm
from vpr.kernel.roles import UnitKind

#: States of the monitoring: a school without a row, or whose application was returned, has not sent.
MISSING = "missing"
STATES: tuple[tuple[str, str], ...] = (
    (MISSING, "не подана"),
    (ApplicationState.SUBMITTED.value, "подана школой"),
    (ApplicationState.MUNICIPAL_CONFIRMED.value, "подтверждена муниципалитетом"),
    (ApplicationState.REGIONAL_CONFIRMED.value, "подтверждена регионом"),
    (ApplicationState.FROZEN.value, "закреплена"),
)


@dataclass
class Progress:
    """One unit below with its schools by state."""

    unit: Unit
    schools: int = 0
    states: dict[str, int] = field(default_factory=dict)
    not_taking: int = 0
    participants: int = 0

    @property
    def missing(self) -> int:
        return self.schools - sum(self.states.values())

    @property
    def counts(self) -> list[int]:
        """In the order of `STATES`."""
        return [self.missing, *(self.states.get(key, 0) for key, _ in STATES[1:])]


def progress_below(unit: Unit, campaign: Campaign) -> list[Progress]:
    """Regions of the country or municipalities of a region. Four queries whatever the size."""
    path = "region" if unit.kind == UnitKind.COUNTRY else "municipality"
    below = Unit.objects.filter(parent=unit, is_active=True).by_name()
    found = {item.pk: Progress(item) for item in below}
    schools = _schools(unit)
    for key, count in schools.values_list(path).annotate(count=Count("pk")):
        if key in found:
            found[key].schools = count
    sent = _applications(unit, campaign).exclude(state=ApplicationState.DRAFT)
    counted = sent.values_list(f"unit__{path}", "state").annotate(
        count=Count("pk"), out=Count("pk", ~Q(takes_part=True))
    )
    for key, state, count, out in counted:
        if key in found:
            found[key].states[state] = count
            found[key].not_taking += out
    lines = ApplicationLine.objects.filter(application__in=sent)
    for key, total in lines.values_list(f"application__unit__{path}").annotate(total=Sum("participants")):
        if key in found:
            found[key].participants = total
    return list(found.values())


@dataclass(frozen=True)
class SchoolRow:
    """One school of the monitoring. `application` None: nothing was sent."""

    unit: Unit
    application: Application | None
    classes: int
    participants: int
    experts: int

    @property
    def state(self) -> str:
        if self.application is None or self.application.state == ApplicationState.DRAFT:
            return MISSING
        return str(self.application.state)

    @property
    def words(self) -> str:
        if self.application is not None and self.application.state == ApplicationState.DRAFT:
            return "возвращена"
        return dict(STATES)[self.state]

    @property
    def tone(self) -> str:
        return {MISSING: "stop", ApplicationState.SUBMITTED.value: "attention"}.get(self.state, "ok")


def school_rows(schools: Iterable[Unit], campaign: Campaign) -> list[SchoolRow]:
    listed = list(schools)
    keys = [school.pk for school in listed]
    own = {item.unit_id: item for item in Application.objects.filter(campaign=campaign, unit__in=among(keys))}
    lines = ApplicationLine.objects.filter(application__campaign=campaign, application__unit__in=among(keys))
    sums = {
        key: (classes, participants, experts)
        for key, classes, participants, experts in lines.values_list("application__unit_id").annotate(
            Sum("class_count"), Sum("participants"), Sum("experts")
        )
    }
    return [SchoolRow(school, own.get(school.pk), *sums.get(school.pk, (0, 0, 0))) for school in listed]


def schools_by_state(unit: Unit, campaign: Campaign, state: str = "", search: str = "") -> UnitQuerySet:
    """Active schools below, narrowed to a state of their application and to a name or code; a queryset for pages."""
    schools = _schools(unit)
    sent = Application.objects.filter(campaign=campaign).exclude(state=ApplicationState.DRAFT)
    if state == MISSING:
        schools = schools.exclude(pk__in=sent.values("unit_id"))
    elif state:
        schools = schools.filter(pk__in=sent.filter(state=state).values("unit_id"))
    if search:
        schools = schools.filter(
            Q(name__icontains=search) | Q(short_name__icontains=search) | Q(code__startswith=search)
        )
    return schools.by_name()


@dataclass(frozen=True)
class WorkSum:
    """Sums of one work in one form."""

    place: str  # name of the municipality, "" when the sum is of the whole unit
    grade: int
    title: str
    form: str
    schools: int
    classes: int
    participants: int
    experts: int


def work_sums(unit: Unit, campaign: Campaign, *, by_place: bool = False) -> list[WorkSum]:
    """Schools, classes, participants and experts by grade, subject and form; of the unit or of each municipality."""
    sent = _applications(unit, campaign).exclude(state=ApplicationState.DRAFT).filter(takes_part=True)
    keys = ["assessment__grade", "assessment__title", "form"]
    keys = ["application__unit__municipality__name", *keys] if by_place else keys
    rows = ApplicationLine.objects.filter(application__in=sent).values_list(*keys)
    rows = rows.annotate(Count("application_id"), Sum("class_count"), Sum("participants"), Sum("experts")).order_by(
        *keys
    )
    return [_work_sum(tuple(row) if by_place else ("", *row)) for row in rows]


def _work_sum(row: tuple[str, int, str, str, int, int, int, int]) -> WorkSum:
    place, grade, title, form, *counts = row
    return WorkSum(place, grade, title, str(WorkForm(form).label), *counts)


def _schools(unit: Unit) -> UnitQuerySet:
    schools = Unit.objects.schools()
    match unit.kind:
        case UnitKind.COUNTRY:
            return schools
        case UnitKind.REGION:
            return schools.filter(region=unit)
        case UnitKind.MUNICIPALITY:
            return schools.filter(municipality=unit)
    return schools.filter(pk=unit.pk)


def _applications(unit: Unit, campaign: Campaign) -> QuerySet[Application]:
    found: QuerySet[Application] = Application.objects.filter(campaign=campaign, unit__in=_schools(unit).values("pk"))
    return found
