from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "vpr.staffing"
    label = "staffing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.erasing import register_eraser
        from vpr.cabinets.help import HelpSection, register_faults, register_help
        from vpr.cabinets.preparation import register_card
        from vpr.cabinets.verbs import register_verbs
        from vpr.kernel.roles import SCHOOL_ROLES
        from vpr.staffing.cards import CARD
        from vpr.staffing.faults import CATALOGUE
        from vpr.staffing.forgetting import forget_members

        register_card(CARD)
        register_eraser(forget_members)
        register_faults("staffing", "Аудитории и экспертные комиссии", CATALOGUE)
        register_verbs(
            planned_rooms="сохранён план аудиторий", named_experts="назначены эксперты", printed_act="напечатан приказ"
        )
        register_help(
            HelpSection("acts", "Приказы, аудитории, эксперты", "staffing/_help.html", frozenset(SCHOOL_ROLES), 45)
        )
