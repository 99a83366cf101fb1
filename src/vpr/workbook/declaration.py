"""A form as data: sheets and columns declared once; template, reader, checks, browser grid and help page are derived."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

#: Rows that a sheet of participants reserves below its header (DOMAIN §3: 1,500 codes per grade).
ROWS_RESERVED = 1500


class ColumnKind(StrEnum):
    CODE = "code"  # participant code: a whole number of a range
    CHOICE = "choice"  # one of `allowed`
    POINTS = "points"  # 0..max_points or X
    ORDINAL = "ordinal"  # 1..max_points, e.g. the ordinal of a class
    TEXT = "text"
    TOTAL = "total"  # computed from the points
    INTEGER = "integer"  # a whole number, `minimum`..`maximum`
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """One column. `key` is what code calls it, `title` what the sheet's header says."""

    key: str
    title: str
    kind: ColumnKind
    help: str = ""
    width: float = 9
    allowed: tuple[str, ...] = ()  # texts a person may choose or type, in the order of the drop-list
    max_points: int = 0
    aliases: tuple[str, ...] = ()  # header spellings of other years, compared after `headers.header_key`
    depends_on: str | None = None  # key of the criterion whose 0 or X leaves only 0 and X here
    part: int = 1
    is_required: bool = True  # score forms: the sheet must have it; declared kinds: a filled row must have its cell
    is_locked: bool = False
    minimum: int | date | None = None  # of a whole number or a date, inclusive
    maximum: int | date | None = None  # of a text: its greatest length
    suggested: tuple[str, ...] = ()  # a drop-list of a text: other spellings are let in and understood by the subject
    holds_staff: bool = False  # names and telephones of employees may stand here; of children nowhere


@dataclass(frozen=True)
class Sheet:
    """A sheet of rows below one header row.

    `row_key` names the column that tells prefilled rows apart; "" when every row is typed by a person.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    row_key: str = ""
    rows_reserved: int = ROWS_RESERVED  # most rows that a person may have
    may_add_rows: bool = False  # a person adds rows of her own and leaves out prefilled ones
    aliases: tuple[str, ...] = ()
    help: str = ""

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def index(self, key: str) -> int:
        return next(at for at, column in enumerate(self.columns) if column.key == key)

    def letter(self, key: str) -> str:
        """Column letter of the declared layout: what addresses of the browser grid are made of."""
        return column_letter(self.index(key))


@dataclass(frozen=True)
class Form:
    """A workbook: the sheets to fill in, the words of its first sheet, who it is for."""

    key: str  # result_form
    version: str  # of the template; a change of layout changes it
    title: str
    subtitle: str
    file_name: str
    sheets: tuple[Sheet, ...]
    instruction: tuple[str, ...]
    identity: tuple[tuple[str, str], ...] = ()  # what a returned workbook must still say of itself
    code_from: int | None = None
    code_to: int | None = None

    @property
    def sheet(self) -> Sheet:
        """The first one; score forms have no other."""
        return self.sheets[0]

    def identity_value(self, name: str) -> str:
        return dict(self.identity).get(name, "")


@lru_cache(maxsize=1024)
def column_letter(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(sheet: str, row: int, index: int) -> str:
    """`Протокол!D17` for 1-based row and 0-based column; a title with blanks is quoted as spreadsheets do."""
    title = f"'{sheet}'" if " " in sheet else sheet
    return f"{title}!{column_letter(index)}{row}"
