"""What the page of the browser grid shows: fifty rows of what was searched for, each cell with what was said of it. Pure."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from vpr.exchange.grid.layout import Layout, Row
from vpr.exchange.kinds import Verdict
from vpr.kernel.faults import Fault, FaultKind, Severity
from vpr.workbook.declaration import Column, ColumnKind, Sheet
from vpr.workbook.filling import PrefilledRow

ROWS_OF_PAGE = 50
#: A longer list is not repeated in every row: the browser offers it while one types.
LONGEST_SELECT = 30
_FAULTS_LISTED = 40
_ADDRESS = re.compile(r"^(?P<sheet>.*)!(?P<letters>[A-Z]{1,3})(?P<row>\d+)$")


@dataclass(frozen=True)
class Told:
    """One fault on the screen; `row` is the number of the draft row, `column` 0-based; None for the whole form."""

    message: str
    tone: str
    row: int | None = None
    column: int = 0
    place: str = ""
    page: int = 1


@dataclass(frozen=True)
class Checked:
    """The result of «Проверить»."""

    is_accepted: bool
    errors: int
    remarks: int
    told: list[Told]
    by_cell: Mapping[tuple[int, int], list[Told]]
    repairs: int

    @property
    def listed(self) -> list[Told]:
        return self.told[:_FAULTS_LISTED]

    @property
    def more(self) -> int:
        return max(0, len(self.told) - _FAULTS_LISTED)


@dataclass(frozen=True)
class Cell:
    """`kind`: locked | select | list | date | number | text."""

    name: str  # c12.3: row of the draft, 0-based column
    text: str
    kind: str
    column: Column
    options: tuple[str, ...] = ()
    told: list[Told] = field(default_factory=list)

    @property
    def value(self) -> str:
        """A date in the form of the browser's own calendar."""
        return "-".join(reversed(self.text.split("."))) if self.kind == "date" else self.text

    @property
    def is_other(self) -> bool:
        """What was typed is not in the list: it is shown all the same."""
        return bool(self.text) and self.text not in self.options

    @property
    def is_bad(self) -> bool:
        return any(told.tone == "stop" for told in self.told)


@dataclass(frozen=True)
class Line:
    number: int
    title: str  # what tells the row apart
    cells: list[Cell]
    may_remove: bool


@dataclass(frozen=True)
class Section:
    """A sheet, or the part of it that this page shows."""

    sheet: Sheet
    lines: list[Line]
    may_add: bool
    lists: list[tuple[str, tuple[str, ...]]]  # id and texts of long lists

    @property
    def head(self) -> list[Column]:
        """Columns but the one that stands in front as the row's title."""
        at = _title_at(self.sheet)
        return [column for number, column in enumerate(self.sheet.columns) if number != at]

    @property
    def title_column(self) -> Column | None:
        at = _title_at(self.sheet)
        return self.sheet.columns[at] if at >= 0 else None


@dataclass(frozen=True)
class Page:
    sections: list[Section]
    number: int
    count: int
    rows: int
    found: int
    query: str = ""

    @cached_property
    def numbers(self) -> list[int]:
        """Pages to offer: the first, the last and those around."""
        near = {1, self.count, *range(self.number - 2, self.number + 3)}
        return sorted(number for number in near if 1 <= number <= self.count)


