"""A zip container written member by member. Own code instead of `zipfile`: ten times as fast, and without dates."""

import struct
import zlib
from typing import NamedTuple, Self

_STORED, _DEFLATED = 0, 8
_UTF8 = 0x800
_DATED = 0x0021  # 1 January 1980: archives of equal members are equal
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


class Packed(NamedTuple):
    """Bytes as a container holds them."""

    method: int
    crc: int
    size: int
    body: bytes


def stored(body: bytes) -> Packed:
    return Packed(_STORED, zlib.crc32(body), len(body), body)


def deflated(body: bytes, level: int) -> Packed:
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Packed(_DEFLATED, zlib.crc32(body), len(body), deflate.compress(body) + deflate.flush())


class Packing:
    """Members in the order in which they are added."""

    def __init__(self) -> None:
        self._file = bytearray()
        self._directory = bytearray()
        self._count = 0

    def copy(self) -> Self:
        """The same members so far; what is added to the copy is not added here."""
        made = type(self)()
        made._file += self._file
        made._directory += self._directory
        made._count = self._count
        return made

    def add(self, name: str, packed: Packed) -> None:
        method, crc, size, body = packed
        raw, offset = name.encode(), len(self._file)
        flags = 0 if name.isascii() else _UTF8
        self._file += _LOCAL.pack(b"PK\x03\x04", 20, flags, method, 0, _DATED, crc, len(body), size, len(raw), 0)
        self._file += raw
        self._file += body
        self._directory += _CENTRAL.pack(
            b"PK\x01\x02", 20, 20, flags, method, 0, _DATED, crc, len(body), size, len(raw), 0, 0, 0, 0, 0, offset
        )
        self._directory += raw
        self._count += 1

    def content(self) -> bytes:
        """The whole container."""
        end = _END.pack(b"PK\x05\x06", 0, 0, self._count, self._count, len(self._directory), len(self._file), 0)
        return b"".join((self._file, self._directory, end))
