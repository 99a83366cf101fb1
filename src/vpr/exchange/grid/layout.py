"""Rows of the browser grid as they are kept in a draft: the key of the sheet, then the text of each column. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from vpr.exchange.declared.cells import same
from vpr.exchange.declared.personal import personal_fault
from vpr.exchange.declared.tables import FIRST_ROW, grid_content
from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet
from vpr.workbook.filling import FilledRow, PrefilledRow
from vpr.workbook.understanding import canonical

Row = list[str]
Prefilled = Mapping[str, Sequence[PrefilledRow]]
#: More than any column takes: a pasted novel is cut.
LONGEST_CELL = 2_000
BLANK_ROWS = 3


class Layout:
    """A form with its prefilled rows: which rows there are, which cells may be typed, what is sent."""

    def __init__(self, form: Form, prefilled: Prefilled) -> None:
        self.form = form
        self._sheets = {sheet.key: sheet for sheet in form.sheets}
        self._known: dict[str, dict[str, PrefilledRow]] = {
            sheet.key: {_key_of(sheet, row): row for row in prefilled.get(sheet.key, ())} if sheet.row_key else {}
            for sheet in form.sheets
        }
        self._prefilled = prefilled

    def sheet_of(self, row: Row) -> Sheet:
        return self._sheets[row[0]]

    def known_row(self, row: Row) -> PrefilledRow | None:
        """The prefilled row that this row answers."""
        sheet = self._sheets[row[0]]
        return self._known[sheet.key].get(same(row[1 + sheet.index(sheet.row_key)])) if sheet.row_key else None

    def is_open(self, known: PrefilledRow | None, sheet: Sheet, column: Column) -> bool:
        """Whether a person may type here."""
        return known is None or (column.key not in known.locked and column.key != sheet.row_key)

    @property
    def shape(self) -> str:
        """Changes whenever rows typed for the old layout would land in other places of the new one."""
        parts: list[object] = [self.form.version]
        for sheet in self.form.sheets:
            parts.append([sheet.key, [column.key for column in sheet.columns], list(self._known[sheet.key])])
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:12]

    def starting_rows(self) -> list[Row]:
        """What the template holds; a sheet of rows to add begins with a few empty ones, passed over if left so."""
        rows: list[Row] = []
        for sheet in self.form.sheets:
            known = self._prefilled.get(sheet.key, ())
            rows += [self._of_known(sheet, row) for row in known]
            if sheet.may_add_rows and not known:
                rows += [self.blank_row(sheet) for _ in range(min(BLANK_ROWS, sheet.rows_reserved))]
        return rows

    def rows_of(self, filled: Mapping[str, Sequence[FilledRow]]) -> list[Row]:
        """Rows of an upload; prefilled rows that came later are added where they belong."""
        rows = [
            [sheet.key, *(row.text(column.key) for column in sheet.columns)]
            for sheet in self.form.sheets
            for row in filled.get(sheet.key, ())
        ]
        return self.fitted(rows)

    def fitted(self, stored: Sequence[Row]) -> list[Row]:
        """Rows of a draft in today's layout: what is locked is as of today, rows that are gone are left out."""
        rows: list[Row] = []
        for sheet in self.form.sheets:
            width = len(sheet.columns)
            own = [[sheet.key, *(row[1:] + [""] * width)[:width]] for row in stored if row and row[0] == sheet.key]
            rows += self._fitted(sheet, own)
        return rows

    def _fitted(self, sheet: Sheet, own: list[Row]) -> list[Row]:
        known = self._known[sheet.key]
        if not sheet.row_key:
            return (
                own
                if own or sheet.may_add_rows
                else [self._of_known(sheet, r) for r in self._prefilled.get(sheet.key, ())]
            )
        at = 1 + sheet.index(sheet.row_key)
        by_key = {same(row[at]): row for row in own}
        if sheet.may_add_rows:  # a prefilled row that is not there was left out by the person
            return [self._refreshed(sheet, known.get(same(row[at])), row) for row in own]
        return [self._refreshed(sheet, row, by_key.get(key)) for key, row in known.items()]

    def _refreshed(self, sheet: Sheet, known: PrefilledRow | None, row: Row | None) -> Row:
        if known is None:
            return row or self.blank_row(sheet)
        fresh = self._of_known(sheet, known)
        if row is None:
            return fresh
        for at, column in enumerate(sheet.columns, start=1):
            if self.is_open(known, sheet, column):
                fresh[at] = row[at]
        return fresh

    def _of_known(self, sheet: Sheet, row: PrefilledRow) -> Row:
        return [
            sheet.key,
            *(
                canonical(row.cells.get(column.key, ""), column, tuple(row.choices.get(column.key, ())))
                for column in sheet.columns
            ),
        ]

    def blank_row(self, sheet: Sheet) -> Row:
        return [sheet.key, *("" for _ in sheet.columns)]

    def typed(self, row: Row, cells: Mapping[int, str]) -> tuple[Row, list[int]]:
        """The row with new texts (by 0-based column), and the columns whose text names a person and is not kept."""
        sheet, known = self.sheet_of(row), self.known_row(row)
        made, refused = list(row), []
        for at, text in cells.items():
            column = sheet.columns[at]
            if not self.is_open(known, sheet, column):
                continue
            text = text.replace("\x00", "")[:LONGEST_CELL]
            if column.kind is ColumnKind.DATE:
                text = canonical(text, column)  # the browser's calendar writes the year first
            if personal_fault(column, text, "") and text != row[1 + at]:
                refused.append(at)
                text = ""
            made[1 + at] = text
        return made, refused

    def are_aligned(self, stored: Sequence[Row], rows: Sequence[Row]) -> bool:
        """Whether each stored row still stands at the number of its row of today."""
        return len(stored) == len(rows) and all(map(self._is_same_row, stored, rows))

    def _is_same_row(self, stored: Row, row: Row) -> bool:
        sheet = self._sheets[row[0]]
        at = 1 + sheet.index(sheet.row_key) if sheet.row_key else 0
        return len(stored) == len(row) and stored[0] == row[0] and stored[at] == row[at]

    def content(self, rows: Sequence[Row]) -> bytes:
        """What is sent to the exchange."""
        by_sheet: dict[str, list[Row]] = {sheet.key: [] for sheet in self.form.sheets}
        for row in rows:
            by_sheet[row[0]].append(row[1:])
        return grid_content(self.form, by_sheet)

    def numbers(self, rows: Sequence[Row]) -> dict[tuple[str, int], int]:
        """(sheet title, row of the sheet) of `content` -> number of the row in the draft."""
        found: dict[tuple[str, int], int] = {}
        counts = dict.fromkeys(self._sheets, FIRST_ROW)
        for number, row in enumerate(rows):
            found[self._sheets[row[0]].title, counts[row[0]]] = number
            counts[row[0]] += 1
        return found

    def with_blank_rows(self, rows: Sequence[Row], sheet: Sheet, count: int) -> tuple[list[Row], int]:
        """The rows with empty ones at the end of the sheet, and the number of the first of them."""
        order = [other.key for other in self.form.sheets]
        at = sum(order.index(row[0]) <= order.index(sheet.key) for row in rows)
        count = min(count, sheet.rows_reserved - sum(row[0] == sheet.key for row in rows))
        return [*rows[:at], *(self.blank_row(sheet) for _ in range(count)), *rows[at:]], at

    def may_remove(self, row: Row) -> bool:
        return self.sheet_of(row).may_add_rows

    def may_add(self, rows: Sequence[Row], sheet: Sheet) -> bool:
        return sheet.may_add_rows and sum(row[0] == sheet.key for row in rows) < sheet.rows_reserved


def _key_of(sheet: Sheet, row: PrefilledRow) -> str:
    return same(canonical(row.cells.get(sheet.row_key, ""), sheet.column(sheet.row_key)))
