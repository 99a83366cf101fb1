"""Words of this room for the journal and chapters of the help."""

from vpr.cabinets.help import HelpSection
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES

_SCHOOL = frozenset(SCHOOL_ROLES)

VERBS = {
    "saved_classes": "сохранён список классов",
    "saved_timetable": "сохранено расписание",
    "saved_school_day": "изменены сведения о том, как работает школа",
    "saved_holidays": "изменены каникулы региона",
    "noted_absences": "записаны отсутствовавшие",
    "made_calendar_link": "создана ссылка на календарь",
    "revoked_calendar_link": "отозвана ссылка на календарь",
    "asked_reserve_day": "запрошен резервный день",
    "agreed_reserve_day": "согласован резервный день",
    "granted_reserve_day": "разрешён резервный день",
    "returned_reserve_day": "возвращён запрос резервного дня",
    "refused_reserve_day": "отклонён запрос резервного дня",
    "withdrew_reserve_day": "отозван запрос резервного дня",
}
CHAPTERS = (
    HelpSection("timetable", "Классы и расписание", "timetable/help/_school.html", _SCHOOL, 32),
    HelpSection(
        "timetables", "Расписания школ", "timetable/help/_coordinator.html", frozenset(EVERY_ROLE) - _SCHOOL, 32
    ),
    HelpSection(
        "reserve", "Отсутствовавшие и резервные дни", "timetable/help/_reserve.html", frozenset(EVERY_ROLE), 34
    ),
)
