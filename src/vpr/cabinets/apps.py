from django.apps import AppConfig


class CabinetsConfig(AppConfig):
    name = "vpr.cabinets"
    label = "cabinets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.chapters import CHAPTERS
        from vpr.cabinets.faults import CATALOGUE
        from vpr.cabinets.help import register_faults, register_help
        from vpr.cabinets.preparation import register_card
        from vpr.cabinets.rail import Section, register_section
        from vpr.cabinets.rules import COORDINATORS, KEEPERS
        from vpr.cabinets.steps import COORDINATORS_CARD, cabinet_steps
        from vpr.cabinets.today import register_steps
        from vpr.kernel.roles import EVERY_ROLE, Role

        register_steps(cabinet_steps)
        everyone = frozenset(EVERY_ROLE)
        readers = frozenset({*COORDINATORS, Role.REGIONAL_ANALYST})
        register_section(Section("Сегодня", "cabinets:today", "calendar-check", everyone, 0))
        register_section(Section("Организации", "cabinets:units", "school", readers, 70))
        register_section(Section("Коды активации", "cabinets:codes", "key-round", frozenset(COORDINATORS), 72))
        register_section(Section("Журнал", "cabinets:journal", "scroll-text", frozenset(KEEPERS), 80))
        register_section(Section("Помощь", "cabinets:help", "life-buoy", everyone, 90))
        register_card(COORDINATORS_CARD)
        register_faults("coordinators", "Список координаторов", CATALOGUE)
        for chapter in CHAPTERS:
            register_help(chapter)
