"""Chapters of help that belong to the cabinets; upper apps bring their own."""

from vpr.cabinets.help import HelpSection
from vpr.cabinets.rules import COORDINATORS
from vpr.kernel.roles import EVERY_ROLE, MUNICIPAL_ROLES, REGIONAL_ROLES, SCHOOL_ROLES, Role

CHAPTERS = (
    HelpSection("school", "Порядок работы школы", "cabinets/help/_school.html", frozenset(SCHOOL_ROLES), 10),
    HelpSection(
        "municipality",
        "Порядок работы муниципалитета",
        "cabinets/help/_municipality.html",
        frozenset(MUNICIPAL_ROLES),
        10,
    ),
    HelpSection("region", "Порядок работы региона", "cabinets/help/_region.html", frozenset(REGIONAL_ROLES), 10),
    HelpSection(
        "country",
        "Порядок работы федерального организатора",
        "cabinets/help/_country.html",
        frozenset({Role.FEDERAL_ORGANIZER}),
        10,
    ),
    HelpSection("codes", "Как выдать доступ", "cabinets/help/_codes.html", frozenset(COORDINATORS), 60),
    HelpSection(
        "coordinators", "Координаторы и кому звонить", "cabinets/help/_coordinators.html", frozenset(EVERY_ROLE), 55
    ),
    HelpSection("letters", "Уведомления и письма", "cabinets/help/_letters.html", frozenset(EVERY_ROLE), 65),
    HelpSection("account", "Вход, пароль и второй фактор", "cabinets/help/_account.html", frozenset(EVERY_ROLE), 70),
    HelpSection("names", "Имена детей и коды участников", "cabinets/help/_names.html", frozenset(EVERY_ROLE), 80),
)
