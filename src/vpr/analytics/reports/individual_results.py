"""Ф1 «Индивидуальные результаты»: one row for a participant code, as in the ledger. Never a name."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from vpr.analytics import figures, tallies
from vpr.analytics.inquiry import BELOW, Inquiry, below, groups, units_of
from vpr.analytics.report import Column, Kind, Level, Row, Table, Value
from vpr.analytics.reports.body import GROUP, NO_SCALE, PARTICIPANTS, SCHOOLS, Body, own_tally, row, schools_of
from vpr.analytics.reports.primary_distribution import build as distribution
from vpr.analytics.schema import script_schema
from vpr.analytics.specification import Specification
from vpr.cabinets.models import Unit
from vpr.kernel.points import NOT_ATTEMPTED, NOT_TAUGHT, counted

DIFFICULTIES = (("basic", "Б"), ("advanced", "П"), ("high", "В"))
SPECIAL = {NOT_ATTEMPTED: "X", NOT_TAUGHT: "не пройд."}
ABSENT = "отсутствовал"


def build(inquiry: Inquiry) -> Body:
    whole = distribution(inquiry)
    tables = (_individuals(inquiry),) if inquiry.has_individuals else (_schools(inquiry),)
    own = whole.own if inquiry.level is Level.SCHOOL else own_tally(groups(inquiry, inquiry.wanted()), inquiry)
    return Body(
        tables=tables,
        own=own,
        charts=tuple(chart for chart in whole.charts if chart.key == "histogram"),
        notes=() if inquiry.spec.thresholds else (NO_SCALE,),
        method=(
            "Строка — работа участника под его кодом; имён в системе нет. X — не приступал, «не пройд.» — тема не пройдена.",
            "Первичный балл — сумма баллов; X и «не пройд.» считаются как 0. У участника, который писал не все части, "
            "первичного балла и отметки нет.",
            "Б, П, В — процент выполнения заданий базового, повышенного и высокого уровня этим участником.",
        ),
    )


def _columns(spec: Specification) -> tuple[Column, ...]:
    level = "Уровень сложности задания"
    variants = ("Вариант",) if spec.parts == 1 else ("Вариант ч. 1", "Вариант ч. 2")
    return (
        Column("school", "ОО", Kind.TEXT, is_on_page=False),
        Column("municipality", "Муниципалитет", Kind.TEXT, is_on_page=False),
        Column("school_name", "Название ОО", Kind.TEXT, is_on_page=False),
        Column("code", "Код участника", over=level, is_over_a_label=True),
        Column("class_name", "Класс", Kind.TEXT, over=level, is_over_a_label=True),
        *(
            Column(f"variant_{n}", title, Kind.POINTS, over=level, is_over_a_label=True)
            for n, title in enumerate(variants, start=1)
        ),
        *(Column(f"task_{t.code}", t.heading, Kind.POINTS, over=t.difficulty_letter) for t in spec.tasks),
        Column("raw_score", "Первичный балл"),
        Column("mark", "Отметка"),
        Column("journal_mark", "Отметка по журналу"),
        *(Column(key, f"{letter}, %", Kind.PERCENT) for key, letter in _used(spec)),
    )


def _used(spec: Specification) -> list[tuple[str, str]]:
    """Levels of difficulty that the work has."""
    return [pair for pair in DIFFICULTIES if any(task.difficulty == pair[0] for task in spec.tasks)]


def _individuals(inquiry: Inquiry) -> Table:
    columns = _columns(inquiry.spec)
    rows: list[Row] = []
    scripts = [script for script in _scripts(inquiry) if _is_chosen(inquiry, script)]
    by_school = {pk: list(found) for pk, found in groupby(scripts, key=lambda script: script["school"])}
    for school in units_of(by_school):
        mine = by_school[school.pk]
        n = sum(script["raw_score"] is not None for script in mine)
        heading = f"{school.login or school.code} | Кол-во участников: {n}"
        rows.append(Row(Level.SCHOOL, school.code, n, figures.sample(n), heading=heading))
        rows.extend(_row(inquiry.spec, school, script) for script in mine)
    return Table("main", "Индивидуальные результаты", columns, tuple(rows), has_badges=False)


def _scripts(inquiry: Inquiry) -> Iterator[dict[str, Any]]:
    """Scripts of the unit as dictionaries of the columns of the file."""
    names = script_schema(len(inquiry.spec.tasks)).names
    if inquiry.rows is not None:
        yield from inquiry.rows.to_pylist()
    elif inquiry.files is not None:
        for values in tallies.listed(inquiry.files, **inquiry.path):
            yield dict(zip(names, values, strict=True))


def _is_chosen(inquiry: Inquiry, script: dict[str, Any]) -> bool:
    filters = inquiry.filters
    if filters.class_name is not None and script["class_name"] != filters.class_name:
        return False
    variant = script["variant_2" if filters.part == 2 else "variant_1"]
    return filters.variant is None or variant == filters.variant


def _row(spec: Specification, school: Unit, script: dict[str, Any]) -> Row:
    points = [script[f"p{task.position}"] for task in spec.tasks]
    raw_score: int | None = script["raw_score"]
    above = school.municipality
    cells: tuple[Value, ...] = (
        school.login or school.code,
        above.code if above else None,
        str(school),
        script["code"],
        script["class_name"],
        *(_variant(script[f"variant_{part}"]) for part in range(1, spec.parts + 1)),
        *(SPECIAL.get(value, value) for value in points),
        raw_score,
        spec.mark(raw_score) if raw_score is not None else None,
        script["journal_mark"],
        *(_by_difficulty(spec, points, key) if raw_score is not None else None for key, _ in _used(spec)),
    )
    return Row(Level.PARTICIPANT, participants=int(raw_score is not None), cells=cells)


def _variant(value: int | None) -> Value:
    return ABSENT if value == 0 else value


def _by_difficulty(spec: Specification, points: Sequence[int | None], difficulty: str) -> Decimal | None:
    tasks = [task for task in spec.tasks if task.difficulty == difficulty]
    gained = sum(counted(points[task.position - 1]) for task in tasks)
    return figures.percent(gained, sum(task.max_points for task in tasks))


def _schools(inquiry: Inquiry) -> Table:
    """Above a school the page lists where individual results are to be found; the download holds every row."""
    rows = tuple(
        row(group, (group.label, schools_of(group), group.tally.n)) for group in below(inquiry, inquiry.wanted())
    )
    return Table("main", BELOW[inquiry.level][2], (GROUP, SCHOOLS, PARTICIPANTS), rows)
