from django.apps import AppConfig


class DrawConfig(AppConfig):
    name = "vpr.draw"
    label = "draw"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vpr.cabinets.help import HelpSection, register_help
        from vpr.cabinets.preparation import Card, register_card
        from vpr.cabinets.today import register_steps
        from vpr.cabinets.verbs import register_verbs
        from vpr.draw.queries.narrowing import narrow
        from vpr.draw.queries.school import drawn_of, locks_of
        from vpr.draw.steps import draw_card, draw_steps
        from vpr.enrollment.plugs import register_narrowing
        from vpr.kernel.roles import EVERY_ROLE, FEDERAL_ROLES, SCHOOL_ROLES
        from vpr.timetable.plugs import register_drawn_subjects, register_lock

        everyone, school, federal = frozenset(EVERY_ROLE), frozenset(SCHOOL_ROLES), frozenset(FEDERAL_ROLES)
        title = "Случайный выбор предметов"
        register_drawn_subjects(drawn_of)
        register_lock(locks_of)
        register_narrowing(narrow)
        register_steps(draw_steps)
        register_card(
            Card(
                title,
                "Какие предметы пишет каждый класс и как это проверить.",
                "draw:home",
                "dices",
                everyone,
                60,
                draw_card,
            )
        )
        register_help(HelpSection("draw", title, "draw/help/_school.html", school, 46))
        register_help(HelpSection("draw_below", title, "draw/help/_coordinator.html", everyone - school - federal, 46))
        register_help(HelpSection("draw_rounds", title, "draw/help/_federal.html", federal, 46))
        register_verbs(
            announced_draw="объявлен жребий",
            closed_draw_classes="закрыты данные для жребия",
            started_draw="проведён жребий",
            published_draw="опубликован жребий",
            dropped_draw="отменён раунд жребия",
        )
