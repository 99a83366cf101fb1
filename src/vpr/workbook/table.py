"""What a reader gives back: sheets of plain cells, or the trouble that kept the file from being read."""

from dataclasses import dataclass, field
from enum import StrEnum

#: Numbers are numbers, everything else is text; an empty cell is "".
Cell = str | int | float

#: Formats that a reader takes.
XLSX, ODS, XLS = "xlsx", "ods", "xls"


class Trouble(StrEnum):
    """Why a file could not be read. The words for a person are the app's."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_WORKBOOK = "not_a_workbook"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_MANY_MEMBERS = "too_many_members"
    TOO_BIG_INSIDE = "too_big_inside"
    DUPLICATE_MEMBERS = "duplicate_members"
    DOCTYPE = "doctype"
    FAR_CELL = "far_cell"
    TOO_SLOW = "too_slow"
    CRASHED = "crashed"


class Unreadable(Exception):
    """A file that is not read any further. Raised inside the floor; the pool's answer is a value."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}")
        self.trouble = trouble
        self.detail = detail


@dataclass(frozen=True)
class SheetCells:
    """Cells from A1 on: `rows[r][c]` is row r + 1. `row_count` may be larger than what was kept."""

    title: str
    rows: list[list[Cell]]
    row_count: int
    is_hidden: bool = False


@dataclass(frozen=True)
class Workbook:
    kind: str
    sheets: list[SheetCells]
    properties: dict[str, str] = field(default_factory=dict)
    error_cells: list[tuple[str, str]] = field(default_factory=list)  # (sheet, D17) that hold #Н/Д and the like


@dataclass(frozen=True)
class Failure:
    """The pool's answer for a file that cannot be read."""

    trouble: Trouble
    detail: str = ""
