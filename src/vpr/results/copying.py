"""Scripts as lines of COPY: text in, nothing of the database here. Pure."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vpr.results.scripts import ScriptRow

#: Columns of the ledger in the order of the lines below.
COLUMNS = (
    "campaign_id, assessment_id, region_id, municipality_id, school_id, code, class_name, gender, variant_1, variant_2, "
    "points, raw_score, mark, journal_mark, wave, load_id, as_uploaded"
)
_BLOCK = 1 << 18


@dataclass(frozen=True)
class Place:
    """Where the scripts of one school belong: ids of the units of its path."""

    region_id: int
    municipality_id: int
    school_id: int


def copy_blocks(
    scripts: Iterable[tuple[Place, ScriptRow]], *, campaign_id: int, assessment_id: int, wave: int | None, load_id: int
) -> Iterator[bytes]:
    """CSV of the columns above in blocks of about 256 KB; an empty field is NULL, an empty class is quoted."""
    head = f"{campaign_id},{assessment_id}"
    tail = f"{_text(wave)},{load_id}"
    lines: list[str] = []
    size = 0
    for place, row in scripts:
        line = _line(head, place, row, tail)
        lines.append(line)
        size += len(line)
        if size >= _BLOCK:
            yield "".join(lines).encode()
            lines, size = [], 0
    if lines:
        yield "".join(lines).encode()


def _line(head: str, place: Place, row: ScriptRow, tail: str) -> str:
    points = str(row.points).strip("()").replace("None", "NULL").replace(" ", "").rstrip(",")
    return (
        f"{head},{place.region_id},{place.municipality_id},{place.school_id},{row.code},{_quoted(row.class_name)},"
        f'{_text(row.gender)},{_text(row.variant_1)},{_text(row.variant_2)},"{{{points}}}",{_text(row.raw_score)},'
        f"{_text(row.mark)},{_text(row.journal_mark)},{tail},{_json(row.as_uploaded)}\n"
    )


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _quoted(text: str) -> str:
    # PostgreSQL keeps no NUL in a text; nothing else of what a cell may hold is special inside quotes.
    return '"' + text.replace('"', '""').replace("\x00", "") + '"'


def _json(as_uploaded: dict[str, str]) -> str:
    if not as_uploaded:
        return ""
    return _quoted(json.dumps(as_uploaded, ensure_ascii=False).replace("\\u0000", ""))
