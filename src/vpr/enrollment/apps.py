from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    name = "vpr.enrollment"
    label = "enrollment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.rail import Section, register_section
        from vpr.kernel.roles import EVERY_ROLE

        everyone = frozenset(EVERY_ROLE)
        register_section(Section("Подготовка", "enrollment:preparation", "list-checks", everyone, 5))
