"""«Достижение планируемых результатов»: the same percentages, listed by the skills of the codifier."""

from decimal import Decimal

from vpr.analytics import figures
from vpr.analytics.inquiry import Group, Inquiry, groups
from vpr.analytics.report import LEVEL_TITLE, Column, Kind, Level, Row, Table, Value
from vpr.analytics.reports.body import PARTICIPANT_METHOD, Body, own_tally, performance, tone
from vpr.analytics.reports.task_performance import METHOD, dots
from vpr.analytics.specification import TaskPlace

_HEAD = (
    Column("number", "№", Kind.TEXT),
    Column("skill", "Блоки ПООП / проверяемые умения", Kind.TEXT),
    Column("max_points", "Макс. балл"),
)
_ORDER = (Level.SCHOOL, Level.MUNICIPALITY, Level.REGION, Level.SAMPLE)


def build(inquiry: Inquiry) -> Body:
    found = groups(inquiry, inquiry.wanted(tasks=True))
    by_level = {group.level: group for group in found}
    shown = [by_level[level] for level in _ORDER if level in by_level]
    columns = (
        *_HEAD,
        *(Column(group.level.value, LEVEL_TITLE[group.level], Kind.PERCENT, under=group.label) for group in shown),
        *(
            (Column("difference", "Разница с выборкой, п. п.", Kind.PERCENT),)
            if _has_difference(inquiry, by_level)
            else ()
        ),
    )
    own = own_tally(found, inquiry)
    rows = tuple(_row(inquiry, task, shown, by_level) for task in _by_skill(inquiry.tasks))
    return Body(
        tables=(Table("main", "Достижение планируемых результатов", columns, rows, has_badges=False),),
        own=own,
        charts=(dots(inquiry, found),),
        questions=_deficits(inquiry, by_level),
        notes=() if any(task.skill for task in inquiry.tasks) else (_NO_SKILLS,),
        method=(
            PARTICIPANT_METHOD,
            *METHOD,
            "Разница — выполнение в организации или на территории минус выполнение по всей выборке.",
        ),
    )


_NO_SKILLS = "В описании этой работы проверяемые умения не заполнены: показаны номера заданий."


def _has_difference(inquiry: Inquiry, by_level: dict[Level, Group]) -> bool:
    return inquiry.level is not Level.SAMPLE and Level.SAMPLE in by_level


def _skill(task: TaskPlace) -> str:
    return task.skill or ", ".join(task.skill_codes)


def _by_skill(tasks: tuple[TaskPlace, ...]) -> list[TaskPlace]:
    """Tasks of one skill together, skills in the order in which they first appear."""
    first: dict[str, int] = {}
    for task in tasks:
        first.setdefault(_skill(task) or task.code, task.position)
    return sorted(tasks, key=lambda task: (first[_skill(task) or task.code], task.position))


def _row(inquiry: Inquiry, task: TaskPlace, shown: list[Group], by_level: dict[Level, Group]) -> Row:
    size = len(inquiry.spec.tasks)
    counted = [group.tally.task_counts(size) for group in shown]
    values: list[Value] = [performance(counts, task) for counts in counted]
    tones = [tone(counts, task) for counts in counted]
    if _has_difference(inquiry, by_level):
        own, sample = values[0], values[-1]
        is_known = isinstance(own, Decimal) and isinstance(sample, Decimal) and shown[0].level is inquiry.level
        values.append(own - sample if is_known and isinstance(own, Decimal) and isinstance(sample, Decimal) else None)
        tones.append("")
    n = shown[0].tally.n if shown else 0
    head: tuple[Value, ...] = (task.code, _skill(task) or f"Задание {task.code}", task.max_points)
    return Row(Level.TASK, participants=n, sample=figures.sample(n), cells=(*head, *values), tones=("", "", "", *tones))


def _deficits(inquiry: Inquiry, by_level: dict[Level, Group]) -> tuple[str, ...]:
    """Most tasks of a skill below the sufficient level: a systemic deficit to look into."""
    own = by_level.get(inquiry.level)
    if own is None or not own.tally.n:
        return ()
    counts = own.tally.task_counts(len(inquiry.spec.tasks))
    skills: dict[str, list[str]] = {}
    for task in inquiry.tasks:
        if _skill(task):
            skills.setdefault(_skill(task), []).append(tone(counts, task))
    return tuple(
        f"«{skill}»: недостаточный уровень в {red} из {len(tones)} заданий. Возможен системный дефицит."
        for skill, tones in skills.items()
        if len(tones) > 1 and 2 * (red := tones.count(figures.Band.INSUFFICIENT.value)) > len(tones)
    )
