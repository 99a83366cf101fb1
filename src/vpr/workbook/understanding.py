"""One cell of a declared form as understood: every safe repair, or the reason why not. Pure.

`Understood.text` is the one spelling that the rest of the house meets: `Да`, `3`, `01.04.2026`.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from vpr.workbook.declaration import Column, ColumnKind
from vpr.workbook.filling import DAY
from vpr.workbook.headers import plain_text
from vpr.workbook.table import Cell

#: Stands in a cell that holds #Н/Д and the like: the reader gives such cells as empty.
FORMULA_ERROR = "#ошибка"
LONGEST_TEXT = 500

_WHOLE = re.compile(r"^[+-]?\d{1,12}(?:[.,]0{1,6})?$")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?: |$))")
_ISO = re.compile(r"^(\d{4})-(\d\d)-(\d\d)(?:[ T]00:00(?::00)?)?$")
_DAY = re.compile(r"^(\d{1,2})[./,\-](\d{1,2})[./,\-](\d{4}|\d{2})\.?(?: ?г\.?(?:ода)?)?$")
_WORDED = re.compile(r"^(\d{1,2}) ([а-я]+) (\d{4})(?: ?г\.?(?:ода)?)?$")
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
#: Spreadsheets count days from here; a date whose format was lost arrives as such a number.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)  # 2000 to 2099
#: Latin letters that look like Russian ones: «Hет» typed in the other layout is still read.
_LOOK_ALIKE = str.maketrans("aceopxykmthb", "асеорхукмтнв")
_DIGIT_LOOK_ALIKE = str.maketrans("ОоOo", "0000")


class Reason(StrEnum):
    NOT_IN_LIST = "not_in_list"
    NOT_WHOLE = "not_whole"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    TOO_LONG = "too_long"
    FORMULA = "formula"


@dataclass(frozen=True)
class Understood:
    text: str
    is_repaired: bool = False


@dataclass(frozen=True)
class Misread:
    reason: Reason
    found: str


Answer = Understood | Misread
_EMPTY = Understood("")


def understand(cell: Cell, column: Column, allowed: tuple[str, ...] = ()) -> Answer:
    """The cell as its column wants it; `allowed` is the row's own drop-list in place of the column's."""
    if cell == "":
        return _EMPTY
    is_text = isinstance(cell, str)
    allowed = allowed or column.allowed
    text = plain_text(cell) if is_text else _number_text(cell)
    if not text:
        return _EMPTY
    if text == FORMULA_ERROR:
        return Misread(Reason.FORMULA, text)
    if allowed:
        return _choice(cell, text, allowed)
    if column.kind in (ColumnKind.INTEGER, ColumnKind.ORDINAL, ColumnKind.POINTS):
        return _integer(cell, text, column)
    if column.kind is ColumnKind.DATE:
        return _day(cell, text, column)
    most = column.maximum if isinstance(column.maximum, int) else LONGEST_TEXT
    if len(text) > most:
        return Misread(Reason.TOO_LONG, f"{text[:40]}…")
    return Understood(text, is_repaired=is_text and text != cell)


def _choice(cell: Cell, text: str, allowed: tuple[str, ...]) -> Answer:
    if text in allowed:
        return Understood(text, is_repaired=isinstance(cell, str) and text != cell)
    keys = _keys(allowed)
    for key in (_key(text), _key(_bare_number(text)), _key(text).translate(_LOOK_ALIKE)):
        found = keys.get(key)
        if found is not None:
            return Understood(found, is_repaired=isinstance(cell, str))
    return Misread(Reason.NOT_IN_LIST, text)


@lru_cache(maxsize=2048)
def _keys(allowed: tuple[str, ...]) -> dict[str, str | None]:
    """Allowed texts by what is left of them without case, marks and ё; None for what two of them share."""
    keys: dict[str, str | None] = {}
    for text in allowed:
        for key in {_key(text), _key(text).translate(_LOOK_ALIKE)}:
            keys[key] = None if key in keys else text
    return keys


def _key(text: str) -> str:
    bare = text.lower().replace("ё", "е").replace("–", "-").replace("—", "-").replace("«", '"').replace("»", '"')
    return re.sub(r"\s*([-/,;()])\s*", r"\1", bare).strip(" .;,")


def _bare_number(text: str) -> str:
    return re.sub(r"^(\d+)[.,]0+$", r"\1", text)


def _integer(cell: Cell, text: str, column: Column) -> Answer:
    bare = _THOUSANDS.sub("", text)
    if any(letter.isdigit() for letter in bare) or len(bare) == 1:
        bare = bare.translate(_DIGIT_LOOK_ALIKE)
    if not _WHOLE.match(bare):
        return Misread(Reason.NOT_WHOLE, text)
    number = int(float(bare.replace(",", ".")))
    low = column.minimum if isinstance(column.minimum, int) else (1 if column.kind is ColumnKind.ORDINAL else 0)
    high = column.maximum if isinstance(column.maximum, int) else column.max_points or None
    if number < low or (high is not None and number > high):
        return Misread(Reason.OUT_OF_RANGE, text)
    return Understood(str(number), is_repaired=isinstance(cell, str) and cell != str(number))


def _day(cell: Cell, text: str, column: Column) -> Answer:
    day = _serial(cell) if not isinstance(cell, str) else _day_of(text)
    if day is None:
        return Misread(Reason.NOT_A_DATE, text)
    low, high = column.minimum, column.maximum
    if (isinstance(low, date) and day < low) or (isinstance(high, date) and day > high):
        return Misread(Reason.DATE_OUT_OF_RANGE, f"{day:{DAY}}")
    shown = f"{day:{DAY}}"
    return Understood(shown, is_repaired=text != shown and not _ISO.match(text))


def _day_of(text: str) -> date | None:
    low = text.lower()
    if match := _ISO.match(low):
        parts = int(match[1]), int(match[2]), int(match[3])
    elif match := _DAY.match(low):
        year = int(match[3])
        parts = year if year > 99 else 2000 + year, int(match[2]), int(match[1])
    elif match := _WORDED.match(low):
        month = next((at for at, word in enumerate(_MONTHS, 1) if match[2].startswith(word)), 0)
        parts = int(match[3]), month, int(match[1])
    else:
        return _serial(int(low)) if low.isascii() and low.isdigit() and len(low) == 5 else None
    try:
        return date(*parts)
    except ValueError:
        return None


def _serial(cell: Cell) -> date | None:
    if isinstance(cell, float) and not cell.is_integer():
        return None
    return _SERIAL_ZERO + timedelta(days=int(cell)) if int(cell) in _SERIALS else None


def _number_text(cell: Cell) -> str:
    """A number as a person would write it: 3 for 3.0, 1,5 for 1.5."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    return str(cell)


def canonical(text: str, column: Column, allowed: tuple[str, ...] = ()) -> str:
    """A prefilled text in the one spelling; what the column would not take stays as it is."""
    answer = understand(text, column, allowed)
    return answer.text if isinstance(answer, Understood) else plain_text(text)
