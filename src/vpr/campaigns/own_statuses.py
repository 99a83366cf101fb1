"""Statuses that the campaign and the cabinets know by themselves: coordinators, access, published waves, the plan."""

from django.db.models import QuerySet

from vpr.cabinets.models import Account, Appointment, Unit
from vpr.cabinets.scope import Scope
from vpr.campaigns.models import Wave
from vpr.campaigns.queries import plan_in_force
from vpr.campaigns.statuses import Progress, StatusQuestion, register_status
from vpr.kernel.roles import MUNICIPAL_ROLES, REGIONAL_ROLES, Role, UnitKind

#: Who coordinates at a level, and the level below that one.
_COORDINATORS = {UnitKind.MUNICIPALITY: MUNICIPAL_ROLES, UnitKind.REGION: REGIONAL_ROLES}


def register() -> None:
    register_status("plan:published", _plan)
    register_status("waves:published", _waves)
    register_status("cabinets:coordinators", _coordinators)
    register_status("cabinets:access", _access)


def _plan(question: StatusQuestion) -> Progress:
    return Progress(int(plan_in_force(question.campaign) is not None), 1, "план-график")


def _waves(question: StatusQuestion) -> Progress | None:
    waves = Wave.objects.filter(assessment__campaign=question.campaign, assessment__is_open=True)
    total = waves.count()
    return Progress(waves.exclude(published_at=None).count(), total, "волн") if total else None


def _coordinators(question: StatusQuestion) -> Progress | None:
    """Municipalities (regions, for the country) that have a coordinator."""
    kind = UnitKind.REGION if question.unit.kind == UnitKind.COUNTRY else UnitKind.MUNICIPALITY
    units = _inside(question.unit).filter(kind=kind, is_active=True)
    total = units.count()
    held = Appointment.objects.filter(role__in=_COORDINATORS[kind], ended_at=None).values("unit")
    return Progress(units.filter(pk__in=held).count(), total, "координаторов") if total else None


def _access(question: StatusQuestion) -> Progress | None:
    """Schools where somebody has set a password."""
    units = _inside(question.unit).filter(kind=UnitKind.SCHOOL, is_active=True)
    total = units.count()
    entered = Account.objects.filter(is_active=True, password__startswith="argon2")
    held = Appointment.objects.filter(ended_at=None, account__in=entered).values("unit")
    return Progress(units.filter(pk__in=held).count(), total, "школ") if total else None


def _inside(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.within(Scope(Role.FEDERAL_ORGANIZER, unit))
