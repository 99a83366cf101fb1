"""One column of an upload, read cell by cell. What was seen once and needs no word is answered from memory."""

from vpr.exchange.declared.personal import personal_fault
from vpr.exchange.declared.words import cell_fault
from vpr.kernel.faults import Fault, Repair
from vpr.workbook.declaration import Column, ColumnKind
from vpr.workbook.filling import PrefilledRow
from vpr.workbook.headers import plain_text
from vpr.workbook.table import Cell
from vpr.workbook.understanding import Misread, Understood, canonical, understand

REPAIR = "W-00"


def same(text: str) -> str:
    """Texts that a person retypes are compared without case and ё."""
    return text.lower().replace("ё", "е")


class CellReader:
    """`clean`: cells that are right as typed, whoever typed them, and their text."""

    def __init__(self, column: Column, index: int) -> None:
        self.column, self.index, self.key = column, index, column.key
        self.is_required = column.is_required
        self.is_plain = column.kind in (ColumnKind.TEXT, ColumnKind.CODE) and not column.allowed
        self.clean: dict[Cell, str] = {"": ""}

    def read(self, cell: Cell, prefilled: PrefilledRow | None, place: str) -> tuple[str, Fault | Repair | None]:
        """The text understood, "" for a fault, and what is to be said of the cell."""
        own = tuple(prefilled.choices.get(self.key, ())) if prefilled else ()
        answer = understand(cell, self.column, own)
        if isinstance(answer, Misread):
            return "", personal_fault(self.column, answer.found, place) or cell_fault(answer, self.column, place, own)
        said = personal_fault(self.column, answer.text, place)
        if said and not (prefilled and answer.text == canonical(prefilled.cells.get(self.key, ""), self.column, own)):
            return "", said
        if answer.is_repaired:
            return answer.text, Repair(REPAIR, place, str(cell), answer.text)
        if not own and said is None:
            self.clean[cell] = answer.text
        return answer.text, None

    def read_locked(self, cell: Cell, prefilled: PrefilledRow, place: str) -> tuple[str, Fault | Repair | None]:
        """What was filled in beforehand: an emptied cell is restored, another value is a fault."""
        given = canonical(prefilled.cells.get(self.key, ""), self.column, tuple(prefilled.choices.get(self.key, ())))
        answer = understand(cell, self.column)
        found = answer.text if isinstance(answer, Understood) else answer.found
        if same(found) == same(given):
            return given, None
        if not found:
            return given, Repair(REPAIR, place, "", given)
        return given, Fault.at("W-10", place, found=found, expected=given or "пусто")

    def text(self, cell: Cell) -> str:
        """What a cell says, right or wrong: the key of a row."""
        answer = understand(cell, self.column)
        return answer.text if isinstance(answer, Understood) else plain_text(cell)
