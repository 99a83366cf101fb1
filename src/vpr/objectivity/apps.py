from django.apps import AppConfig


class ObjectivityConfig(AppConfig):
    """Объективность: observers, their distribution and presence (acts come later)."""

    name = "vpr.objectivity"
    label = "objectivity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.erasing import register_eraser
        from vpr.cabinets.help import HelpSection, register_faults, register_help
        from vpr.cabinets.preparation import register_card
        from vpr.cabinets.today import register_steps
        from vpr.cabinets.verbs import register_verbs
        from vpr.campaigns.statuses import register_status
        from vpr.exchange.kinds import register
        from vpr.kernel.roles import SCHOOL_ROLES
        from vpr.objectivity.faults import CATALOGUE
        from vpr.objectivity.plugs import CARD, observer_steps, observers_status, presence_status
        from vpr.objectivity.roles import DISTRIBUTORS
        from vpr.objectivity.services import erase_observers
        from vpr.objectivity.workbooks.observers import ObserversKind

        register(ObserversKind())
        register_faults("observers", "Кандидатуры наблюдателей", CATALOGUE)
        register_card(CARD)
        register_steps(observer_steps)
        register_status("objectivity:observers", observers_status)
        register_status("objectivity:presence", presence_status)
        register_eraser(erase_observers)
        title = "Общественные наблюдатели"
        school, coordinator = frozenset(SCHOOL_ROLES), frozenset(DISTRIBUTORS)
        register_help(HelpSection("observers", title, "objectivity/help/_school.html", school, 36))
        register_help(HelpSection("observing", title, "objectivity/help/_coordinator.html", coordinator, 36))
        register_verbs(
            proposed_observers="предложены наблюдатели",
            distributed_observers="распределены наблюдатели",
            assigned_observer="назначен наблюдатель",
            released_observer="снято назначение наблюдателя",
            told_observers="отправлены письма наблюдателям",
            marked_observer="отмечено присутствие наблюдателя",
        )
