"""Cells of the monitoring matrix, a whole row at once. Built in Python: a page has 1,300 of them and a template is slow.

Only integers and words of this file get into the markup, so nothing needs escaping.
"""

from django import template
from django.utils.safestring import SafeString, mark_safe

from vpr.exchange.queries.counts import Counts
from vpr.exchange.queries.matrix import Matrix, Row

register = template.Library()


@register.filter
def counts_cells(row: Row) -> SafeString:
    """Total of the unit, then its assessments."""
    return _joined([_counts_cell(counts) for counts in (row.total, *row.cells)])


@register.filter
def school_cells(row: Row) -> SafeString:
    """Total of the school, then the state of each of its forms."""
    return _joined([_counts_cell(row.total), *(_school_cell(counts) for counts in row.cells)])


@register.filter
def total_cells(matrix: Matrix) -> SafeString:
    return _joined([_counts_cell(counts) for counts in (matrix.total, *matrix.totals)])


def _joined(cells: list[str]) -> SafeString:
    return mark_safe('<td class="nowrap">' + '</td><td class="nowrap">'.join(cells) + "</td>")


def _counts_cell(counts: Counts) -> str:
    """`12 из 18`, below it what was uploaded, what is wrong, what is late, the share of participants."""
    if not counts.expected:
        return "—"
    figures = [f"загружено {counts.uploaded}"]
    for title, count in (
        ("с ошибками", counts.faulty),
        ("с опозданием", counts.late),
        ("не сдано в срок", counts.overdue),
        ("ещё не открыто", counts.early),
    ):
        if count:
            figures.append(f"{title} {count}")
    if counts.participants:
        figures.append(f"участников {percent_text(counts)}")
    badge = f'<span class="badge {counts.tone}">{counts.accepted} из {counts.expected}</span>'
    return f"{badge}<br><small>{'<br>'.join(figures)}</small>"


def _school_cell(counts: Counts) -> str:
    """The state of one form of one school."""
    if not counts.expected:
        return "не ожидается"
    title, tone = _school_state(counts)
    notes = ["с опозданием"] if counts.late else []
    notes += [f"участников {percent_text(counts)}"] if counts.participants and counts.participants_accepted else []
    return f'<span class="badge {tone}">{title}</span><br><small>{"<br>".join(notes)}</small>'


def percent_text(counts: Counts) -> str:
    return "нет данных" if counts.percent is None else f"{counts.percent:.1f}\xa0%".replace(".", ",")


def _school_state(counts: Counts) -> tuple[str, str]:
    if counts.accepted:
        return "принято", "ok"
    if counts.faulty:
        return "с ошибками", "stop"
    if counts.checking:
        return "проверяется", "neutral"
    if counts.early:
        return "ещё не открыто", "neutral"
    return ("не сдано в срок", "stop") if counts.overdue else ("не загружено", "attention")
