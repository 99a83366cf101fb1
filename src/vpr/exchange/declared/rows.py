"""From cells to rows: prefilled rows recognized by their key, safe repairs applied, every fault of a cell named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vpr.exchange.declared.cells import CellReader, same
from vpr.exchange.declared.personal import personal_fault
from vpr.exchange.declared.tables import Table
from vpr.exchange.declared.words import required_cure
from vpr.kernel.faults import Fault, Repair
from vpr.workbook.declaration import address
from vpr.workbook.filling import FilledRow, PrefilledRow
from vpr.workbook.table import Cell

#: A line of sums below the table is not a row of the form.
_SUMS = ("итого", "всего")
_ROWS_NAMED = 5
_NONE: Mapping[str, str] = {}


@dataclass
class Filled:
    """What is understood of an upload so far. `rows` by sheet key: prefilled ones in their order, then added ones."""

    rows: dict[str, list[FilledRow]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)


def fill(table: Table, prefilled: Sequence[PrefilledRow], filled: Filled) -> None:
    """Adds the rows of one sheet, their faults and repairs to `filled`."""
    _Reading(table, prefilled, filled).run()


class _Reading:
    def __init__(self, table: Table, prefilled: Sequence[PrefilledRow], filled: Filled) -> None:
        self.table, self.sheet, self.filled = table, table.sheet, filled
        self.readers = [CellReader(column, table.places[column.key]) for column in self.sheet.columns]
        self.key_reader = next((reader for reader in self.readers if reader.key == self.sheet.row_key), None)
        self.expected: dict[str, tuple[int, PrefilledRow]] = {}
        if self.key_reader is not None:
            texts = [self.key_reader.text(row.cells.get(self.sheet.row_key, "")) for row in prefilled]
            self.expected = {same(text): (at, prefilled[at]) for at, text in enumerate(texts)}
        self.seen: dict[str, int] = {}
        self.placed: list[tuple[int, FilledRow]] = []

    def run(self) -> None:
        for number, cells in self.table.rows:
            if any(cell != "" for cell in cells):
                self._row(number, cells)
        self._complain_of_missing()
        self._complain_of_too_many()
        self.placed.sort(key=lambda item: item[0])  # stable: added rows stay in the order of the file
        self.filled.rows[self.sheet.key] = [row for _, row in self.placed]

    def _row(self, number: int, cells: list[Cell]) -> None:
        if self.table.other_headers:
            self._look_beside(number, cells)
        width = len(cells)
        if not any(reader.index < width and cells[reader.index] != "" for reader in self.readers):
            return
        key = ""
        if self.key_reader is not None:
            key = same(self.key_reader.text(cells[self.key_reader.index])) if self.key_reader.index < width else ""
        if key.startswith(_SUMS):
            return
        at, prefilled = self.expected.get(key, (len(self.expected), None)) if key else (len(self.expected), None)
        if self._is_right_key(number, key, prefilled):
            row = self._understood(number, cells, prefilled)
            if row is not None:
                self.placed.append((at, row))

    def _is_right_key(self, number: int, key: str, prefilled: PrefilledRow | None) -> bool:
        """Says what is wrong with the key; a row that cannot be told apart is not read any further."""
        if self.key_reader is None:
            return True
        if prefilled is None and not self.sheet.may_add_rows:
            code = "W-11a" if key else "W-11d"
            self._fault(code, self._key_place(number), found=key, title=self.key_reader.column.title)
            return False
        if key in self.seen:
            self._fault("W-11b", self._key_place(number), found=key, first=self._key_place(self.seen[key]))
            return False
        if key:
            self.seen[key] = number
        return True

    def _understood(self, number: int, cells: list[Cell], prefilled: PrefilledRow | None) -> FilledRow | None:
        texts: dict[str, str] = {}
        broken: set[str] = set()
        given, locked, choices = _parts(prefilled)
        row_key, width = self.sheet.row_key, len(cells)
        for reader in self.readers:
            key = reader.key
            cell = cells[reader.index] if reader.index < width else ""
            text = reader.clean.get(cell)
            if text is None and reader.is_plain and cell == given.get(key):
                text = str(cell)  # as it was filled in beforehand
            is_locked = prefilled is not None and (key in locked or key == row_key)
            if text is None or key in choices or (is_locked and text != given.get(key, "")):
                text = self._odd(number, reader, cell, prefilled, is_locked, broken)
            texts[key] = text
        if prefilled is None and not broken and not any(texts.values()):
            return None  # blanks only
        self._complain_of_empty(number, texts, broken, prefilled)
        return FilledRow(
            self.sheet,
            number,
            texts,
            is_prefilled=prefilled is not None,
            broken=frozenset(broken),
            title=self.table.title,
            places=self.table.places,
        )

    def _odd(
        self,
        number: int,
        reader: CellReader,
        cell: Cell,
        prefilled: PrefilledRow | None,
        is_locked: bool,
        broken: set[str],
    ) -> str:
        """A cell that is seen for the first time or needs a word."""
        place = address(self.table.title, number, reader.index)
        if is_locked and prefilled is not None:
            text, said = reader.read_locked(cell, prefilled, place)
        else:
            text, said = reader.read(cell, prefilled, place)
        if isinstance(said, Fault):
            self.filled.faults.append(said)
            broken.add(reader.key)
        elif said is not None:
            self.filled.repairs.append(said)
        return text

    def _complain_of_empty(
        self, number: int, texts: Mapping[str, str], broken: set[str], prefilled: PrefilledRow | None
    ) -> None:
        for reader in self.readers:
            if reader.is_required and not texts[reader.key] and reader.key not in broken:
                place, column = address(self.table.title, number, reader.index), reader.column
                self._fault("W-04", place, title=column.title, cure=required_cure(column, prefilled))

    def _look_beside(self, number: int, cells: list[Cell]) -> None:
        """Names in columns that the form does not know are names all the same."""
        for index, header in self.table.other_headers.items():
            if index < len(cells) and cells[index] != "":
                fault = personal_fault(None, cells[index], address(self.table.title, number, index), header)
                if fault:
                    self.filled.faults.append(fault)

    def _complain_of_missing(self) -> None:
        if self.sheet.may_add_rows:
            return  # whoever may add rows may leave them out
        missing = [key for key in self.expected if key not in self.seen]
        if missing:
            shown = [self.expected[key][1].cells[self.sheet.row_key] for key in missing[:_ROWS_NAMED]]
            more = f" и ещё {len(missing) - _ROWS_NAMED}" if len(missing) > _ROWS_NAMED else ""
            named = ", ".join(f"«{text}»" for text in shown)
            self._fault("W-11c", "", sheet=self.sheet.title, rows=named + more)

    def _complain_of_too_many(self) -> None:
        most = max(self.sheet.rows_reserved, len(self.expected))
        # rows that the reader did not keep are known by their number only
        count = max(len(self.placed), self.table.row_count if self.table.row_count > len(self.table.rows) else 0)
        if count > most:
            self._fault("W-12", "", found=count, most=most)

    def _key_place(self, number: int) -> str:
        assert self.key_reader is not None
        return address(self.table.title, number, self.key_reader.index)

    def _fault(self, code: str, cell: str, **details: object) -> None:
        self.filled.faults.append(Fault.at(code, cell, **details))


def _parts(
    prefilled: PrefilledRow | None,
) -> tuple[Mapping[str, str], frozenset[str], Mapping[str, tuple[str, ...]]]:
    if prefilled is None:
        return _NONE, frozenset(), {}
    return prefilled.cells, prefilled.locked, prefilled.choices
