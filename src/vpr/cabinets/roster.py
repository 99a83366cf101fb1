"""A list of coordinators that somebody brings as a table: what is read, what is wrong in it, what it would change."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from vpr.cabinets.cards import PersonCard
from vpr.kernel.faults import Fault
from vpr.workbook.headers import header_key, plain_text
from vpr.workbook.table import Cell

COLUMNS = (
    "Код организации",
    "Организация",
    "Фамилия, имя, отчество",
    "Должность",
    "Телефон",
    "Электронная почта",
    "Документ о назначении",
    "Заменить прежнего",
)
_FIELDS = ("code", "", "person", "post", "phone", "email", "document", "replaces")
_NEEDED = (0, 2)
_HEADER_ROWS = 10
MOST_ROWS = 1000
_EMAIL = re.compile(r"^[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}$")


class Action(StrEnum):
    """What a line of the list would do."""

    APPOINT = "appoint"
    FILL = "fill"  # the seat has no name yet
    UPDATE = "update"
    REPLACE = "replace"
    SAME = "same"


ACTION_TITLE: dict[Action, str] = {
    Action.APPOINT: "назначить",
    Action.FILL: "указать имя и контакты",
    Action.UPDATE: "обновить контакты",
    Action.REPLACE: "заменить прежнего",
    Action.SAME: "без изменений",
}


@dataclass(frozen=True)
class RosterLine:
    """One row as typed, with its number in the sheet."""

    number: int
    code: str
    person: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""
    document: str = ""
    replaces: str = ""

    @property
    def card(self) -> PersonCard:
        return PersonCard(self.person, self.post, self.phone, self.email, self.document)

    @property
    def wants_replacement(self) -> bool:
        return self.replaces.strip().lower() in ("да", "1", "+", "x", "х")

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class Holder:
    """Who holds the main role of a unit now."""

    card: PersonCard


def lines_of(rows: Sequence[Sequence[Cell]]) -> tuple[list[RosterLine], list[Fault]]:
    """Rows below the headings, wherever the headings stand and in whatever order. A row without a person is left out."""
    top, places = _headings(rows)
    if not places:
        missing = ", ".join(f"«{COLUMNS[column]}»" for column in _NEEDED)
        return [], [Fault.at("P-01", columns=missing)]
    lines = []
    for number, row in enumerate(rows[top + 1 : top + 1 + MOST_ROWS], start=top + 2):
        cells = {
            _FIELDS[column]: " ".join(plain_text(row[place]).split()) if place < len(row) else ""
            for column, place in places.items()
            if _FIELDS[column]
        }
        cells["code"] = cells["code"].removesuffix(".0")
        line = RosterLine(number, **cells)
        if line.person or line.replaces:
            lines.append(line)
    return lines, [] if lines else [Fault.at("P-07")]


def _headings(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[int, int]]:
    """Number of the row of headings, and which of our columns stands at which place; nothing when there is none."""
    keys = [header_key(title) for title in COLUMNS]
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        found = {header_key(plain_text(cell)): place for place, cell in enumerate(row)}
        places = {column: found[key] for column, key in enumerate(keys) if key in found}
        if all(column in places for column in _NEEDED):
            return number, places
    return 0, {}


def faults_of(line: RosterLine, *, is_known: bool, is_repeated: bool, holder: Holder | None) -> list[Fault]:
    """Everything that keeps a line from being done; the words are in the catalogue."""
    where = f"строка {line.number}"
    found = []
    if not is_known:
        found.append(Fault.at("P-02", where, unit=line.code or "пусто"))
    if is_repeated:
        found.append(Fault.at("P-03", where, unit=line.code))
    if not line.person:
        found.append(Fault.at("P-04", where))
    if line.email and not _EMAIL.match(line.email):
        found.append(Fault.at("P-05", where, email=line.email))
    named = holder is not None and holder.card.person
    if named and line.person and not same_person(line.person, named) and not line.wants_replacement:
        found.append(Fault.at("P-06", where, person=named))
    return found


def action_of(line: RosterLine, holder: Holder | None) -> Action:
    if holder is None:
        return Action.APPOINT
    if not holder.card.person:
        return Action.FILL
    if not same_person(line.person, holder.card.person):
        return Action.REPLACE
    changed = any(
        getattr(line, field) and getattr(line, field) != getattr(holder.card, field)
        for field in ("post", "phone", "email", "document")
    )
    return Action.UPDATE if changed else Action.SAME


def same_person(first: str, second: str) -> bool:
    return _folded(first) == _folded(second)


def _folded(name: str) -> str:
    return " ".join(name.lower().replace("ё", "е").split())
