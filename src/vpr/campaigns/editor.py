"""The specification as a table of the browser: rows to show, rows as typed. No JavaScript is needed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from vpr.campaigns.rules.specification import SPECIFICATION, TaskRow, row_texts
from vpr.campaigns.rules.tables import Line, cell_text
from vpr.kernel.faults import Fault

KEYS = tuple(column.key for column in SPECIFICATION.columns)
_TITLES = {column.key: column.title for column in SPECIFICATION.columns}
#: How wide the inputs are, in characters.
_SIZES = {"code": 7, "max_points": 4, "part": 3, "difficulty": 3, "minutes": 4, "depends_on": 5, "skill": 42}
_USUAL_SIZE = 11
SPARE_ROWS = 6
MOST_ROWS = 120


@dataclass(frozen=True)
class EditorCell:
    key: str
    title: str
    text: str
    size: int
    is_bad: bool


@dataclass(frozen=True)
class EditorRow:
    number: int
    order: str
    cells: tuple[EditorCell, ...]


def place_of(number: int) -> Callable[[str], str]:
    return lambda key: f"строка {number}, «{_TITLES[key]}»"


def typed_lines(form: QueryDict) -> list[Line]:
    """Rows as typed, in the order the person gave them; a row without any text is left out.

    A fault names the row where it stands on the page, which is why numbers are given before sorting.
    """
    columns = {key: form.getlist(key)[:MOST_ROWS] for key in KEYS}
    orders = form.getlist("order")
    found = []
    for at in range(len(columns["code"])):
        texts = {key: cell_text(values[at]) if at < len(values) else "" for key, values in columns.items()}
        if any(texts[key] for key in KEYS if key != "part"):
            found.append((_order(orders, at), at, Line(texts, place_of(at + 1))))
    return [line for _, _, line in sorted(found, key=lambda item: item[:2])]


def _order(orders: Sequence[str], at: int) -> float:
    """Where the person wants the row: `3.5` puts it between 3 and 4."""
    try:
        return float(orders[at].replace(",", "."))
    except (IndexError, ValueError):
        return at + 1.0


def rows_of(rows: Sequence[TaskRow]) -> list[EditorRow]:
    """The present specification and some empty rows."""
    return _editor_rows([row_texts(row) for row in rows], [])


def rows_as_typed(form: QueryDict, faults: Sequence[Fault]) -> list[EditorRow]:
    """What the person typed, with the faulty cells named."""
    columns = {key: form.getlist(key)[:MOST_ROWS] for key in KEYS}
    texts = [
        {key: values[at] if at < len(values) else "" for key, values in columns.items()}
        for at in range(len(columns["code"]))
    ]
    return _editor_rows(texts, [fault.cell for fault in faults], spare=0, orders=form.getlist("order"))


def _editor_rows(
    texts: Sequence[dict[str, str]], bad: Sequence[str], *, spare: int = SPARE_ROWS, orders: Sequence[str] = ()
) -> list[EditorRow]:
    empty: list[dict[str, str]] = [{} for _ in range(spare)]
    rows = []
    for number, row in enumerate([*texts, *empty], start=1):
        place = place_of(number)
        cells = tuple(
            EditorCell(key, _TITLES[key], row.get(key, ""), _SIZES.get(key, _USUAL_SIZE), place(key) in bad)
            for key in KEYS
        )
        order = orders[number - 1] if number <= len(orders) else str(number)
        rows.append(EditorRow(number, order, cells))
    return rows
