"""Who may appoint whom and hand out access: pure rules over roles and kinds of units."""

from enum import StrEnum

from vpr.kernel.roles import ROLE_LEVEL, Role, UnitKind

#: Roles that keep the units below: appoint, issue activation codes, edit contacts, remind.
COORDINATORS = (
    Role.FEDERAL_ORGANIZER,
    Role.REGIONAL_COORDINATOR,
    Role.MUNICIPAL_COORDINATOR,
    Role.RESPONSIBLE_COORDINATOR,
)
#: Roles that answer for their own unit: its contacts are theirs to keep.
KEEPERS = (*COORDINATORS, Role.SCHOOL_ORGANIZER)

#: Assistants whom a role appoints beside itself, in its own unit.
_ASSISTANTS: dict[Role, Role] = {
    Role.REGIONAL_COORDINATOR: Role.REGIONAL_ANALYST,
    Role.SCHOOL_ORGANIZER: Role.SCHOOL_TECHNICIAN,
}
_LEVELS = list(UnitKind)


def main_role(kind: UnitKind, *, is_direct: bool) -> Role:
    """The role that answers for a unit and receives its first activation code."""
    match kind:
        case UnitKind.COUNTRY:
            return Role.FEDERAL_ORGANIZER
        case UnitKind.REGION:
            return Role.REGIONAL_COORDINATOR
        case UnitKind.MUNICIPALITY:
            return Role.RESPONSIBLE_COORDINATOR if is_direct else Role.MUNICIPAL_COORDINATOR
        case UnitKind.SCHOOL:
            return Role.SCHOOL_ORGANIZER


def roles_at(kind: UnitKind, *, is_direct: bool) -> tuple[Role, ...]:
    """Roles that exist at a unit, the main one first. Organizations outside municipalities have their own coordinator."""
    main = main_role(kind, is_direct=is_direct)
    others = {Role.MUNICIPAL_COORDINATOR, Role.RESPONSIBLE_COORDINATOR} - {main}
    rest = [role for role in Role if ROLE_LEVEL[role] is kind and role is not main and role not in others]
    return (main, *rest)


def may_manage(actor: Role, role: Role, *, kind: UnitKind, is_direct: bool, is_own_unit: bool) -> bool:
    """May `actor` appoint to `role` (or end it, or issue its code) at a unit that its scope reaches?"""
    if is_own_unit:
        return _ASSISTANTS.get(actor) is role
    is_below = _LEVELS.index(kind) > _LEVELS.index(ROLE_LEVEL[actor])
    return actor in COORDINATORS and is_below and role in roles_at(kind, is_direct=is_direct)


def may_propose(actor: Role, role: Role, *, kind: UnitKind, is_direct: bool, is_own_unit: bool) -> bool:
    """A unit names its own coordinator for the level above to approve (S3, 2); above the country nobody approves."""
    main = main_role(kind, is_direct=is_direct)
    return is_own_unit and kind is not UnitKind.COUNTRY and actor is role is main


class Relation(StrEnum):
    """Where an officer works, seen from the reader."""

    OWN = "own"  # in the same unit
    ABOVE = "above"  # in a unit to which the reader's unit belongs
    BELOW = "below"  # in a unit that the reader's scope reaches


def sees_staff(reader: Role, officer: Role, relation: Relation) -> bool:
    """Names of staff are personal data: shown to those who must call them, and to nobody else."""
    is_main = officer in KEEPERS
    match relation:
        case Relation.OWN:
            return True
        case Relation.ABOVE:
            return is_main  # whom do I call? The coordinator, not the assistants
        case Relation.BELOW:
            if reader is Role.REGIONAL_ANALYST:
                return officer in COORDINATORS  # figures are discussed with coordinators, not with schools
            return reader in COORDINATORS and is_main
