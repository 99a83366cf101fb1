from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "vpr.campaigns"
    label = "campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.help import HelpSection, register_faults, register_help
        from vpr.cabinets.preparation import register_card
        from vpr.cabinets.rail import Section, register_section
        from vpr.cabinets.today import register_steps
        from vpr.cabinets.verbs import register_verbs
        from vpr.campaigns import own_statuses
        from vpr.campaigns.cards import PLAN_CARD, ROADMAP_CARD, roadmap_steps
        from vpr.campaigns.faults import CATALOGUE
        from vpr.campaigns.models import AmendmentKind
        from vpr.campaigns.services.amending import VERBS
        from vpr.campaigns.services.planning import PLAN_VERBS
        from vpr.campaigns.services.roadmaps import ROADMAP_VERBS
        from vpr.campaigns.steps import campaign_steps
        from vpr.kernel.roles import EVERY_ROLE, FEDERAL_ROLES

        everyone, editors = frozenset(EVERY_ROLE), frozenset(FEDERAL_ROLES)
        register_section(Section("Кампания", "campaigns:overview", "calendar-range", everyone, 60))
        register_steps(campaign_steps)
        register_steps(roadmap_steps)
        register_card(PLAN_CARD)
        register_card(ROADMAP_CARD)
        own_statuses.register()
        register_verbs(**PLAN_VERBS, **ROADMAP_VERBS, shifted_clock="переведены часы репетиции")
        register_help(HelpSection("plan", "Работы, сроки и волны", "campaigns/help/_plan.html", everyone, 30))
        register_help(HelpSection("campaign", "Как вести кампанию", "campaigns/help/_editing.html", editors, 20))
        register_help(HelpSection("roadmap", "Дорожная карта", "campaigns/help/_roadmap.html", everyone, 32))
        register_help(HelpSection("plan_schedule", "План-график", "campaigns/help/_schedule.html", editors, 21))
        register_faults("campaign", "Таблицы кампании: задания, шкалы, сроки, план-график", CATALOGUE)
        register_verbs(**{verb: f"{AmendmentKind(kind).label}" for kind, verb in VERBS.items()})
