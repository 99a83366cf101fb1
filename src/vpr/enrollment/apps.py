from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    """Списки школ, выверка, заявки, закрепление."""

    name = "vpr.enrollment"
    label = "enrollment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.help import register_faults, register_help
        from vpr.cabinets.preparation import register_card
        from vpr.cabinets.rail import Section, register_section
        from vpr.cabinets.today import register_steps
        from vpr.cabinets.unit_notes import register_unit_notes
        from vpr.cabinets.verbs import register_verbs
        from vpr.campaigns.participation import register_participation
        from vpr.campaigns.statuses import register_status
        from vpr.enrollment.cards import CARDS
        from vpr.enrollment.chapters import CHAPTERS, VERBS
        from vpr.enrollment.faults import APPLICATION, LIST, RECONCILIATION
        from vpr.enrollment.queries.lineage import history_notes
        from vpr.enrollment.statuses import STATUSES, participation
        from vpr.enrollment.today import enrollment_steps, told_forms
        from vpr.enrollment.workbooks.application import ApplicationKind
        from vpr.enrollment.workbooks.consolidated import CONSOLIDATED, CONSOLIDATED_REGION
        from vpr.enrollment.workbooks.reconciliation import ReconciliationKind
        from vpr.exchange.kinds import register
        from vpr.exchange.today import register_told
        from vpr.kernel.roles import EVERY_ROLE

        everyone = frozenset(EVERY_ROLE)
        register_section(Section("Подготовка", "enrollment:preparation", "list-checks", everyone, 5))
        register(ReconciliationKind())
        register(ApplicationKind())
        register(CONSOLIDATED)
        register(CONSOLIDATED_REGION)
        register_faults("school_list", "Список школ одним файлом", LIST)
        register_faults("reconciliation", "Выверка списка ОО", RECONCILIATION)
        register_faults("application", "Заявка и сводная заявка", APPLICATION)
        register_steps(enrollment_steps)
        register_told(told_forms)
        register_participation(participation)
        register_unit_notes(history_notes)
        register_verbs(**VERBS)
        for card in CARDS:
            register_card(card)
        for chapter in CHAPTERS:
            register_help(chapter)
        for key, provider in STATUSES.items():
            register_status(key, provider)
