"""Help by role and the reference of faults. Upper apps register their sections and catalogues in `ready()`."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest

from vpr.kernel.faults import FaultKind
from vpr.kernel.roles import Role


@dataclass(frozen=True)
class HelpSection:
    """One chapter of the guide: a template fragment for the roles that need it."""

    key: str  # anchor in the page
    title: str
    template: str  # "cabinets/help/_access.html"
    roles: frozenset[Role]
    order: int = 50


@dataclass(frozen=True)
class Catalogue:
    """Faults of one form, as the reference page shows them."""

    key: str
    title: str
    faults: tuple[FaultKind, ...]

    def holds(self, code: str) -> bool:
        return any(fault.code.upper() == code for fault in self.faults)


_DETAIL = re.compile(r"\{[^{}]*\}")  # the place of a cell's value in a message
_sections: dict[str, HelpSection] = {}
_catalogues: dict[str, Catalogue] = {}
_asking: list[Callable[[HttpRequest], str]] = []


def register_help(section: HelpSection) -> None:
    _sections[section.key] = section


def register_faults(key: str, title: str, catalogue: Mapping[str, FaultKind]) -> None:
    kinds = (replace(kind, message=_DETAIL.sub("…", kind.message)) for kind in catalogue.values())
    _catalogues[key] = Catalogue(key, title, tuple(sorted(kinds, key=lambda kind: kind.code)))


def help_for(role: Role) -> list[HelpSection]:
    return sorted((s for s in _sections.values() if role in s.roles), key=lambda s: (s.order, s.title))


def fault_catalogues() -> Iterable[Catalogue]:
    return sorted(_catalogues.values(), key=lambda catalogue: catalogue.title)


def register_asking(address: Callable[[HttpRequest], str]) -> None:
    """The upper app that takes questions says where one about this page is asked."""
    _asking.append(address)


def asking_address(request: HttpRequest) -> str:
    """Empty when nobody takes questions in this installation."""
    return _asking[-1](request) if _asking else ""
