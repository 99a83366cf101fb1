"""Ф2 «Распределение первичных баллов»: percent of participants with exactly this score."""

from vpr.analytics import figures, tallies
from vpr.analytics.inquiry import Group, Inquiry, groups
from vpr.analytics.report import Chart, Column, Kind, Level, Table, Value
from vpr.analytics.reports.body import (
    GROUP,
    PARTICIPANT_METHOD,
    PARTICIPANTS,
    SCHOOLS,
    Body,
    below_table,
    own_tally,
    rows_of,
)
from vpr.analytics.tallies import Tally


def build(inquiry: Inquiry) -> Body:
    spec = inquiry.spec
    wanted = inquiry.wanted(scores=True)
    scores = range(spec.max_score + 1)
    columns = (GROUP, SCHOOLS, PARTICIPANTS, *(Column(f"score_{s}", str(s), Kind.PERCENT) for s in scores))

    def cells(tally: Tally) -> tuple[tuple[Value, ...], tuple[str, ...]]:
        histogram = tally.by_score
        return tuple(figures.shares([histogram.get(score, 0) for score in scores])), ()

    found = groups(inquiry, wanted)
    own = own_tally(found, inquiry)
    main = Table("main", "Распределение первичных баллов", columns, rows_of(found, cells))
    return Body(
        tables=(main, *below_table(inquiry, wanted, columns, cells)),
        own=own,
        charts=(_histogram(inquiry, found), *_funnel(inquiry)),
        questions=_peaks(inquiry, own),
        method=(
            PARTICIPANT_METHOD,
            "Доля участников, набравших ровно столько первичных баллов. Доли округлены до сотых так, что их сумма "
            "равна 100 (метод наибольшего остатка).",
        ),
    )


def _peaks(inquiry: Inquiry, own: Tally) -> tuple[str, ...]:
    histogram = own.by_score
    return tuple(
        f"На границе отметки — {score} б. — участников заметно больше, чем рядом: {histogram.get(score - 1, 0)}, "
        f"{histogram.get(score, 0)}, {histogram.get(score + 1, 0)}. Это повод задать вопрос, а не вывод: причиной могут "
        "быть и особенности варианта, и проверка пограничных работ."
        for score in figures.peaks(histogram, inquiry.spec.thresholds)
    )


def _histogram(inquiry: Inquiry, found: list[Group]) -> Chart:
    spec = inquiry.spec
    records = []
    for group in found:
        if group.level is not inquiry.level and group.level is not Level.SAMPLE:
            continue
        counts = group.tally.by_score
        for score in range(spec.max_score + 1):
            share = figures.percent(counts.get(score, 0), group.tally.n)
            is_own = group.level is inquiry.level
            records.append(
                {
                    "score": score,
                    "share": float(share or 0),
                    "series": group.label,
                    "own": is_own,
                    "n": counts.get(score, 0),
                }
            )
    boundaries = zip(("«3»", "«4»", "«5»"), spec.thresholds, strict=True) if spec.thresholds else ()
    return Chart(
        "histogram",
        "histogram",
        "Сколько участников набрали каждый первичный балл",
        f"{inquiry.unit}: столбцы — доля участников с таким баллом от 0 до {spec.max_score}, линия — вся выборка, "
        "вертикальные линии — первые баллы отметок.",
        tuple(records),
        tuple((mark, float(score)) for mark, score in boundaries),
    )


def _funnel(inquiry: Inquiry) -> tuple[Chart, ...]:
    """Schools of a municipality or region: mean score against the number of participants; dots have no names."""
    if inquiry.files is None or inquiry.level not in (Level.REGION, Level.MUNICIPALITY) or not inquiry.filters.is_empty:
        return ()
    rows = tallies.school_scores(inquiry.files, **inquiry.path)
    most = inquiry.spec.max_score
    records = tuple(
        {"n": n, "mean": round(total / n / most * 100, 2)}
        for _, n, total in sorted(rows, key=lambda r: r[1:])
        if n and most
    )
    participants, total = sum(row[1] for row in rows), sum(row[2] for row in rows)
    if len(records) < 5 or not participants:
        return ()
    return (
        Chart(
            "funnel",
            "funnel",
            "Средний результат организаций и число участников",
            f"{inquiry.unit}: точка — организация ({len(records)}); по горизонтали число участников, по вертикали средний "
            "процент выполнения. Пунктир — границы, в которых при таком числе участников ожидаются 95 % точек.",
            records,
            (("mean", round(total / participants / most * 100, 2)), ("sd", _spread(inquiry, most))),
        ),
    )


def _spread(inquiry: Inquiry, most: int) -> float:
    """Standard deviation of one participant's percent, for the limits of the funnel."""
    found = groups(inquiry, inquiry.wanted(scores=True))
    histogram = own_tally(found, inquiry).by_score
    n = sum(histogram.values())
    mean = sum(score * count for score, count in histogram.items()) / n
    variance = sum(count * (score - mean) ** 2 for score, count in histogram.items()) / n
    return float(round(variance**0.5 / most * 100, 3))
