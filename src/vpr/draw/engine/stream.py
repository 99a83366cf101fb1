"""Randomness that anybody can repeat: SHA-256 in counter mode under a key made of the seed and the place of use."""

import hashlib
import hmac
import struct
from collections.abc import MutableSequence
from typing import TypeVar

Item = TypeVar("Item")
_FOUR = struct.Struct(">4Q")


class Stream:
    """An endless row of numbers; the same seed and words give the same row on every machine."""

    def __init__(self, seed: bytes, *words: str) -> None:
        self._key = hmac.new(seed, "\n".join(words).encode(), hashlib.sha256).digest()
        self._block = 0
        self._waiting: list[int] = []

    def below(self, limit: int) -> int:
        """A number 0 ... limit - 1, each with the same chance; `limit` is at most 2**64."""
        if limit <= 1:
            return 0
        bound = (1 << 64) - (1 << 64) % limit  # numbers from here on would favor the small ones
        while True:
            number = self._next()
            if number < bound:
                return number % limit

    def shuffle(self, items: MutableSequence[Item]) -> None:
        """Every order with the same chance (Fisher and Yates)."""
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]

    def _next(self) -> int:
        if not self._waiting:
            block = hashlib.sha256(self._key + self._block.to_bytes(8, "big")).digest()
            self._waiting = list(_FOUR.unpack(block))
            self._block += 1
        return self._waiting.pop()
