"""One-time activation codes: 100 random bits in twenty characters that survive paper, telephone and a Russian keyboard."""

import hashlib
import hmac
import secrets

#: Crockford's alphabet: no I, L, O, U, so nothing is mistaken for 1, 0 or V.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
BITS = LENGTH * 5
_GROUP = 4
_LOOKALIKES = str.maketrans("АВЕКМНОРСТХУЗOIL", "ABEKMH0PCTXY3011")
_SEPARATORS = str.maketrans("", "", " -–—−.\u00a0\t\n\r")


def new_code() -> str:
    """A fresh code in groups: `7K2M-9QXA-...`."""
    number = secrets.randbits(BITS)
    return grouped("".join(ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5)))


def grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def normal_code(typed: str) -> str | None:
    """What was meant: case, spaces and Cyrillic look-alikes do not matter. None: it cannot be a code."""
    bare = typed.upper().translate(_SEPARATORS).translate(_LOOKALIKES)
    return grouped(bare) if len(bare) == LENGTH and set(bare) <= set(ALPHABET) else None


def digest(code: str, *, key: bytes) -> str:
    """What is stored instead of the code: HMAC-SHA-256 in hex. 100 random bits need no slow hash."""
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()
