"""Rows of a declared form: as they go out to a person and as they come back, whatever carried them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from vpr.workbook.declaration import Sheet, address

_NOTHING: Mapping[str, int] = {}
DAY = "%d.%m.%Y"


def day_of(text: str) -> date:
    """The day that a canonical text names."""
    return datetime.strptime(text, DAY).date()


@dataclass(frozen=True)
class PrefilledRow:
    """A row that the template already holds. Keys are column keys; what is `locked` must come back as it is."""

    cells: Mapping[str, str]
    locked: frozenset[str] = frozenset()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # drop-lists of this row alone


@dataclass(frozen=True)
class FilledRow:
    """A row as understood, after safe repairs: `cells` by column key, "" for an empty one.

    The same row comes from XLSX, ODS, XLS and the browser grid; only `number`, `title` and `places`, which make
    addresses, know where it stood. A date is `01.04.2026`, a whole number its digits, a choice one of the allowed texts.
    A cell that could not be understood is empty here and named in `broken`.
    """

    sheet: Sheet
    number: int  # 1-based, in the sheet of the person
    cells: Mapping[str, str]
    is_prefilled: bool = False  # it answers a prefilled row; otherwise the person added it
    broken: frozenset[str] = frozenset()
    title: str = ""  # of the sheet in the person's file; "" as declared
    places: Mapping[str, int] = field(default_factory=lambda: _NOTHING)  # column key -> 0-based column of the file

    def text(self, key: str) -> str:
        return self.cells.get(key, "")

    def integer(self, key: str) -> int | None:
        text = self.text(key)
        return int(text) if text else None

    def day(self, key: str) -> date | None:
        text = self.text(key)
        return datetime.strptime(text, DAY).date() if text else None

    def is_yes(self, key: str) -> bool:
        return self.text(key).lower() == "да"

    def address(self, key: str) -> str:
        """`Заявка!D7`: where the person finds this cell."""
        place = self.places.get(key)
        return address(self.title or self.sheet.title, self.number, self.sheet.index(key) if place is None else place)
