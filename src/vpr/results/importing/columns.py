"""A column as its distinct cells and an index: a value is understood once, however often it occurs. Pure."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Index = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Column:
    """`texts[index[r]]` is the text of row r. Texts are as typed; a whole number has no fraction."""

    texts: list[str]
    index: Index

    def text(self, row: int) -> str:
        return self.texts[int(self.index[row])]

    def counts(self) -> npt.NDArray[np.int64]:
        """How many rows hold each distinct text."""
        return np.bincount(self.index, minlength=len(self.texts))

    def rows_at(self, rows: Index) -> "Column":
        return Column(self.texts, self.index[rows])

    def is_filled(self, rows: Index) -> npt.NDArray[np.bool_]:
        """Which of these rows hold more than blanks."""
        return np.array([text.strip() != "" for text in self.texts])[self.index[rows]]


@dataclass(frozen=True)
class SheetColumns:
    """A sheet from A1 on: every column over all rows. `head`: the first rows as lists of texts."""

    title: str
    head: list[list[str]]
    columns: list[Column]
    row_count: int


@dataclass(frozen=True)
class Tables:
    """What a file holds; `properties`: its custom document properties, where our forms say whose they are."""

    sheets: list[SheetColumns]
    properties: dict[str, str]
