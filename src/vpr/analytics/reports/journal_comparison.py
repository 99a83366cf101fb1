"""«Сравнение отметок с отметками по журналу»: понизили, подтвердили, повысили among those who have a journal mark."""

from vpr.analytics import figures
from vpr.analytics.inquiry import Inquiry, groups
from vpr.analytics.report import Chart, Column, Kind, Table, Value
from vpr.analytics.reports.body import (
    GROUP,
    NO_SCALE,
    PARTICIPANT_METHOD,
    Body,
    below_table,
    own_tally,
    rows_of,
)
from vpr.analytics.reports.marks_statistics import MARKS
from vpr.analytics.specification import Specification
from vpr.analytics.tallies import Tally

_HEADINGS = (
    ("lowered", "Понизили (Отметка < Отметка по журналу)"),
    ("confirmed", "Подтвердили (Отметка = Отметке по журналу)"),
    ("raised", "Повысили (Отметка > Отметка по журналу)"),
)
COLUMNS = (
    GROUP,
    Column("participants", "Кол-во участников(всего)"),
    *(
        column
        for key, over in _HEADINGS
        for column in (
            Column(f"{key}_percent", "%", Kind.PERCENT, over=over),
            Column(key, "Кол-во участников", over=over),
        )
    ),
    Column("without_journal", "Без отметки по журналу"),
    Column("by_two", "Разница в 2 и более", over="Требует анализа"),
    Column("by_two_percent", "%", Kind.PERCENT, over="Требует анализа"),
)


def differences(tally: Tally, spec: Specification) -> dict[int | None, int]:
    """mark − journal mark -> participants; None for those without a journal mark."""
    found: dict[int | None, int] = {}
    for (score, journal), n in tally.scores.items():
        mark = spec.mark(score)
        key = mark - journal if mark is not None and journal is not None else None
        found[key] = found.get(key, 0) + n
    return found


def build(inquiry: Inquiry) -> Body:
    spec = inquiry.spec
    wanted = inquiry.wanted(scores=True)
    found = groups(inquiry, wanted)
    own = own_tally(found, inquiry)
    title = "Сравнение отметок с отметками по журналу"
    if spec.thresholds is None:
        return Body((Table("main", title, COLUMNS, ()),), own, notes=(NO_SCALE,))

    def cells(tally: Tally) -> tuple[tuple[Value, ...], tuple[str, ...]]:
        steps = differences(tally, spec)
        known = {step: n for step, n in steps.items() if step is not None}
        counts = [
            sum(n for step, n in known.items() if step < 0),
            known.get(0, 0),
            sum(n for step, n in known.items() if step > 0),
        ]
        by_two = sum(n for step, n in known.items() if abs(step) >= 2)
        pairs = tuple(value for share, n in zip(figures.shares(counts), counts, strict=True) for value in (share, n))
        return (*pairs, steps.get(None, 0), by_two, figures.percent(by_two, sum(counts))), ()

    return Body(
        tables=(
            Table("main", title, COLUMNS, rows_of(found, cells, with_schools=False)),
            *below_table(inquiry, wanted, COLUMNS, cells, with_schools=False),
        ),
        own=own,
        charts=(_chart(inquiry, own),),
        questions=_questions(differences(own, spec)),
        method=(
            PARTICIPANT_METHOD,
            "Доли считаются от участников, у которых указана отметка за предыдущий период; остальные показаны отдельно. "
            "Отдельно считаются расхождения в два балла и более: их рекомендуется разобрать.",
        ),
    )


def _questions(steps: dict[int | None, int]) -> tuple[str, ...]:
    by_two = sum(n for step, n in steps.items() if step is not None and abs(step) >= 2)
    if not by_two:
        return ()
    return (
        f"Расхождение с журналом на 2 балла и более: {by_two} уч. Стоит посмотреть эти работы по кодам участников.",
    )


def _chart(inquiry: Inquiry, own: Tally) -> Chart:
    """Before and after: journal marks and marks of the assessment of the same participants."""
    journal, result = dict.fromkeys(MARKS, 0), dict.fromkeys(MARKS, 0)
    for (score, before), n in own.scores.items():
        mark = inquiry.spec.mark(score)
        if before in journal and mark is not None:
            journal[before] += n
            result[mark] += n
    records = tuple(
        {"mark": f"«{mark}»", "series": series, "share": float(share), "n": counts[mark]}
        for series, counts in (("журнал", journal), ("ВПР", result))
        for mark, share in zip(MARKS, figures.shares([counts[m] for m in MARKS]), strict=True)
        if share is not None
    )
    return Chart(
        "journal",
        "journal",
        "Отметки по журналу и за работу у одних и тех же участников",
        f"{inquiry.unit}: для каждой отметки два столбца, по журналу и за ВПР, в процентах участников с отметкой по журналу.",
        records,
    )
