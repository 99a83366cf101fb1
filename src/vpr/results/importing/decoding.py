"""A column of texts -> a column of numbers: every distinct text is understood once, then spread over the rows. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vpr.kernel.points import NOT_ATTEMPTED, NOT_TAUGHT
from vpr.results.importing.cells import EMPTY, GARBAGE, Understood
from vpr.results.importing.columns import Column
from vpr.workbook.headers import plain_text

Numbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Repaired:
    """Rows of one column whose text needed this kind of repair."""

    kind: str
    header: str
    column: Column
    rows: Numbers
    after: str


@dataclass(frozen=True)
class Decoded:
    header: str
    column: Column
    values: Numbers
    repaired: list[Repaired]

    def text(self, row: int) -> str:
        return self.column.text(row)


def decode(header: str, column: Column, read: Callable[[str], Understood]) -> Decoded:
    """Numbers of a column and the repairs that were needed."""
    understood = [read(text) for text in column.texts]
    values = np.array([one.value for one in understood], dtype=np.int32)[column.index]
    repaired = []
    for number, one in enumerate(understood):
        if one.repair:
            rows = np.flatnonzero(column.index == number).astype(np.int32)
            if rows.size:
                repaired.append(Repaired(one.repair, header, column, rows, spoken(one.repair, one.value)))
    return Decoded(header, column, values, repaired)


#: Words of the form instead of the ledger's codes.
_GENDERS = {1: "м", 2: "ж"}
_WORDS = {
    NOT_ATTEMPTED: "X",
    NOT_TAUGHT: "не пройд.",
    EMPTY: "не указано",
    GARBAGE: "не учтено",
}


def spoken(repair: str, value: int) -> str:
    """What a report says is stored, in the words of the form."""
    if repair == "gender":
        return _GENDERS[value]
    if repair == "absent":
        return "отсутствовал"
    if repair == "variant":
        return "не учтён"
    return {"journal_mark": "нет отметки", "unknown_gender": "не указан"}.get(repair) or _WORDS.get(value, str(value))


def typed(text: str, after: str) -> str:
    """What a report says stood in the cell: what looks the same as the repaired value is told apart."""
    bare = plain_text(text)
    if after == "X" and bare in ("Х", "х"):
        return f"{bare} (русская буква)"
    return f"«{text}» (с пробелами)" if bare == after else text
