"""Rows of a list of candidates: what is wrong with each. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vpr.kernel.faults import Fault

PARENT = "parent"
_CLASS = re.compile(r"\s*(\d{1,2})\s*[-\"«]?\s*([а-яёa-z]|\d)?\s*[\"»]?\s*", re.I)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


@dataclass(frozen=True)
class CandidateRow:
    """One line as understood. `works_at` and `children_at` are codes of schools, "" for none."""

    name: str
    phone: str
    email: str = ""
    may_be_mailed: bool = False
    standing: str = "other"
    employer: str = ""
    works_at: str = ""
    children_at: str = ""
    children_classes: tuple[str, ...] = ()
    number: int = field(default=0, compare=False)  # of the row in the person's file
    places: Mapping[str, str] = field(default_factory=dict, compare=False)  # column key -> address of the cell

    def at(self, key: str) -> str:
        return self.places.get(key, "")


def classes_of(text: str) -> tuple[str, ...] | None:
    """«5А, 7 «Б»» -> ("5А", "7Б"); None when something is not a class."""
    found = []
    for part in re.split(r"[,;]|\s+и\s+", text):
        match = _CLASS.fullmatch(part)
        if match is None or not 1 <= int(match.group(1)) <= 11:
            return None
        found.append(f"{int(match.group(1))}{(match.group(2) or '').upper()}")
    return tuple(dict.fromkeys(found))


def check_candidates(rows: Sequence[CandidateRow], own_code: str, known_codes: frozenset[str]) -> list[Fault]:
    """`known_codes`: of the codes in the rows, those of schools that exist."""
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for row in rows:
        faults += [*_person(row), *_places(row, own_code, known_codes)]
        key = name_key(row.name)
        if key in first:
            faults.append(Fault.at("O-05", row.at("name"), name=row.name, row=first[key]))
        first.setdefault(key, row.number)
    return faults


def name_key(name: str) -> str:
    return " ".join(name.lower().replace("ё", "е").split())


def _person(row: CandidateRow) -> list[Fault]:
    faults = []
    if row.name and len([word for word in row.name.split() if len(word.strip(".")) > 1]) < 2:
        faults.append(Fault.at("O-06", row.at("name")))
    digits = sum(sign.isdigit() for sign in row.phone)
    if row.phone and not 10 <= digits <= 15:
        faults.append(Fault.at("O-07", row.at("phone"), digits=digits))
    if row.email and not _EMAIL.fullmatch(row.email):
        faults.append(Fault.at("O-08", row.at("email"), typed=row.email))
    if row.may_be_mailed and not row.email:
        faults.append(Fault.at("O-09", row.at("may_be_mailed")))
    return faults


def _places(row: CandidateRow, own_code: str, known_codes: frozenset[str]) -> list[Fault]:
    faults = [
        Fault.at("O-03", row.at(key), typed=code)
        for key, code in (("works_at", row.works_at), ("children_at", row.children_at))
        if code and code not in known_codes
    ]
    if row.works_at == own_code:
        faults.append(Fault.at("O-01", row.at("works_at")))
    if row.standing == PARENT and not (row.children_at and row.children_classes):
        faults.append(Fault.at("O-02", row.at("children_classes" if row.children_at else "children_at")))
    return faults
