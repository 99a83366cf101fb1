"""The left rail: sections of the interface, registered by the apps in `ready()`; a role sees only its own."""

from dataclasses import dataclass

from vpr.kernel.roles import Role


@dataclass(frozen=True)
class Section:
    title: str
    url_name: str  # "exchange:steps"
    icon: str  # a lucide icon name
    roles: frozenset[Role]
    order: int  # Сегодня 0, Ход ВПР 10, Результаты 30, Аналитика 40, Кампания 60, Кабинеты 70, Помощь 90


_sections: list[Section] = []


def register_section(section: Section) -> None:
    _sections.append(section)


def sections_for(role: Role) -> list[Section]:
    return sorted((s for s in _sections if role in s.roles), key=lambda s: s.order)
