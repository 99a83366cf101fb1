"""Counts of the matrix: what one cell, one row, one column of it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Counts(NamedTuple):
    """Forms of some units: `expected` = early + missing + checking + faulty + accepted; `late` are among the uploaded.

    A tuple and not a dataclass: the matrix of the country adds 1,300 of them for every look at it.
    """

    expected: int = 0
    checking: int = 0
    faulty: int = 0
    accepted: int = 0
    late: int = 0
    participants: int = 0
    participants_accepted: int = 0
    early: int = 0  # not uploaded, and the upload has not begun yet
    overdue: int = 0  # missing although the main window has closed

    @property
    def uploaded(self) -> int:
        return self.checking + self.faulty + self.accepted

    @property
    def missing(self) -> int:
        """Not uploaded although it is time."""
        return self.expected - self.uploaded - self.early

    @property
    def percent(self) -> float | None:
        """Accepted participants of the expected ones; None: their number is not known."""
        return 100 * self.participants_accepted / self.participants if self.participants else None

    @property
    def tone(self) -> str:
        if self.faulty or self.overdue:
            return "stop"
        if self.early == self.expected:
            return "neutral"
        return "attention" if self.missing or self.checking else "ok"

    def placed(self, *, has_begun: bool, is_over: bool, extended: int = 0) -> Counts:
        """The same counts, what is not uploaded put where the dates of the form say; `extended` have a later end."""
        absent = self.expected - self.uploaded
        return self._replace(early=0 if has_begun else absent, overdue=max(absent - extended, 0) if is_over else 0)


NOTHING = Counts()


def total_of(counts: Sequence[Counts]) -> Counts:
    return Counts(*map(sum, zip(*counts, strict=True))) if counts else NOTHING
