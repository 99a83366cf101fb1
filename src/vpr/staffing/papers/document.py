"""A document as plain data. Both writers read it; its fingerprint tells whether anything has changed since printing."""

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Table:
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]  # parts of the width of the page


@dataclass(frozen=True)
class Document:
    """An order: letterhead, number and date, heading, preamble, numbered points, signature, appendices."""

    school: str
    number: str
    date: str
    heading: str
    preamble: str
    points: tuple[str, ...]
    head_post: str
    head_name: str
    acquainted: tuple[str, ...]  # who signs that they have read it
    tables: tuple[Table, ...] = ()

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)
