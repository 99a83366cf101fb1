"""Expat over the parts of a workbook: no DOCTYPE, no far cell; counts what calamine silently drops."""

import re
from collections.abc import Callable
from xml.parsers import expat

from vpr.workbook.declaration import column_letter
from vpr.workbook.table import Trouble, Unreadable

#: A regional export of one assessment has up to 30,000 rows; anything beyond is no school's form and may be a bomb.
MAX_ROW = 100_000
MAX_COLUMN = 1_000
MAX_AREA = 4_000_000
MAX_ERRORS = 500
MAX_DEPTH = 200

_NEAR = rb"[A-Z]{0,2}+\d{1,4}+"
#: Any `r=` that is not a row below 10,000 or a cell of it left of AAA: only then are the cells visited one by one.
#: The literal first letter and the usual spelling, tried first, keep the search fast.
_MAY_BE_FAR = re.compile(rb"""r(?!="%b")(?<![\w:.-]r)\s*=\s*(?!"%b"|'%b')""" % (_NEAR, _NEAR, _NEAR))
#: The same for an export: rows below 100,000, left of column DA; 10 million cells, however they lie.
_NEAR_IN_EXPORT = rb"(?:[A-C]?[A-Z])?+\d{1,5}+"
_MAY_BE_FAR_IN_EXPORT = re.compile(
    rb"""r(?!="%b")(?<![\w:.-]r)\s*=\s*(?!"%b"|'%b')""" % (_NEAR_IN_EXPORT, _NEAR_IN_EXPORT, _NEAR_IN_EXPORT)
)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]

_REFERENCE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")


def parse(body: bytes, start: Start | None = None, end: End | None = None, text: End | None = None) -> None:
    """Raises `Unreadable` for a DOCTYPE, text that is not well-formed, or what the callbacks refuse."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    if start is not None:
        parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise Unreadable(Trouble.BROKEN, expat.ErrorString(error.code)) from error
    except (ValueError, LookupError) as error:  # an encoding that expat does not know
        raise Unreadable(Trouble.BROKEN, "encoding") from error


def _refuse_doctype(*_: object) -> None:
    raise Unreadable(Trouble.DOCTYPE)


def is_plain(body: bytes) -> bool:
    """UTF-8 text without any `<!`: no DOCTYPE can hide in it, so expat is spared. Not well-formed text fails later."""
    head = body[:200].lower()
    if b"\x00" in head or (b"encoding" in head and b"utf-8" not in head):
        return False
    return b"!" not in body or b"<!" not in body  # one letter is found several times faster than two


def is_plainly_near(body: bytes) -> bool:
    """A worksheet without far cells and without error cells, as one scan of its plain bytes can tell."""
    has_errors = b'"e"' in body or (b"'" in body and b"'e'" in body)
    return is_plain(body) and not has_errors and not _MAY_BE_FAR.search(body)


def is_plainly_near_in_export(body: bytes) -> bool:
    """A worksheet of an export without far cells; its error cells are nobody's question."""
    return is_plain(body) and not _MAY_BE_FAR_IN_EXPORT.search(body)


class SheetCellsCheck:
    """One worksheet of .xlsx: cells with a value must lie near A1; cells of type «error» are listed."""

    def __init__(self) -> None:
        self.error_cells: list[str] = []
        self._cell = ""
        self._is_error = False
        self._rows = 1
        self._columns = 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c" or tag.endswith(":c"):
            self._cell = attributes.get("r", "")
            self._is_error = attributes.get("t") == "e"
        elif self._cell and tag.rpartition(":")[2] in ("v", "is", "f"):
            # an empty cell that only has a format allocates nothing, wherever it lies
            self._note(self._cell)
            if self._is_error and len(self.error_cells) < MAX_ERRORS:
                self.error_cells.append(self._cell)
            self._cell = ""

    def end(self, tag: str) -> None:
        if tag == "c":
            self._cell = ""

    def _note(self, cell: str) -> None:
        match = _REFERENCE.match(cell)
        if match is None:
            raise Unreadable(Trouble.BROKEN, "cell reference")
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - 64
        row = int(match[2])
        if row > self._rows or column > self._columns:
            self._rows, self._columns = max(self._rows, row), max(self._columns, column)
            if self._rows > MAX_ROW or self._columns > MAX_COLUMN or self._rows * self._columns > MAX_AREA:
                raise Unreadable(Trouble.FAR_CELL, cell)


class OdsCells:
    """content.xml of .ods: repeated rows and cells are multiplied out before a parser does it."""

    def __init__(self) -> None:
        self.error_cells: list[tuple[str, str]] = []
        self._title = ""
        self._row = 0
        self._row_repeat = 1
        self._column = 0
        self._width = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("table:table-cell", "table:covered-table-cell"):
            repeat = int(attributes.get("table:number-columns-repeated", "1"))
            self._column += repeat
            if "office:value-type" in attributes or "calcext:value-type" in attributes:
                self._note(attributes)
        elif tag == "table:table-row":
            self._row_repeat = int(attributes.get("table:number-rows-repeated", "1"))
            self._row += self._row_repeat
            self._column = 0
        elif tag == "table:table":
            self._title, self._row, self._width = attributes.get("table:name", ""), 0, 0

    def _note(self, attributes: dict[str, str]) -> None:
        self._width = max(self._width, self._column)
        if self._row > MAX_ROW or self._width > MAX_COLUMN or self._row * self._width > MAX_AREA:
            raise Unreadable(Trouble.FAR_CELL, f"строка {self._row}, столбец {self._column}")
        if attributes.get("calcext:value-type") == "error" and len(self.error_cells) < MAX_ERRORS:
            self.error_cells.append((self._title, f"{column_letter(self._column - 1)}{self._row}"))


class Relations:
    """Titles of the sheets by the member that holds them."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []  # xl/workbook.xml and its relations
        self._sheets: dict[str, str] = {}
        self._targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "sheet":
            key = next((value for at, value in attributes.items() if at.endswith(":id")), "")
            self._sheets[key] = attributes.get("name", "")
        elif name == "Relationship":
            self._targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def titles(self) -> dict[str, str]:
        for part in self.parts:
            parse(part, self.start)
        return {
            "xl/" + target.removeprefix("/xl/").removeprefix("xl/"): self._sheets[key]
            for key, target in self._targets.items()
            if key in self._sheets
        }
