"""What the frame of every page shows: the rail, the roles to switch between, the clocks. Counts are asked lazily."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse

from vpr.base.clock import MOSCOW
from vpr.cabinets.models import Appointment, Unit
from vpr.cabinets.notices import unread_of
from vpr.cabinets.rail import sections_for
from vpr.cabinets.scope import Cabinet
from vpr.kernel.roles import ROLE_TITLE, Role


@dataclass(frozen=True)
class RailLink:
    title: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class RoleChoice:
    appointment_id: int
    title: str  # role and unit
    is_current: bool


@dataclass(frozen=True)
class Clocks:
    """The moment in Moscow and, where it differs, at the unit."""

    moscow: datetime
    local: datetime | None


@dataclass(frozen=True)
class Frame:
    cabinet: Cabinet
    role_title: str
    rail: list[RailLink]
    path: list[Unit]
    clocks: Clocks
    roles: Callable[[], list[RoleChoice]]
    unread: Callable[[], int]


def frame_of(cabinet: Cabinet, *, path: str, now: datetime) -> Frame:
    return Frame(
        cabinet=cabinet,
        role_title=ROLE_TITLE[cabinet.role],
        rail=rail_links(cabinet.role, path),
        path=unit_path(cabinet.unit),
        clocks=clocks_at(cabinet.unit, now),
        roles=lambda: role_choices(cabinet),
        unread=lambda: unread_of(cabinet).count(),
    )


def rail_links(role: Role, path: str) -> list[RailLink]:
    """Links of the role's sections; the one with the longest matching address is where the reader is."""
    places = []
    for section in sections_for(role):
        try:
            places.append((section, reverse(section.url_name)))
        except NoReverseMatch:  # the section's app is not routed in this installation
            continue
    matching = [url for _, url in places if path == url or (url != "/" and path.startswith(url))]
    here = max(matching, key=len, default="")
    return [RailLink(section.title, url, section.icon, url == here) for section, url in places]


def unit_path(unit: Unit) -> list[Unit]:
    """Region, municipality, school: what stands above the unit and the unit itself, without the country."""
    above = [unit.region, unit.municipality]
    return [step for step in above if step is not None] + [unit]


def clocks_at(unit: Unit, now: datetime) -> Clocks:
    moscow, local = now.astimezone(MOSCOW), now.astimezone(ZoneInfo(unit.time_zone))
    return Clocks(moscow, local if local.utcoffset() != moscow.utcoffset() else None)


def role_choices(cabinet: Cabinet) -> list[RoleChoice]:
    live = Appointment.objects.filter(account=cabinet.account, ended_at=None).select_related("unit").order_by("id")
    return [
        RoleChoice(item.pk, f"{ROLE_TITLE[Role(item.role)]}: {item.unit}", item.pk == cabinet.appointment.pk)
        for item in live
    ]
