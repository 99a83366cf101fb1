"""Выверка as values: how a list of schools is, how it should be, and the difference in words. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from vpr.enrollment.rules.cells import grades_text, subjects_text
from vpr.enrollment.words import LegalForm, SchoolKind, Settlement, Status


@dataclass(frozen=True)
class SchoolLine:
    """One school of a list. `code` "" for a new one; `into`: code of the successor or of the new municipality."""

    code: str
    name: str
    short_name: str = ""
    status: str = Status.ACTIVE.value
    into: str = ""
    kind: str = ""
    legal_form: str = ""
    settlement: str = ""
    has_primary: bool = True
    has_basic: bool = True
    has_secondary: bool = True
    takes_part: bool = True
    grades: tuple[int, ...] = ()
    subjects: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"grades": list(self.grades), "subjects": list(self.subjects)}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> "SchoolLine":
        return cls(**{**stored, "grades": tuple(stored["grades"]), "subjects": tuple(stored["subjects"])})

    @property
    def title(self) -> str:
        return f"{self.code} {self.short_name or self.name}".strip()


@dataclass(frozen=True)
class ListChange:
    """One thing that would change. `kind`: added | closed | merged | moved | corrected."""

    kind: str
    code: str
    sentence: str
    line: SchoolLine


CHANGE_TITLE = {
    "added": "Новые организации",
    "closed": "Ликвидированы",
    "merged": "Реорганизованы",
    "moved": "Переходят в другой список",
    "corrected": "Исправлены сведения",
}
_KIND_OF_STATUS = {
    Status.NEW: "added",
    Status.CLOSED: "closed",
    Status.REORGANIZED: "merged",
    Status.MOVED: "moved",
}


def list_changes(
    present: Mapping[str, SchoolLine], proposed: Iterable[SchoolLine], names: Mapping[str, str]
) -> list[ListChange]:
    """What a proposal changes in the present list, in the order of `CHANGE_TITLE`.

    `names`: code -> name of successors and municipalities. A school that has left the list since is passed over.
    """
    found: list[ListChange] = []
    for line in proposed:
        old = present.get(line.code) if line.code else None
        if line.code and old is None:
            continue
        kind = _KIND_OF_STATUS.get(Status(line.status), "corrected")
        corrections = field_changes(old, line) if old else []
        sentence = _sentence(kind, line, old, corrections, names)
        if sentence:
            found.append(ListChange(kind, line.code, sentence, line))
    order = list(CHANGE_TITLE)
    return sorted(found, key=lambda change: order.index(change.kind))


def _sentence(
    kind: str, line: SchoolLine, old: SchoolLine | None, corrections: Sequence[str], names: Mapping[str, str]
) -> str:
    title = old.title if old else line.title
    target = f"{line.into} {names.get(line.into, '')}".strip()
    match kind:
        case "added":
            return f"{title}: новая; {_levels(line)}; классы {grades_text(line.grades)}"
        case "closed":
            return f"{title}: ликвидирована"
        case "merged":
            return f"{title}: присоединена к {target}"
        case "moved":
            return "; ".join([f"{title}: переходит в {target}", *corrections])
        case _:
            return f"{title}: {'; '.join(corrections)}" if corrections else ""


def field_changes(old: SchoolLine, new: SchoolLine) -> list[str]:
    """«наименование «А» → «Б»», «СОО да → нет», «классы 4-8 → 4-6»."""
    before, after = shown_fields(old), shown_fields(new)
    return [f"{title} {before[title]} → {after[title]}" for title in before if before[title] != after[title]]


def shown_fields(line: SchoolLine) -> dict[str, str]:
    """Every field by its title, as a person reads it."""
    yes_no = {True: "да", False: "нет"}
    return {
        "наименование": f"«{line.name}»",
        "краткое наименование": f"«{line.short_name}»",
        "тип": _label(SchoolKind, line.kind),
        "форма собственности": _label(LegalForm, line.legal_form),
        "населённый пункт": _label(Settlement, line.settlement),
        "НОО": yes_no[line.has_primary],
        "ООО": yes_no[line.has_basic],
        "СОО": yes_no[line.has_secondary],
        "участие в ВПР": yes_no[line.takes_part],
        "классы": grades_text(line.grades),
        "предметы": subjects_text(line.subjects),
    }


#: Fields that the record of a school keeps under the same names.
RECORD_FIELDS = tuple(
    field.name for field in fields(SchoolLine) if field.name not in ("code", "name", "short_name", "status", "into")
)


def _label(kind: type[SchoolKind | LegalForm | Settlement], value: str) -> str:
    return str(kind(value).label) if value else "не указано"


def _levels(line: SchoolLine) -> str:
    named = (("НОО", line.has_primary), ("ООО", line.has_basic), ("СОО", line.has_secondary))
    return ", ".join(title for title, has in named if has)
