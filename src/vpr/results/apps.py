from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "vpr.results"
    label = "results"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.help import HelpSection, register_faults, register_help
        from vpr.cabinets.rail import Section, register_section
        from vpr.cabinets.today import register_steps
        from vpr.campaigns.ledger import register_script_counter, register_wave_counter
        from vpr.exchange.kinds import register
        from vpr.kernel.roles import EVERY_ROLE, FEDERAL_ROLES, REGIONAL_ROLES
        from vpr.results.absences import absent_by_class
        from vpr.results.contents import contents_of_wave, scripts_of
        from vpr.results.importing.today import import_steps
        from vpr.results.kind import ScoreKind
        from vpr.timetable.plugs import register_absence_counter

        register(ScoreKind())
        register_absence_counter(absent_by_class)
        register_faults(ScoreKind.key, ScoreKind.title, ScoreKind.catalogue)
        chapter = "results/help/_score_form.html"
        register_help(
            HelpSection("score-form", "Как заполнить форму сбора результатов", chapter, frozenset(EVERY_ROLE), 25)
        )
        register_script_counter(scripts_of)
        register_wave_counter(contents_of_wave)
        register_section(
            Section("Прошлые кампании", "results:imports", "archive", frozenset((*REGIONAL_ROLES, *FEDERAL_ROLES)), 32)
        )
        register_steps(import_steps)
