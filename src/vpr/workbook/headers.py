"""One key for the many spellings of a header: `5(1) (1б)`, `5.1 (1б)`, `16 (1) (1б)`, `4k1 (3б)`, `11 (1б) ` (DOMAIN §5.2)."""

import re
from dataclasses import dataclass
from functools import lru_cache

_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f\u200b\ufeff]+")
_POINTS = re.compile(r"^(?P<code>.*?)\((?P<points>\d{1,2})б(?:алл(?:а|ов)?)?\.?\)$")
_PLACE = re.compile(r"^\d{1,2}(?:\.\d{1,2})*(?:К\d{1,2})?(?:\.\d{1,2})*$")
#: Letters that look alike on both keyboards; only К is used in codes of criteria.
_LOOK_ALIKE = str.maketrans({"k": "К", "K": "К", "к": "К"})


@dataclass(frozen=True)
class TaskHeader:
    """A header that names a task place: its canonical code and the maximum, when it is written."""

    code: str
    max_points: int | None

    @property
    def number(self) -> str:
        """Of the whole task: «11» of `11.3К1`."""
        return re.split(r"\D", self.code, maxsplit=1)[0]


def plain_text(value: object) -> str:
    """Text of a cell without no-break spaces, doubled and outer blanks."""
    return _BLANKS.sub(" ", str(value)).strip()


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """Lower case, single blanks, ё as е, no blanks around slashes and brackets."""
    key = _BLANKS.sub(" ", text).strip().lower().replace("ё", "е")
    return re.sub(r"\s*([/()])\s*", r"\1", key).rstrip(" .:*")


@lru_cache(maxsize=4096)
def task_header(text: str) -> TaskHeader | None:
    """`16 (1) (1б)` -> ("16.1", 1); `11.3 k1 (2б)` -> ("11.3К1", 2); None when the text is no task place."""
    bare = _BLANKS.sub("", text)
    match = _POINTS.match(bare)
    code, points = (match["code"], int(match["points"])) if match else (bare, None)
    code = task_code(code)
    return TaskHeader(code, points) if _PLACE.match(code) else None


def task_code(text: str) -> str:
    """Canonical code of a task place: `5(1)` -> `5.1`, `4k1` -> `4К1`, `5_1` -> `5.1`."""
    code = _BLANKS.sub("", text).translate(_LOOK_ALIKE)
    code = re.sub(r"\((\w+)\)", r".\1", code).replace("_", ".").replace(",", ".")
    return re.sub(r"\.К", "К", code).rstrip(".")
