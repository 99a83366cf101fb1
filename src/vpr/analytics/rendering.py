"""Tables of a report as HTML. Plain string building: a template engine would need 100 ms for 7,000 cells."""

from collections.abc import Callable
from decimal import Decimal
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from vpr.analytics.figures import SAMPLE_TITLE, Sample
from vpr.analytics.report import NO_DATA, Column, Kind, Level, Row, Table, Value

Link = Callable[[str], str | None]


def table_html(table: Table, link: Link, own_unit: str) -> SafeString:
    """A `table.sheet` with caption, headings and badges; `link` gives the address of a unit's own report or None."""
    columns = tuple(column for column in table.columns if column.is_on_page)
    rows = "".join(_row(row, columns, table, link, own_unit) for row in table.rows)
    return mark_safe(
        f'<div class="sheet-frame" tabindex="0"><table class="sheet report">'
        f"<caption>{escape(table.title)}</caption>{_head(columns)}<tbody>{rows}</tbody></table></div>"
    )


def _head(columns: tuple[Column, ...]) -> str:
    has_over = any(column.over for column in columns)
    if not has_over:
        return f"<thead><tr>{''.join(_heading(column) for column in columns)}</tr></thead>"
    first: list[str] = []
    second: list[str] = []
    for over, found in groupby(columns, key=lambda column: column.over):
        members = list(found)
        if over:
            first.append(f'<th scope="colgroup" colspan={len(members)}>{escape(over)}</th>')
            second.extend(_heading(column) for column in members)
        else:
            first.extend(_heading(column, " rowspan=2") for column in members)
    return f"<thead><tr>{''.join(first)}</tr><tr>{''.join(second)}</tr></thead>"


def _heading(column: Column, span: str = "") -> str:
    under = f"<br><small>{escape(column.under)}</small>" if column.under else ""
    kind = "" if column.kind is Kind.TEXT else ' class="num"'
    return f'<th scope="col"{kind}{span}>{escape(column.title)}{under}</th>'


def _row(row: Row, columns: tuple[Column, ...], table: Table, link: Link, own_unit: str) -> str:
    if row.heading:
        return f'<tr class="group"><th scope="rowgroup" colspan={len(columns)}>{escape(row.heading)}</th></tr>'
    tones = row.tones or ("",) * len(row.cells)
    shown = (cell for cell in zip(table.columns, row.cells, tones, strict=True) if cell[0].is_on_page)
    first, *rest = shown
    cells = "".join(_cell(column, value, tone) for column, value, tone in rest)
    badge = badge_html(row) if table.has_badges else ""
    kind = ' class="slim"' if row.level in (Level.PARTICIPANT, Level.TASK) else ""
    if row.unit == own_unit and not kind:
        kind = ' class="own"'
    return f'<tr{kind}><th scope="row">{_label(first[1], row, link)}{badge}</th>{cells}</tr>'


def _label(value: Value, row: Row, link: Link) -> str:
    text = escape("" if value is None else str(value))
    address = link(row.unit) if row.unit else None
    return f'<a href="{escape(address)}">{text}</a>' if address else text


def _cell(column: Column, value: Value, tone: str) -> str:
    if column.kind is Kind.TEXT:
        kind = f' class="{tone}"' if tone else ""
        return f"<td{kind}>{escape('' if value is None else str(value))}</td>"
    if value is None:
        return f'<td class="num muted">{NO_DATA if column.kind is Kind.PERCENT else ""}</td>'
    text = str(value).replace(".", ",").replace("-", "−") if isinstance(value, Decimal) else escape(str(value))
    return f'<td class="num {tone}">{text}</td>' if tone else f'<td class="num">{text}</td>'


def badge_html(row: Row) -> str:
    """How much the row says, beside its name; a sufficient sample needs no badge."""
    if row.sample is Sample.INFORMATIVE:
        return ""
    return f'<br><span class="badge {row.sample.value}">{SAMPLE_TITLE[row.sample]}</span>'
