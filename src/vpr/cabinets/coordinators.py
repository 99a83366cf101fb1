"""«Кому звонить»: coordinators above and below a cabinet with their contacts, and units where nobody is appointed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from vpr.base.copying import among
from vpr.cabinets.directory import Filters, kinds_below, units_below
from vpr.cabinets.models import Appointment, Unit, UnitQuerySet
from vpr.cabinets.rules import Relation, main_role, sees_staff
from vpr.cabinets.scope import Cabinet
from vpr.kernel.roles import ROLE_TITLE, Role, UnitKind


@dataclass(frozen=True)
class Officer:
    """One line of the register. `appointment` is empty where nobody is appointed."""

    unit: Unit
    title: str
    appointment: Appointment | None = None

    @property
    def person(self) -> str:
        return self.appointment.account.person if self.appointment else ""

    @property
    def post(self) -> str:
        return self.appointment.post if self.appointment else ""

    @property
    def phone(self) -> str:
        """The officer's own telephone, else the one of the office."""
        return (self.appointment.phone if self.appointment else "") or self.unit.contact_phone

    @property
    def email(self) -> str:
        return (self.appointment.account.email if self.appointment else "") or self.unit.contact_email

    @property
    def is_vacant(self) -> bool:
        return self.appointment is None


def kinds_of_register(cabinet: Cabinet) -> list[UnitKind]:
    """Levels whose coordinators this cabinet may see below itself."""
    if cabinet.scope.kind is UnitKind.SCHOOL:
        return []
    return [
        kind
        for kind in kinds_below(cabinet.scope.kind)
        if sees_staff(cabinet.role, main_role(kind, is_direct=False), Relation.BELOW)
    ]


def officers_above(cabinet: Cabinet) -> list[Officer]:
    """Whom to call: the nearest level first."""
    unit = cabinet.unit
    chain = [unit.municipality, unit.region, Unit.objects.filter(kind=UnitKind.COUNTRY).first()]
    above = [step for step in chain if step is not None and step.pk != unit.pk]
    found = officers_of(above)
    return [officer for officer in found if sees_staff(cabinet.role, _main(officer.unit), Relation.ABOVE)]


def register_units(cabinet: Cabinet, filters: Filters, *, vacant: bool) -> UnitQuerySet:
    """Units of one level below; the search also finds the name of an officer."""
    found = units_below(cabinet.scope, Filters(filters.kind, above=filters.above))
    if filters.search:
        named = units_below(cabinet.scope, Filters(filters.kind, filters.search, filters.above))
        people = Appointment.objects.filter(ended_at=None, account__person__icontains=filters.search)
        found = found.filter(Q(pk__in=named.values("pk")) | Q(pk__in=people.values("unit")))
    return found.exclude(pk__in=staffed().values("pk")) if vacant else found


def vacancies(cabinet: Cabinet, kind: UnitKind) -> UnitQuerySet:
    """Units of a level below where nobody holds the main role."""
    return register_units(cabinet, Filters(kind), vacant=True)


def staffed() -> QuerySet[Unit]:
    """Units where somebody holds the main role."""
    mains = {main_role(kind, is_direct=direct).value for kind in UnitKind for direct in (False, True)}
    return Unit.objects.filter(appointments__ended_at=None, appointments__role__in=mains)


def officers_of(units: Sequence[Unit]) -> list[Officer]:
    """Everyone in the main role of each unit, or the vacancy; two queries whatever the number of units."""
    live = Appointment.objects.filter(unit__in=among([unit.pk for unit in units]), ended_at=None)
    held: dict[int, list[Appointment]] = {}
    for item in live.select_related("account").order_by("id"):
        held.setdefault(item.unit_id, []).append(item)
    lines = []
    for unit in units:
        role = _main(unit)
        mains = [item for item in held.get(unit.pk, []) if item.role == role]
        lines += [Officer(unit, ROLE_TITLE[role], item) for item in mains] or [Officer(unit, ROLE_TITLE[role])]
    return lines


def _main(unit: Unit) -> Role:
    return main_role(UnitKind(unit.kind), is_direct=unit.is_direct)
