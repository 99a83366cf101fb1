"""Scope: the one door to units and everything that belongs to them. Outside a scope a thing does not exist (404)."""

from dataclasses import dataclass

from django.db.models import Q

from vpr.cabinets.models import Account, Appointment, Unit
from vpr.kernel.roles import Role, UnitKind


@dataclass(frozen=True)
class Scope:
    """What a role at a unit reaches: the unit and everything below it."""

    role: Role
    unit: Unit

    @property
    def kind(self) -> UnitKind:
        return UnitKind(self.unit.kind)

    def condition(self, path: str) -> Q:
        """Filter for a model whose unit is reached by the lookup prefix `path` ("" for Unit itself, "unit__" ...)."""
        own = Q(**{f"{path}id" if path == "" else path.removesuffix("__"): self.unit.pk})
        match self.kind:
            case UnitKind.COUNTRY:
                return Q()
            case UnitKind.REGION:
                return own | Q(**{f"{path}region": self.unit.pk})
            case UnitKind.MUNICIPALITY:
                return own | Q(**{f"{path}municipality": self.unit.pk})
            case UnitKind.SCHOOL:
                return own

    def reaches(self, unit: Unit) -> bool:
        if self.kind is UnitKind.COUNTRY or unit.pk == self.unit.pk:
            return True
        return self.unit.pk in (unit.region_id, unit.municipality_id)


@dataclass(frozen=True)
class Cabinet:
    """The appointment in which a signed-in person acts now."""

    account: Account
    appointment: Appointment
    scope: Scope

    @property
    def role(self) -> Role:
        return self.scope.role

    @property
    def unit(self) -> Unit:
        return self.scope.unit


def scope_of(appointment: Appointment) -> Scope:
    return Scope(role=Role(appointment.role), unit=appointment.unit)
