from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "vpr.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.deadline_calendar import register_deadlines
        from vpr.cabinets.help import HelpSection, register_faults, register_help
        from vpr.cabinets.preparation import register_card
        from vpr.cabinets.rail import Section, register_section
        from vpr.cabinets.today import register_steps
        from vpr.cabinets.verbs import register_verbs
        from vpr.campaigns.ledger import register_wave_counter
        from vpr.campaigns.statuses import register_status
        from vpr.exchange.deadlines import upload_deadlines
        from vpr.exchange.declared.faults import CATALOGUE as DECLARED
        from vpr.exchange.faults import CATALOGUE
        from vpr.exchange.publications_today import PUBLICATIONS_CARD, publication_steps
        from vpr.exchange.roadmap import form_status
        from vpr.exchange.rules import EVERY_UPLOADER
        from vpr.exchange.services.publishing import PUBLISHERS
        from vpr.exchange.today import exchange_steps
        from vpr.exchange.waves import waiting_of_wave
        from vpr.kernel.roles import SCHOOL_ROLES, Role

        register_faults("exchange", "Загрузка любой формы", CATALOGUE)
        register_faults("declared", "Формы подготовки: общие ошибки", DECLARED)
        chapter = "exchange/help/_forms.html"
        uploaders = frozenset(EVERY_UPLOADER)
        register_help(HelpSection("campaign-forms", "Как заполнить формы подготовки", chapter, uploaders, 24))
        dates, reading = "exchange/help/_dates.html", "exchange/help/_publications.html"
        register_help(HelpSection("form-dates", "Сроки, версии и квитанции форм", dates, uploaders, 23))
        register_help(HelpSection("publications", "Публикации", reading, frozenset(Role), 50))
        publishing = "exchange/help/_publishing.html"
        register_help(HelpSection("publishing", "Как опубликовать документ", publishing, frozenset(PUBLISHERS), 51))
        school = frozenset(SCHOOL_ROLES)
        register_section(Section("Ход ВПР", "exchange:steps", "upload", school, 10))
        register_section(Section("Ход ВПР", "exchange:monitoring", "upload", frozenset(Role) - school, 10))
        register_verbs(
            extended_upload="продлён срок загрузки",
            sent_reminders="отправлены напоминания",
            published_document="опубликован документ",
            withdrew_document="документ снят с публикации",
        )
        register_steps(exchange_steps)
        register_steps(publication_steps)
        register_card(PUBLICATIONS_CARD)
        register_deadlines(upload_deadlines)
        register_wave_counter(waiting_of_wave)
        register_status("exchange:*", form_status)
