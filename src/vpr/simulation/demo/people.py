"""Accounts of the demo: one for each role, all with the same printed password. Never made outside the demo."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from vpr.cabinets.models import Account, Appointment, Unit
from vpr.cabinets.services.units import ensure_country
from vpr.kernel.roles import ROLE_TITLE, Role
from vpr.simulation.demo.region import DemoRegion

PASSWORD = "ozero-beriozy-2026"


@dataclass(frozen=True)
class SignIn:
    login: str
    role: Role
    unit: Unit
    hint: str  # what is worth seeing in this cabinet

    @property
    def title(self) -> str:
        return ROLE_TITLE[self.role]


def sign_ins(demo: DemoRegion) -> list[SignIn]:
    """Who can sign in; the first school has faults to mend, the second has uploaded everything."""
    first, second = demo.schools[0], demo.schools[1]
    return [
        SignIn("federal", Role.FEDERAL_ORGANIZER, ensure_country(), "кампания, шкалы, волны, картина по стране"),
        SignIn("region", Role.REGIONAL_COORDINATOR, demo.region, "ход загрузки по муниципалитетам, напоминания"),
        SignIn("analyst", Role.REGIONAL_ANALYST, demo.region, "отчёты региона, импорт прошлых лет"),
        SignIn("district", Role.MUNICIPAL_COORDINATOR, demo.district, "школы округа, кто не загрузил"),
        SignIn("direct", Role.RESPONSIBLE_COORDINATOR, demo.direct, "школы регионального подчинения"),
        SignIn(first.login, Role.SCHOOL_ORGANIZER, first, "файл с ошибками, которые надо исправить"),
        SignIn(second.login, Role.SCHOOL_ORGANIZER, second, "всё загружено, готовы отчёты"),
    ]


def ensure_people(demo: DemoRegion) -> None:
    """The accounts above and an organizer of every other school. One hash serves all: they share the password anyway."""
    named = sign_ins(demo)
    taken = {item.login for item in named}
    organizers = [
        SignIn(school.login, Role.SCHOOL_ORGANIZER, school, "") for school in demo.schools if school.login not in taken
    ]
    hashed = make_password(PASSWORD)
    for item in [*named, *organizers]:
        account, _ = Account.objects.get_or_create(
            login=item.login, defaults={"password": hashed, "person": item.unit.contact_name}
        )
        Appointment.objects.get_or_create(account=account, role=item.role, unit=item.unit, ended_at=None)
