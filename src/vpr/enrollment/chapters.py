"""Words of this room for the journal, and its chapters of the help."""

from vpr.cabinets.help import HelpSection
from vpr.cabinets.rules import COORDINATORS
from vpr.kernel.roles import SCHOOL_ROLES, Role

VERBS = {
    "imported_schools": "загружен список школ",
    "accepted_list": "принят список школ",
    "returned_list": "возвращён список школ",
    "closed_school": "школа ликвидирована",
    "merged_school": "школа присоединена",
    "corrected_application": "исправлена заявка",
    "returned_application": "возвращена заявка",
    "confirmed_applications": "подтверждены заявки",
    "froze_applications": "закреплены заявки",
}
_KEEPERS = frozenset(COORDINATORS)
CHAPTERS = (
    HelpSection("application", "Заявка на участие", "enrollment/help/_school.html", frozenset(SCHOOL_ROLES), 28),
    HelpSection("lists", "Список школ и его выверка", "enrollment/help/_lists.html", _KEEPERS, 27),
    HelpSection("applications", "Заявки школ", "enrollment/help/_coordinator.html", _KEEPERS, 28),
    HelpSection(
        "freeze", "Закрепление заявок", "enrollment/help/_freeze.html", frozenset({Role.FEDERAL_ORGANIZER}), 29
    ),
)
