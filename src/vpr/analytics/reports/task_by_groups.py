"""«Выполнение заданий группами участников»: percent of performance inside each group by mark."""

from itertools import pairwise

from vpr.analytics import figures
from vpr.analytics.inquiry import BELOW, Group, Inquiry, below, groups
from vpr.analytics.report import Chart, Column, Kind, Row, Table, Value
from vpr.analytics.reports.body import (
    GROUP,
    NO_SCALE,
    PARTICIPANT_METHOD,
    PARTICIPANTS,
    Body,
    own_tally,
    performance,
    shown,
    task_columns,
    tone,
)
from vpr.analytics.reports.marks_statistics import MARKS
from vpr.analytics.tallies import Tally, TaskCounts

TITLE = "Выполнение заданий группами участников"


def build(inquiry: Inquiry) -> Body:
    columns = (GROUP, Column("mark_group", "Группа", Kind.TEXT), PARTICIPANTS, *task_columns(inquiry.tasks))
    wanted = inquiry.wanted(tasks=True)
    found = groups(inquiry, wanted)
    own = own_tally(found, inquiry)
    if inquiry.spec.thresholds is None:
        return Body((Table("main", TITLE, columns, ()),), own, notes=(NO_SCALE,))
    rows = _rows(inquiry, below(inquiry, wanted))
    under = (Table("below", BELOW[inquiry.level][2], columns, rows),) if rows else ()
    return Body(
        tables=(Table("main", TITLE, columns, _rows(inquiry, found)), *under),
        own=own,
        charts=(_chart(inquiry, own),),
        questions=_crossings(inquiry, own),
        method=(
            PARTICIPANT_METHOD,
            "Группа — участники с одной отметкой за эту работу. Показатель информативен, когда в группе не меньше "
            f"{figures.GROUP_INFORMATIVE} участников.",
            "Если группа с более низкой отметкой выполнила задание лучше, чем группа с более высокой, задание стоит разобрать.",
        ),
    )


def _group_sample(n: int) -> figures.Sample:
    if n <= 0:
        return figures.Sample.EMPTY
    return figures.Sample.INFORMATIVE if n >= figures.GROUP_INFORMATIVE else figures.Sample.LIMITED


def _of_mark(inquiry: Inquiry, tally: Tally, mark: int) -> TaskCounts:
    return tally.tasks.get(mark) or [0] * (1 + len(inquiry.spec.tasks))


def _rows(inquiry: Inquiry, found: list[Group]) -> tuple[Row, ...]:
    rows = []
    for group in found:
        for mark in MARKS:
            counts = _of_mark(inquiry, group.tally, mark)
            head: tuple[Value, ...] = (group.label, f"«{mark}»", counts[0])
            values = tuple(performance(counts, task) for task in inquiry.tasks)
            tones = tuple(tone(counts, task) for task in inquiry.tasks)
            rows.append(
                Row(
                    group.level, group.unit, counts[0], _group_sample(counts[0]), (*head, *values), ("", "", "", *tones)
                )
            )
    return tuple(rows)


def _crossings(inquiry: Inquiry, own: Tally) -> tuple[str, ...]:
    """A weaker group ahead of the next stronger one, both informative; compared without division."""
    found = []
    for weaker, stronger in pairwise(MARKS):
        low, high = _of_mark(inquiry, own, weaker), _of_mark(inquiry, own, stronger)
        if min(low[0], high[0]) < figures.GROUP_INFORMATIVE:
            continue
        for task in inquiry.tasks:
            at = task.position
            if low[at] * high[0] > high[at] * low[0]:
                found.append(
                    f"Задание {task.code}: группа «{weaker}» выполнила лучше группы «{stronger}» "
                    f"({shown(performance(low, task))} % и {shown(performance(high, task))} %)."
                )
    return tuple(found)


def _chart(inquiry: Inquiry, own: Tally) -> Chart:
    records = []
    for mark in MARKS:
        counts = _of_mark(inquiry, own, mark)
        for task in inquiry.tasks:
            value = performance(counts, task)
            if value is not None:
                records.append(
                    {"task": task.code, "order": task.position, "value": float(value), "series": f"«{mark}»"}
                )
    return Chart(
        "groups",
        "groups",
        "Выполнение заданий участниками с разными отметками",
        f"{inquiry.unit}: линия для каждой группы от «2» до «5» по заданиям; числа — в таблице.",
        tuple(records),
    )