def page_of(layout: Layout, rows: Sequence[Row], number: int, query: str, checked: Checked | None) -> Page:
    """The rows that hold the query, fifty at a time, under the titles of their sheets."""
    sought = query.strip().lower().replace("ё", "е")
    chosen = [at for at, row in enumerate(rows) if not sought or _holds(row, sought)]
    count = max(1, -(-len(chosen) // ROWS_OF_PAGE))
    number = min(max(1, number), count)
    shown = chosen[(number - 1) * ROWS_OF_PAGE : number * ROWS_OF_PAGE]
    told = checked.by_cell if checked else {}
    ordinals = _ordinals(rows)
    sections = []
    for sheet in layout.form.sheets:
        own = [at for at in shown if rows[at][0] == sheet.key]
        last = max((at for at in chosen if rows[at][0] == sheet.key), default=-1)
        is_end = last in own or (last < 0 and number == count)
        if not own and not is_end:
            continue
        may_add = is_end and layout.may_add(rows, sheet)
        lines = [_line(layout, at, rows[at], ordinals[at], told) for at in own]
        sections.append(Section(sheet, lines, may_add, _lists(sheet)))
    return Page(sections, number, count, len(rows), len(chosen), query.strip())


def _line(layout: Layout, number: int, row: Row, ordinal: int, told: Mapping[tuple[int, int], list[Told]]) -> Line:
    sheet, known = layout.sheet_of(row), layout.known_row(row)
    title_at = _title_at(sheet)
    cells = [
        _cell(layout, known, sheet, number, at, row[1 + at], told.get((number, at), []))
        for at in range(len(sheet.columns))
        if at != title_at
    ]
    return Line(number, _title(sheet, row, ordinal), cells, layout.may_remove(row))


def _cell(
    layout: Layout, known: PrefilledRow | None, sheet: Sheet, number: int, at: int, text: str, told: list[Told]
) -> Cell:
    column = sheet.columns[at]
    name = f"c{number}.{at}"
    if not layout.is_open(known, sheet, column):
        return Cell(name, text, "locked", column, told=told)
    own = tuple(known.choices.get(column.key, ())) if known else ()
    options = own or column.allowed
    if options and (own or len(options) <= LONGEST_SELECT):
        return Cell(name, text, "select", column, options, told)
    return Cell(name, text, _kind(column, text), column, told=told)


def _kind(column: Column, text: str) -> str:
    if column.allowed or column.suggested:
        return "list"
    if column.kind is ColumnKind.DATE and (not text or re.fullmatch(r"\d\d\.\d\d\.\d{4}", text)):
        return "date"
    return "number" if column.kind in (ColumnKind.INTEGER, ColumnKind.ORDINAL, ColumnKind.POINTS) else "text"


def _title_at(sheet: Sheet) -> int:
    """The column whose locked text tells the rows apart best: the widest that is not a mere code. -1: none stands for all."""
    if not sheet.row_key or sheet.may_add_rows:
        return -1
    key = sheet.index(sheet.row_key)
    locked = [at for at, column in enumerate(sheet.columns) if column.is_locked and at != key]
    return max(locked, key=lambda at: sheet.columns[at].width) if locked else key


def _title(sheet: Sheet, row: Row, ordinal: int) -> str:
    at = _title_at(sheet)
    if at < 0 and sheet.row_key:
        at = sheet.index(sheet.row_key)
    return (row[1 + at] if at >= 0 else "") or f"строка {ordinal}"


def _lists(sheet: Sheet) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for column in sheet.columns:
        texts = column.suggested or (column.allowed if len(column.allowed) > LONGEST_SELECT else ())
        if texts:
            found.append((f"list-{sheet.key}-{column.key}", texts))
    return found


def _holds(row: Row, sought: str) -> bool:
    return any(sought in text.lower().replace("ё", "е") for text in row[1:])


def _ordinals(rows: Sequence[Row]) -> list[int]:
    counts: dict[str, int] = defaultdict(int)
    found = []
    for row in rows:
        counts[row[0]] += 1
        found.append(counts[row[0]])
    return found


_TONES = {Severity.ERROR: "stop", Severity.WARNING: "attention", Severity.NOTICE: "neutral"}


def checked_of(layout: Layout, rows: Sequence[Row], verdict: Verdict, catalogue: Mapping[str, FaultKind]) -> Checked:
    """Faults brought back from addresses of the workbook to cells on the screen."""
    teller = _Teller(layout, rows, catalogue)
    told = [teller.told(fault) for fault in verdict.faults]
    by_cell: dict[tuple[int, int], list[Told]] = defaultdict(list)
    for one in told:
        if one.row is not None:
            by_cell[one.row, one.column].append(one)
    errors = sum(one.tone == "stop" for one in told)
    return Checked(verdict.is_accepted, errors, len(told) - errors, told, dict(by_cell), len(verdict.repairs))


class _Teller:
    def __init__(self, layout: Layout, rows: Sequence[Row], catalogue: Mapping[str, FaultKind]) -> None:
        self.layout, self.rows, self.catalogue = layout, rows, catalogue
        self.numbers = layout.numbers(rows)
        self.ordinals = _ordinals(rows)

    def told(self, fault: Fault) -> Told:
        kind = self.catalogue[fault.code]
        message = kind.message.format_map({name: self._in_words(text) for name, text in fault.details})
        place = self._place(fault.cell)
        if place is None:
            return Told(message, _TONES[kind.severity])
        row, column = place
        page = row // ROWS_OF_PAGE + 1
        return Told(message, _TONES[kind.severity], row, column, self._in_words(fault.cell), page)

    def _in_words(self, text: str) -> str:
        """An address of the workbook means nothing on the screen: «Математика 5 класс, Участников» does."""
        place = self._place(text)
        if place is None:
            return text
        number, column = place
        sheet = self.layout.sheet_of(self.rows[number])
        return f"{_title(sheet, self.rows[number], self.ordinals[number])}, {sheet.columns[column].title}"

    def _place(self, cell: str) -> tuple[int, int] | None:
        match = _ADDRESS.match(cell)
        row = self.numbers.get((match["sheet"].strip("'"), int(match["row"]))) if match else None
        if match is None or row is None:
            return None
        column = 0
        for letter in match["letters"]:
            column = column * 26 + ord(letter) - 64
        return (row, column - 1) if column <= len(self.rows[row]) - 1 else None
