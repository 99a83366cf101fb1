from django.apps import AppConfig


class TimetableConfig(AppConfig):
    """Классы, расписание, отсутствия и резервные дни: when every class of a school writes what."""

    name = "vpr.timetable"
    label = "timetable"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.help import register_faults, register_help
        from vpr.cabinets.preparation import register_card
        from vpr.cabinets.today import register_steps
        from vpr.cabinets.verbs import register_verbs
        from vpr.campaigns.own_moments import register_own_moments
        from vpr.campaigns.statuses import register_status
        from vpr.enrollment.plugs import register_class_counts
        from vpr.exchange.kinds import register
        from vpr.timetable.cards import CARDS
        from vpr.timetable.faults import CLASSES, TIMETABLE
        from vpr.timetable.queries.register import counts_of_grades
        from vpr.timetable.queries.reserve import reserve_moments
        from vpr.timetable.statuses import STATUSES
        from vpr.timetable.today import timetable_steps
        from vpr.timetable.words import CHAPTERS, VERBS
        from vpr.timetable.workbooks.classes import ClassesKind
        from vpr.timetable.workbooks.timetable import TimetableKind

        register(ClassesKind())
        register(TimetableKind())
        register_faults("classes", "Список классов", CLASSES)
        register_faults("timetable", "Расписание", TIMETABLE)
        register_class_counts(counts_of_grades)
        register_steps(timetable_steps)
        register_own_moments(reserve_moments)
        register_verbs(**VERBS)
        for card in CARDS:
            register_card(card)
        for chapter in CHAPTERS:
            register_help(chapter)
        for key, provider in STATUSES.items():
            register_status(key, provider)
