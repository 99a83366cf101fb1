"""Форум поддержки: questions and answers that every coordinator and organizer sees."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "vpr.support"
    label = "support"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.help import HelpSection, register_asking, register_help
        from vpr.cabinets.rail import Section, register_section
        from vpr.cabinets.today import register_steps
        from vpr.cabinets.verbs import register_verbs
        from vpr.kernel.roles import EVERY_ROLE
        from vpr.support.screens import asking_address
        from vpr.support.steps import support_steps

        everyone = frozenset(EVERY_ROLE)
        register_section(Section("Форум", "support:questions", "messages-square", everyone, 55))
        register_steps(support_steps)
        register_asking(asking_address)
        register_help(HelpSection("forum", "Форум: спросить и найти ответ", "support/help/_forum.html", everyone, 65))
        register_verbs(
            answered_officially="официальный ответ на форуме",
            pinned_question="вопрос закреплён",
            unpinned_question="вопрос откреплён",
            merged_question="вопросы объединены",
            closed_question="вопрос закрыт",
            reopened_question="вопрос снова открыт",
            retitled_question="изменён заголовок вопроса",
            hid_question="вопрос скрыт",
            showed_question="вопрос снова показан",
            hid_answer="ответ скрыт",
            showed_answer="ответ снова показан",
            loaded_first_answers="добавлены готовые ответы",
        )
