"""Schools and municipalities as a file tells them. Pure."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from vpr.results.importing import cells
from vpr.results.importing.columns import SheetColumns
from vpr.results.importing.layouts import Layout
from vpr.results.importing.rows import participant_rows
from vpr.workbook.headers import plain_text

_TAG = re.compile(r"\breg(\d{2})_vpr_m(\d{3})\b")  # 2020: among the access groups of the school
_CODE = re.compile(r"^reg(\d{2})_(?:vpr_)?m(\d{3})$")


@dataclass(frozen=True)
class SchoolFacts:
    """What the rows of one school say; empty: not told. `municipality_code` like reg22_m045."""

    code: str
    name: str = ""
    municipality_code: str = ""
    municipality_name: str = ""


def schools_of(sheet: SheetColumns, layout: Layout) -> dict[str, SchoolFacts]:
    """Code -> facts; where the rows of a school disagree, most of them win."""
    if layout.is_form:
        return {}
    rows = participant_rows(sheet, layout)
    # 2021: the column «регион» really holds the municipality (DOMAIN §5.2)
    by_generation = {2020: "groups", 2021: "region", 2022: "municipality"}
    named = ["login", by_generation.get(layout.generation, "municipality"), "school"]
    numbers = [layout.roles.get(role) for role in named]
    index = np.stack(
        [np.zeros(len(rows), dtype=np.int32) if n is None else sheet.columns[n].index[rows] for n in numbers], axis=1
    )
    votes: dict[str, Counter[tuple[str, str]]] = {}
    for distinct, count in zip(*np.unique(index, axis=0, return_counts=True), strict=True):
        login, place, school = (
            "" if n is None else sheet.columns[n].texts[i] for n, i in zip(numbers, distinct, strict=True)
        )
        code = cells.school(login)
        if code:
            votes.setdefault(code, Counter())[(place, school)] += int(count)
    return {code: _facts(code, *counter.most_common(1)[0][0]) for code, counter in votes.items()}


def _facts(code: str, place: str, school: str) -> SchoolFacts:
    tag = _TAG.search(place)
    if tag is not None and tag[1] == code[:2]:
        return SchoolFacts(code, _after_bar(school), f"reg{tag[1]}_m{tag[2]}")
    head, bar, tail = (part.strip() for part in plain_text(place).partition("|"))
    match = _CODE.match(head)
    if match is not None and match[1] == code[:2]:  # a municipality of another region is not this school's
        return SchoolFacts(code, _after_bar(school), f"reg{match[1]}_m{match[2]}", tail)
    if "," in place and "-RU-" in place:  # access groups without the tag of a municipality
        return SchoolFacts(code, _after_bar(school))
    return SchoolFacts(code, _after_bar(school), "", tail if bar else head)


def _after_bar(text: str) -> str:
    """«edu223843 | МБОУ "Серебропольская СОШ"» -> the name."""
    _, bar, name = plain_text(text).partition("|")
    return name.strip() if bar else ""


def folded(name: str) -> str:
    """Key of a name: case, ё and blanks do not matter."""
    return plain_text(name).lower().replace("ё", "е")


def derived_code(region: str, name: str, taken: Iterable[str]) -> str:
    """A code for a municipality of which only the name is known: stable, from m500 on, where no real code was seen.

    `region`: two digits. Names that meet take the next free number.
    """
    used = set(taken)
    start = int(hashlib.sha256(folded(name).encode()).hexdigest(), 16) % 500
    for step in range(500):
        code = f"reg{region}_m{500 + (start + step) % 500:03d}"
        if code not in used:
            return code
    raise ValueError(f"no free municipality code in region {region}")
