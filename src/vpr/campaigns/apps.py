from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "vpr.campaigns"
    label = "campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.help import HelpSection, register_faults, register_help
        from vpr.cabinets.rail import Section, register_section
        from vpr.cabinets.today import register_steps
        from vpr.cabinets.verbs import register_verbs
        from vpr.campaigns.faults import CATALOGUE
        from vpr.campaigns.models import AmendmentKind
        from vpr.campaigns.services.amending import VERBS
        from vpr.campaigns.steps import campaign_steps
        from vpr.kernel.roles import EVERY_ROLE, FEDERAL_ROLES

        everyone, editors = frozenset(EVERY_ROLE), frozenset(FEDERAL_ROLES)
        register_section(Section("Кампания", "campaigns:overview", "calendar-range", everyone, 60))
        register_steps(campaign_steps)
        register_help(HelpSection("plan", "Работы, сроки и волны", "campaigns/help/_plan.html", everyone, 30))
        register_help(HelpSection("campaign", "Как вести кампанию", "campaigns/help/_editing.html", editors, 20))
        register_faults("campaign", "Таблицы кампании: задания, шкалы, сроки", CATALOGUE)
        register_verbs(**{verb: f"{AmendmentKind(kind).label}" for kind, verb in VERBS.items()})
