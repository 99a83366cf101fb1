"""Small tables that an organizer uploads or types: declared once, found by header text, read flat with cell addresses. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from vpr.kernel.faults import Fault
from vpr.workbook.declaration import column_letter
from vpr.workbook.headers import header_key, plain_text


@dataclass(frozen=True)
class TableColumn:
    """One column: `key` for code, `title` for people, `aliases` for the other spellings of the header."""

    key: str
    title: str
    help: str = ""
    width: int = 12
    aliases: tuple[str, ...] = ()
    is_required: bool = False

    @property
    def header_keys(self) -> tuple[str, ...]:
        return tuple(header_key(text) for text in (self.title, *self.aliases))


@dataclass(frozen=True)
class Table:
    """A table of one sheet: template, reader, export and help page are derived from it."""

    key: str
    title: str  # also the name of the sheet
    columns: tuple[TableColumn, ...]
    instruction: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A row as typed: texts by column key; `place` gives the address that a fault names."""

    texts: dict[str, str]
    place: Callable[[str], str] = field(compare=False)

    def __getitem__(self, key: str) -> str:
        return self.texts.get(key, "")

    def fault(self, kind: str, key: str, /, **details: object) -> Fault:
        return Fault(kind, self.place(key), tuple((name, str(value)) for name, value in details.items()))


#: The header may stand below a title: it is looked for in so many first rows.
HEADER_ROWS = 15


def lines_of(table: Table, rows: Sequence[Sequence[object]], sheet: str) -> tuple[list[Line], list[Fault]]:
    """Rows below the header as lines, empty ones left out; faults when columns or rows are missing."""
    header = _find_header(table, rows)
    if header is None:
        first = next(column for column in table.columns if column.is_required)
        return [], [Fault.at("S-01", sheet, title=first.title)]
    at, places = header
    missing = [column.title for column in table.columns if column.is_required and column.key not in places]
    if missing:
        return [], [Fault.at("S-01", f"{sheet}!A{at + 1}", title=title) for title in missing]
    lines = list(_lines(rows, at, places, sheet))
    return lines, [] if lines else [Fault.at("S-02", sheet)]


def _find_header(table: Table, rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]] | None:
    """The row that names the most columns; None when no row names two (or all of a narrower table)."""
    best: tuple[int, dict[str, int]] | None = None
    for at, row in enumerate(rows[:HEADER_ROWS]):
        places = _columns_in(table, row)
        if len(places) >= min(2, len(table.columns)) and (best is None or len(places) > len(best[1])):
            best = (at, places)
    return best


def _columns_in(table: Table, row: Sequence[object]) -> dict[str, int]:
    keys = [header_key(plain_text(cell)) for cell in row]
    return {
        column.key: next(at for at, key in enumerate(keys) if key in column.header_keys)
        for column in table.columns
        if any(key in column.header_keys for key in keys)
    }


def _lines(rows: Sequence[Sequence[object]], at: int, places: dict[str, int], sheet: str) -> Iterator[Line]:
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        texts = {key: cell_text(row[index]) if index < len(row) else "" for key, index in places.items()}
        if any(texts.values()):
            yield Line(texts, _address(sheet, number, places))


def _address(sheet: str, number: int, places: dict[str, int]) -> Callable[[str], str]:
    return lambda key: f"{sheet}!{column_letter(places.get(key, 0))}{number}"


def cell_text(value: object) -> str:
    """Text of a cell; a whole number loses the `.0` that spreadsheets give it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return plain_text(str(value).replace("\x00", ""))  # PostgreSQL keeps no NUL


def whole_number(text: str, least: int, most: int) -> int | None:
    """A whole number of the range, else None."""
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        return None
    number = int(text)
    return number if least <= number <= most else None
