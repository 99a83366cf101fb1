"""Pieces that the seven reports share: the body of a report, the first columns, rows of groups."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from vpr.analytics import figures
from vpr.analytics.inquiry import BELOW, Group, Inquiry, below
from vpr.analytics.report import Chart, Column, Kind, Level, Row, Table, Value
from vpr.analytics.specification import TaskPlace
from vpr.analytics.tallies import Tally, TaskCounts, Wanted

GROUP = Column("group", "Группы участников", Kind.TEXT)
SCHOOLS = Column("schools", "Кол-во ОО")
PARTICIPANTS = Column("participants", "Кол-во участников")

PARTICIPANT_METHOD = (
    "Участник — тот, кто писал все части работы. X и «не пройд.» считаются как 0 баллов. "
    "Показатели муниципалитета, субъекта и всей выборки посчитаны по участникам, а не как среднее по организациям."
)
NO_SCALE = (
    "Для этой работы не опубликована шкала перевода баллов в отметки: отметок нет, показаны первичные баллы. "
    "Границы отметок никогда не угадываются по данным."
)


@dataclass(frozen=True)
class Body:
    """What one report says of an inquiry; `queries.report` puts the frame around it."""

    tables: tuple[Table, ...]
    own: Tally
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    method: tuple[str, ...] = (PARTICIPANT_METHOD,)


Cells = Callable[[Tally], tuple[tuple[Value, ...], tuple[str, ...]]]


def row(group: Group, cells: tuple[Value, ...], tones: tuple[str, ...] = ()) -> Row:
    n = group.tally.n
    return Row(group.level, group.unit, n, figures.sample(n), cells, tones)


def schools_of(group: Group) -> int | None:
    """In the row of one ОО «Кол-во ОО» is empty."""
    return None if group.level in (Level.SCHOOL, Level.CLASS) else group.tally.schools


def rows_of(groups: Iterable[Group], cells: Cells, *, with_schools: bool = True) -> tuple[Row, ...]:
    made = []
    for group in groups:
        values, tones = cells(group.tally)
        head: tuple[Value, ...] = (group.label, schools_of(group)) if with_schools else (group.label,)
        head = (*head, group.tally.n)
        made.append(row(group, head + values, ("",) * len(head) + tones if tones else ()))
    return tuple(made)


def below_table(
    inquiry: Inquiry, wanted: Wanted, columns: tuple[Column, ...], cells: Cells, *, with_schools: bool = True
) -> tuple[Table, ...]:
    """The same columns for the units one level down; nothing when there are none."""
    if with_schools and BELOW[inquiry.level][0] in (Level.SCHOOL, Level.CLASS):  # it would be empty in every row
        columns, with_schools = tuple(column for column in columns if column is not SCHOOLS), False
    found = below(inquiry, wanted)
    rows = rows_of(found, cells, with_schools=with_schools)
    return (Table("below", BELOW[inquiry.level][2], columns, rows),) if rows else ()


def own_tally(groups: list[Group], inquiry: Inquiry) -> Tally:
    """Counts of the unit that was asked for: the last row of comparison."""
    return groups[-1].tally if groups and groups[-1].level is inquiry.level else Tally()


def task_columns(tasks: Iterable[TaskPlace]) -> tuple[Column, ...]:
    return tuple(Column(f"task_{task.code}", task.code, Kind.PERCENT, under=f"{task.max_points}б") for task in tasks)


def performance(counts: TaskCounts, task: TaskPlace) -> Decimal | None:
    """Σ points / (n × max) × 100."""
    return figures.percent(counts[task.position], counts[0] * task.max_points)


def tone(counts: TaskCounts, task: TaskPlace) -> str:
    found = figures.band(counts[task.position], counts[0] * task.max_points, task.difficulty)
    return found.value if found else ""


def shown(value: Decimal | int | None) -> str:
    """A figure inside a sentence."""
    return "нет данных" if value is None else str(value).replace(".", ",")
