from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "vpr.analytics"
    label = "analytics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.analytics import jobs  # noqa: F401  registers the jobs
        from vpr.analytics.steps import steps
        from vpr.cabinets.rail import Section, register_section
        from vpr.cabinets.today import register_steps
        from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES

        register_section(Section("Результаты", "analytics:own_results", "clipboard-list", frozenset(SCHOOL_ROLES), 30))
        register_section(Section("Аналитика", "analytics:index", "chart-column", frozenset(EVERY_ROLE), 40))
        register_steps(steps)
