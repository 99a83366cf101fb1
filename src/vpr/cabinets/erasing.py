"""Names of staff are kept for a term. An upper app that stores some registers its own eraser in `ready()`."""

from collections.abc import Callable
from datetime import datetime

#: Erases what has not been needed since the given moment; returns how many people were forgotten.
Eraser = Callable[[datetime], int]
_erasers: list[Eraser] = []


def register_eraser(eraser: Eraser) -> None:
    _erasers.append(eraser)


def erasers() -> tuple[Eraser, ...]:
    return tuple(_erasers)
