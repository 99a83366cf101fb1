"""Ф3 «Статистика по отметкам»: percent of participants with each mark; успеваемость, качество, СОУ."""

from vpr.analytics import figures
from vpr.analytics.inquiry import Group, Inquiry, groups
from vpr.analytics.report import LEVEL_TITLE, Chart, Column, Kind, Table, Value
from vpr.analytics.reports.body import (
    GROUP,
    NO_SCALE,
    PARTICIPANT_METHOD,
    PARTICIPANTS,
    SCHOOLS,
    Body,
    Cells,
    below_table,
    own_tally,
    rows_of,
)
from vpr.analytics.tallies import Tally

MARKS = (2, 3, 4, 5)
_MARK_COLUMNS = tuple(Column(f"mark_{mark}", str(mark), Kind.PERCENT) for mark in MARKS)
_RATES = (
    Column("pass_rate", "Успеваемость", Kind.PERCENT),
    Column("quality_rate", "Качество знаний", Kind.PERCENT),
    Column("training_degree", "СОУ", Kind.PERCENT),
)
_SCORE_COLUMNS = (
    Column("mean_score", "Средний первичный балл", Kind.PERCENT),
    Column("completion", "Выполнение работы, %", Kind.PERCENT),
)


def build(inquiry: Inquiry) -> Body:
    wanted = inquiry.wanted(scores=True)
    cells, tail = (
        (_marks(inquiry), (*_MARK_COLUMNS, *_RATES)) if inquiry.spec.thresholds else (_raw(inquiry), _SCORE_COLUMNS)
    )
    columns = (GROUP, SCHOOLS, PARTICIPANTS, *tail)
    found = groups(inquiry, wanted)
    main = Table("main", "Статистика по отметкам", columns, rows_of(found, cells))
    return Body(
        tables=(main, *below_table(inquiry, wanted, columns, cells)),
        own=own_tally(found, inquiry),
        charts=(_chart(inquiry, found),) if inquiry.spec.thresholds else (),
        notes=() if inquiry.spec.thresholds else (NO_SCALE,),
        method=_method(inquiry),
    )


def _marks(inquiry: Inquiry) -> Cells:
    def cells(tally: Tally) -> tuple[tuple[Value, ...], tuple[str, ...]]:
        marks = tally.marks(inquiry.spec)
        rates = (figures.pass_rate(marks), figures.quality_rate(marks), figures.training_degree(marks))
        return (*figures.shares([marks.get(mark, 0) for mark in MARKS]), *rates), ()

    return cells


def _raw(inquiry: Inquiry) -> Cells:
    def cells(tally: Tally) -> tuple[tuple[Value, ...], tuple[str, ...]]:
        total = sum(score * n for score, n in tally.by_score.items())
        mean = figures.percent(total, tally.n * 100)  # hundredths of a point
        return (mean, figures.percent(total, tally.n * inquiry.spec.max_score)), ()

    return cells


def _chart(inquiry: Inquiry, found: list[Group]) -> Chart:
    records = []
    for group in found:
        marks = group.tally.marks(inquiry.spec)
        for mark, share in zip(MARKS, figures.shares([marks.get(mark, 0) for mark in MARKS]), strict=True):
            if share is not None:
                records.append(
                    {
                        "group": group.label,
                        "level": LEVEL_TITLE[group.level],
                        "mark": f"«{mark}»",
                        "share": float(share),
                    }
                )
    return Chart(
        "marks",
        "marks",
        "Доли отметок на каждом уровне",
        f"{inquiry.unit}: полосы от «2» до «5» для всей выборки и каждого уровня ниже; числа — в таблице.",
        tuple(records),
    )


def _method(inquiry: Inquiry) -> tuple[str, ...]:
    if inquiry.spec.thresholds is None:
        return (PARTICIPANT_METHOD, "Средний первичный балл — сумма баллов, делённая на число участников.")
    three, four, five = inquiry.spec.thresholds
    return (
        PARTICIPANT_METHOD,
        f"Отметка по шкале работы: «3» от {three} баллов, «4» от {four}, «5» от {five}. Доли округлены до сотых так, "
        "что их сумма равна 100.",
        "Успеваемость — доля «3», «4» и «5»; качество знаний — доля «4» и «5»; СОУ — сумма долей «5», «4», «3» и «2» "
        "с весами 1, 0,64, 0,36 и 0,16.",
    )
