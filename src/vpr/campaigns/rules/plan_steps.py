"""Organizational steps that a plan-schedule can date: what it is, who does it (S2 1, S3 8-9, S5 3, DOMAIN §6.2)."""

from dataclasses import dataclass

from vpr.kernel.roles import Role

_SCHOOL = (Role.SCHOOL_ORGANIZER,)
_MUNICIPAL = (Role.MUNICIPAL_COORDINATOR, Role.RESPONSIBLE_COORDINATOR)
_REGIONAL = (Role.REGIONAL_COORDINATOR,)
_FEDERAL = (Role.FEDERAL_ORGANIZER,)


@dataclass(frozen=True)
class StepKind:
    """A step as the catalogue knows it; the plan of a year says when. `after`: steps that it builds upon."""

    key: str
    title: str
    roles: tuple[Role, ...]  # who acts
    after: tuple[str, ...] = ()
    opens_a_form: bool = False  # forms of the exchange wait for its window: not dated, they never open


STEPS: dict[str, StepKind] = {
    step.key: step
    for step in (
        StepKind("regional_list", "Список региональных координаторов", _REGIONAL),
        StepKind("coordinators", "Назначение координаторов", (*_REGIONAL, *_FEDERAL)),
        StepKind("reconciliation", "Выверка списка ОО", _MUNICIPAL, opens_a_form=True),
        StepKind("application", "Заявка ОО на участие", _SCHOOL, opens_a_form=True),
        StepKind("consolidated", "Сводная заявка муниципалитета", _MUNICIPAL, ("application",), opens_a_form=True),
        StepKind("correction", "Корректировка заявок регионом", _REGIONAL, ("application",), opens_a_form=True),
        StepKind("freeze", "Закрепление заявок", _FEDERAL, ("application", "consolidated", "correction")),
        StepKind("consulting", "Консультирование координаторов", _FEDERAL),
        StepKind("context", "Контекстные данные ОО", _SCHOOL, opens_a_form=True),
        StepKind("instructions", "Публикация инструктивных материалов", _FEDERAL),
        StepKind("classes", "Список классов и неделя для предметов по выбору", _SCHOOL, opens_a_form=True),
        StepKind("timetable", "Расписание проведения", _SCHOOL, opens_a_form=True),
        StepKind("experts", "Консультирование экспертов", _FEDERAL),
        StepKind("draw", "Случайный выбор предметов", _FEDERAL, ("classes",)),
        StepKind("observers", "Предложение и распределение наблюдателей", (*_SCHOOL, *_MUNICIPAL), opens_a_form=True),
        StepKind("reserve", "Заявки на резервные дни", _SCHOOL),
    )
}
