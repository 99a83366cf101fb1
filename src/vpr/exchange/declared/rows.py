"""From cells to rows: prefilled rows recognized by their key, safe repairs applied, every fault of a cell named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vpr.exchange.declared.personal import personal_fault
from vpr.exchange.declared.tables import Table
from vpr.exchange.declared.words import cell_fault, required_cure
from vpr.kernel.faults import Fault, Repair
from vpr.workbook.declaration import Column, address
from vpr.workbook.filling import FilledRow, PrefilledRow
from vpr.workbook.table import Cell
from vpr.workbook.understanding import Answer, Misread, Understood, canonical, understand

REPAIR = "W-00"
#: A line of sums below the table is not a row of the form.
_SUMS = ("итого", "всего")
_ROWS_NAMED = 5


@dataclass
class Filled:
    """What is understood of an upload so far. `rows` by sheet key: prefilled ones in their order, then added ones."""

    rows: dict[str, list[FilledRow]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)


def fill(table: Table, prefilled: Sequence[PrefilledRow], filled: Filled) -> None:
    """Adds the rows of one sheet, their faults and repairs to `filled`."""
    _Reading(table, prefilled, filled).run()


def row_key(text: str) -> str:
    """Keys are compared without case and ё: people retype them."""
    return text.lower().replace("ё", "е")


class _Reading:
    def __init__(self, table: Table, prefilled: Sequence[PrefilledRow], filled: Filled) -> None:
        self.table, self.sheet, self.filled = table, table.sheet, filled
        self.columns = [(column, table.places[column.key]) for column in self.sheet.columns]
        self.key_column = self.sheet.column(self.sheet.row_key) if self.sheet.row_key else None
        self.expected: dict[str, tuple[int, PrefilledRow]] = {}
        if self.key_column is not None:
            for at, row in enumerate(prefilled):
                key = canonical(row.cells.get(self.sheet.row_key, ""), self.key_column)
                self.expected[row_key(key)] = (at, row)
        self.seen: dict[str, int] = {}
        self.known: dict[str, dict[tuple[type, Cell], Answer]] = {column.key: {} for column in self.sheet.columns}
        self.placed: list[tuple[int, FilledRow]] = []

    def run(self) -> None:
        for number, cells in self.table.rows:
            if any(cell != "" for cell in cells):
                self._row(number, cells)
        self._complain_of_missing()
        most = max(self.sheet.rows_reserved, len(self.expected))
        count = max(len(self.placed), self.table.row_count if len(self.placed) > most else 0)
        if count > most:
            self._fault("W-12", "", found=count, most=most)
        self.placed.sort(key=lambda item: item[0])  # stable: added rows stay in the order of the file
        self.filled.rows[self.sheet.key] = [row for _, row in self.placed]

    def _row(self, number: int, cells: list[Cell]) -> None:
        typed = {column.key: cells[index] if index < len(cells) else "" for column, index in self.columns}
        self._look_beside(number, cells)
        if all(cell == "" for cell in typed.values()):
            return
        key = self._key(typed)
        if key.startswith(_SUMS):
            return
        at, prefilled = self.expected.get(key, (len(self.expected), None)) if key else (len(self.expected), None)
        if not self._is_right_key(number, key, prefilled):
            return
        row = self._understood(number, typed, prefilled)
        if row is not None:
            self.placed.append((at, row))

    def _key(self, typed: Mapping[str, Cell]) -> str:
        if self.key_column is None:
            return ""
        answer = self._answer(self.key_column, typed[self.key_column.key])
        return row_key(answer.text if isinstance(answer, Understood) else answer.found)

    def _is_right_key(self, number: int, key: str, prefilled: PrefilledRow | None) -> bool:
        """Says what is wrong with the key; a row that cannot be told apart is not read any further."""
        if self.key_column is None:
            return True
        cell = self._address(number, self.key_column)
        if not key:
            if not self.sheet.may_add_rows:
                self._fault("W-11d", cell, title=self.key_column.title)
            return self.sheet.may_add_rows
        if prefilled is None and not self.sheet.may_add_rows:
            self._fault("W-11a", cell, found=key, title=self.key_column.title)
            return False
        if key in self.seen:
            self._fault("W-11b", cell, found=key, first=self._address(self.seen[key], self.key_column))
            return False
        self.seen[key] = number
        return True

    def _understood(self, number: int, typed: Mapping[str, Cell], prefilled: PrefilledRow | None) -> FilledRow | None:
        texts: dict[str, str] = {}
        broken: set[str] = set()
        repairs: list[Repair] = []
        for column, _ in self.columns:
            given = canonical(prefilled.cells.get(column.key, ""), column) if prefilled else ""
            own = tuple(prefilled.choices.get(column.key, ())) if prefilled else ()
            answer = self._answer(column, typed[column.key], own)
            if prefilled and (column.key in prefilled.locked or column.key == self.sheet.row_key):
                answer = self._locked(number, column, answer, given, typed[column.key])
            texts[column.key] = self._text(number, column, answer, own, given, typed[column.key], broken, repairs)
        if not prefilled and not any(texts.values()) and not broken:
            return None  # blanks only
        for column, _ in self.columns:
            if column.is_required and not texts[column.key] and column.key not in broken:
                self._fault(
                    "W-04",
                    self._address(number, column),
                    title=column.title,
                    cure=required_cure(column, prefilled),
                )
        self.filled.repairs += repairs
        return FilledRow(
            self.sheet, number, texts, prefilled is not None, frozenset(broken), self.table.title, self.table.places
        )

    def _text(
        self,
        number: int,
        column: Column,
        answer: Answer,
        own: tuple[str, ...],
        given: str,
        cell: Cell,
        broken: set[str],
        repairs: list[Repair],
    ) -> str:
        place = self._address(number, column)
        if isinstance(answer, Misread):
            broken.add(column.key)
            fault = personal_fault(column, answer.found, place) or cell_fault(answer, column, place, own)
            self.filled.faults.append(fault)
            return ""
        if answer.text and answer.text != given and (fault := personal_fault(column, answer.text, place)):
            broken.add(column.key)
            self.filled.faults.append(fault)
            return ""
        if answer.is_repaired:
            repairs.append(Repair(REPAIR, place, str(cell), answer.text))
        return answer.text

    def _locked(self, number: int, column: Column, answer: Answer, given: str, cell: Cell) -> Answer:
        """What was filled in beforehand: an emptied cell is restored, another value is a fault."""
        said = answer.text if isinstance(answer, Understood) else answer.found
        if row_key(said) == row_key(given):
            return Understood(given)
        if not said:
            return Understood(given, is_repaired=True)
        self._fault("W-10", self._address(number, column), found=said, expected=given or "пусто")
        return Understood(given)

    def _answer(self, column: Column, cell: Cell, own: tuple[str, ...] = ()) -> Answer:
        if own:
            return understand(cell, column, own)
        known = self.known[column.key]
        key = (type(cell), cell)
        answer = known.get(key)
        if answer is None:
            answer = known[key] = understand(cell, column)
        return answer

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
            named = ", ".join(f"«{self._shown(key)}»" for key in missing[:_ROWS_NAMED])
            more = f" и ещё {len(missing) - _ROWS_NAMED}" if len(missing) > _ROWS_NAMED else ""
            self._fault("W-11c", "", sheet=self.sheet.title, rows=named + more)

    def _shown(self, key: str) -> str:
        return self.expected[key][1].cells.get(self.sheet.row_key, key)

    def _address(self, number: int, column: Column) -> str:
        return address(self.table.title, number, self.table.places[column.key])

    def _fault(self, code: str, cell: str, **details: object) -> None:
        self.filled.faults.append(Fault.at(code, cell, **details))
