"""Roles and kinds of units as plain data."""

from enum import StrEnum


class UnitKind(StrEnum):
    """Level of a unit in the fixed hierarchy. A municipality may be `direct` (schools outside municipalities)."""

    COUNTRY = "country"
    REGION = "region"
    MUNICIPALITY = "municipality"
    SCHOOL = "school"


class Role(StrEnum):
    FEDERAL_ORGANIZER = "federal_organizer"
    REGIONAL_COORDINATOR = "regional_coordinator"
    REGIONAL_ANALYST = "regional_analyst"
    MUNICIPAL_COORDINATOR = "municipal_coordinator"
    RESPONSIBLE_COORDINATOR = "responsible_coordinator"
    SCHOOL_ORGANIZER = "school_organizer"
    SCHOOL_TECHNICIAN = "school_technician"


#: The level at which each role is appointed.
ROLE_LEVEL: dict[Role, UnitKind] = {
    Role.FEDERAL_ORGANIZER: UnitKind.COUNTRY,
    Role.REGIONAL_COORDINATOR: UnitKind.REGION,
    Role.REGIONAL_ANALYST: UnitKind.REGION,
    Role.MUNICIPAL_COORDINATOR: UnitKind.MUNICIPALITY,
    Role.RESPONSIBLE_COORDINATOR: UnitKind.MUNICIPALITY,
    Role.SCHOOL_ORGANIZER: UnitKind.SCHOOL,
    Role.SCHOOL_TECHNICIAN: UnitKind.SCHOOL,
}

ROLE_TITLE: dict[Role, str] = {
    Role.FEDERAL_ORGANIZER: "Федеральный организатор",
    Role.REGIONAL_COORDINATOR: "Региональный координатор",
    Role.REGIONAL_ANALYST: "Аналитик регионального центра",
    Role.MUNICIPAL_COORDINATOR: "Муниципальный координатор",
    Role.RESPONSIBLE_COORDINATOR: "Ответственный координатор",
    Role.SCHOOL_ORGANIZER: "Ответственный организатор ОО",
    Role.SCHOOL_TECHNICIAN: "Технический специалист ОО",
}

SCHOOL_ROLES = (Role.SCHOOL_ORGANIZER, Role.SCHOOL_TECHNICIAN)
MUNICIPAL_ROLES = (Role.MUNICIPAL_COORDINATOR, Role.RESPONSIBLE_COORDINATOR)
REGIONAL_ROLES = (Role.REGIONAL_COORDINATOR, Role.REGIONAL_ANALYST)
FEDERAL_ROLES = (Role.FEDERAL_ORGANIZER,)
EVERY_ROLE = tuple(Role)
