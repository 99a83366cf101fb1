"""«Выполнение заданий»: Σ points / (n × max) × 100 for each task, with its band; full, partial and zero apart."""

from vpr.analytics import figures, tallies
from vpr.analytics.inquiry import Group, Inquiry, groups
from vpr.analytics.report import Chart, Column, Kind, Level, Row, Table, Value
from vpr.analytics.reports.body import (
    GROUP,
    PARTICIPANT_METHOD,
    PARTICIPANTS,
    SCHOOLS,
    Body,
    Cells,
    below_table,
    own_tally,
    performance,
    rows_of,
    task_columns,
    tone,
)
from vpr.analytics.specification import TaskPlace
from vpr.analytics.tallies import Tally

COUNTS = (
    Column("task", "Задание", Kind.TEXT),
    Column("difficulty", "Сложность", Kind.TEXT),
    Column("max_points", "Макс. балл"),
    Column("full", "Полностью"),
    Column("partial", "Частично"),
    Column("zero", "0 баллов"),
    Column("not_attempted", "из них X"),
    Column("not_taught", "из них «не пройд.»"),
    Column("not_attempted_percent", "X, %", Kind.PERCENT),
    Column("performance", "Выполнение, %", Kind.PERCENT),
    Column("band", "Уровень", Kind.TEXT),
)
METHOD = (
    "Выполнение задания — сумма полученных баллов, делённая на число участников и максимальный балл. "
    "Это не доля выполнивших полностью: полностью, частично и 0 баллов посчитаны отдельно и в сумме дают число участников.",
    "Базовый уровень: достаточно от 60 %, недостаточно ниже 57 %. Повышенный и высокий: достаточно от 30 %, недостаточно "
    "ниже 28,5 %. Между ними — зона неопределённости (Рекомендации ФИОКО, 2026).",
)


def build(inquiry: Inquiry) -> Body:
    wanted = inquiry.wanted(tasks=True)
    columns = (GROUP, SCHOOLS, PARTICIPANTS, *task_columns(inquiry.tasks))
    cells = _cells(inquiry)
    found = groups(inquiry, wanted)
    own = own_tally(found, inquiry)
    return Body(
        tables=(
            Table("main", "Выполнение заданий", columns, rows_of(found, cells)),
            _counts(inquiry),
            *below_table(inquiry, wanted, columns, cells),
        ),
        own=own,
        charts=(dots(inquiry, found),),
        method=(PARTICIPANT_METHOD, *METHOD),
    )


def _cells(inquiry: Inquiry) -> Cells:
    def cells(tally: Tally) -> tuple[tuple[Value, ...], tuple[str, ...]]:
        counts = tally.task_counts(len(inquiry.spec.tasks))
        return (
            tuple(performance(counts, task) for task in inquiry.tasks),
            tuple(tone(counts, task) for task in inquiry.tasks),
        )

    return cells


def _counts(inquiry: Inquiry) -> Table:
    counts = tallies.task_counters(
        inquiry.files, inquiry.rows, inquiry.wanted(), inquiry.spec, inquiry.filters.class_name, **inquiry.path
    )
    rows = tuple(_count_row(task, counts) for task in inquiry.tasks)
    return Table("counts", "Полностью, частично, ноль", COUNTS, rows, has_badges=False)


def _count_row(task: TaskPlace, counts: list[int]) -> Row:
    n = counts[0]
    points, full, zero, skipped, untaught = counts[1 + 5 * (task.position - 1) : 1 + 5 * task.position]
    found = figures.band(points, n * task.max_points, task.difficulty)
    cells: tuple[Value, ...] = (
        task.code,
        task.difficulty_letter,
        task.max_points,
        full,
        n - full - zero,
        zero,
        skipped,
        untaught,
        figures.percent(skipped, n),
        figures.percent(points, n * task.max_points),
        figures.BAND_TITLE[found] if found else None,
    )
    return Row(
        Level.TASK,
        participants=n,
        sample=figures.sample(n),
        cells=cells,
        tones=(*[""] * 10, found.value if found else ""),
    )


def dots(inquiry: Inquiry, found: list[Group]) -> Chart:
    """Dot plot of the unit against the whole sample."""
    records = []
    for group in found:
        if group.level not in (inquiry.level, Level.SAMPLE):
            continue
        counts = group.tally.task_counts(len(inquiry.spec.tasks))
        for task in inquiry.tasks:
            value = performance(counts, task)
            if value is not None:
                series = "Вся выборка" if group.level is Level.SAMPLE else str(inquiry.unit)
                records.append({"task": task.code, "order": task.position, "value": float(value), "series": series})
    return Chart(
        "tasks",
        "tasks",
        "Выполнение заданий в сравнении со всей выборкой",
        f"{inquiry.unit}: для каждого задания точка — процент выполнения, рядом — вся выборка; линии 30 % и 60 % — границы "
        "достаточного уровня для повышенных и базовых заданий.",
        tuple(records),
        (("30 %", 30.0), ("60 %", 60.0)),
    )
