from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    name = "vpr.enrollment"
    label = "enrollment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.rail import Section, register_section
        from vpr.enrollment.workbooks.application import ApplicationKind
        from vpr.enrollment.workbooks.consolidated import CONSOLIDATED, CONSOLIDATED_REGION
        from vpr.enrollment.workbooks.reconciliation import ReconciliationKind
        from vpr.exchange.kinds import register
        from vpr.kernel.roles import EVERY_ROLE

        everyone = frozenset(EVERY_ROLE)
        register_section(Section("Подготовка", "enrollment:preparation", "list-checks", everyone, 5))
        for kind in (ReconciliationKind(), ApplicationKind(), CONSOLIDATED, CONSOLIDATED_REGION):
            register(kind)
