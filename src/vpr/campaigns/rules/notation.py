"""Task lists as one line of text: `1К1:4 2:3 | 4:2П` is what the reference files and the editor's paste box share. Pure."""

import re
from dataclasses import dataclass

_PLACE = re.compile(r"^(?P<code>[^\s:|]{1,16}):(?P<most>\d{1,3})(?P<letter>[БПВ]?)$")
DIFFICULTY_OF_LETTER = {"": "basic", "Б": "basic", "П": "advanced", "В": "high"}
UNKNOWN_DIFFICULTY = "unknown"


@dataclass(frozen=True)
class PlaceText:
    """One task place as written: its code, maximum, difficulty key and part (1 or 2)."""

    code: str
    max_points: int
    difficulty: str
    part: int


def parse_places(text: str) -> tuple[PlaceText, ...]:
    """Places in order; `|` starts part 2. ValueError names the first wrong word."""
    part, places = 1, []
    for word in text.split():
        if word == "|":
            part += 1
            continue
        match = _PLACE.match(word)
        if match is None:
            raise ValueError(f"not a task place: {word!r}; expected like 12.1:2П")
        places.append(PlaceText(match["code"], int(match["most"]), DIFFICULTY_OF_LETTER[match["letter"]], part))
    return tuple(places)


def top_task(code: str) -> str:
    """The task that a place belongs to: `10.2К1` -> `10`, `4К2` -> `4`."""
    match = re.match(r"\d+", code)
    return match[0] if match else code
