from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    name = "vpr.questionnaire"
    label = "questionnaire"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.help import HelpSection, register_faults, register_help
        from vpr.cabinets.preparation import Card, register_card
        from vpr.exchange.kinds import register
        from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES
        from vpr.questionnaire.faults import CATALOGUE
        from vpr.questionnaire.kind import ContextKind
        from vpr.questionnaire.steps import context_card

        everyone, school = frozenset(EVERY_ROLE), frozenset(SCHOOL_ROLES)
        title = ContextKind.title
        register(ContextKind())
        register_faults("context", title, CATALOGUE)
        words = "Анкета школы: сведения об организации, обучающихся и учителях."
        register_card(Card(title, words, "questionnaire:home", "clipboard-list", everyone, 30, context_card))
        register_help(HelpSection("context", title, "questionnaire/help/_school.html", school, 43))
        register_help(
            HelpSection("context_below", title, "questionnaire/help/_coordinator.html", everyone - school, 43)
        )
