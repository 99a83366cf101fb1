"""Cells of lists of schools as people type them -> values of the tables. Pure; None: the cell says something else."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from django.db.models import TextChoices

from vpr.enrollment.words import LegalForm, SchoolKind, Settlement, Status
from vpr.kernel.subjects import SUBJECTS
from vpr.workbook.headers import plain_text

T = TypeVar("T", bound=TextChoices)

#: Grades that a Russian school may have.
GRADES = range(1, 13)
PRIMARY, BASIC, SECONDARY = range(1, 5), range(5, 10), range(10, 13)

_YES = frozenset(("да", "д", "1", "+", "есть", "yes", "x", "х", "истина", "участвует"))
_NO = frozenset(("нет", "н", "0", "-", "—", "–", "no", "ложь", "не участвует"))
_RANGE = re.compile(r"^(\d{1,2})-(\d{1,2})$")

#: Beginnings of other spellings; the titles of the lists themselves are always understood.
_SPELLINGS: dict[type[TextChoices], tuple[tuple[str, TextChoices], ...]] = {
    SchoolKind: (
        ("сош", SchoolKind.GENERAL),
        ("оош", SchoolKind.GENERAL),
        ("нош", SchoolKind.GENERAL),
        ("средняя", SchoolKind.GENERAL),
        ("основная", SchoolKind.GENERAL),
        ("начальная", SchoolKind.GENERAL),
        ("общеобр", SchoolKind.GENERAL),
        ("школа", SchoolKind.GENERAL),
        ("лицей", SchoolKind.LYCEUM),
        ("гимназ", SchoolKind.LYCEUM),
        ("углуб", SchoolKind.LYCEUM),
        ("интернат", SchoolKind.BOARDING),
        ("школа-интернат", SchoolKind.BOARDING),
        ("кадет", SchoolKind.BOARDING),
        ("суворов", SchoolKind.BOARDING),
        ("коррекц", SchoolKind.CORRECTIONAL),
        ("вечер", SchoolKind.EVENING),
        ("сменная", SchoolKind.EVENING),
        ("закрыт", SchoolKind.CLOSED),
        ("колледж", SchoolKind.VOCATIONAL),
        ("техникум", SchoolKind.VOCATIONAL),
        ("спо", SchoolKind.VOCATIONAL),
        ("поо", SchoolKind.VOCATIONAL),
        ("профессион", SchoolKind.VOCATIONAL),
        ("друг", SchoolKind.OTHER),
        ("иное", SchoolKind.OTHER),
    ),
    LegalForm: (
        ("мун", LegalForm.MUNICIPAL),
        ("гос", LegalForm.STATE),
        ("регион", LegalForm.STATE),
        ("фед", LegalForm.FEDERAL),
        ("част", LegalForm.PRIVATE),
        ("негос", LegalForm.PRIVATE),
    ),
    Settlement: (
        ("адм", Settlement.CAPITAL),
        ("столиц", Settlement.CAPITAL),
        ("пгт", Settlement.TOWN),
        ("посёлок гор", Settlement.TOWN),
        ("поселок гор", Settlement.TOWN),
        ("рабочий пос", Settlement.TOWN),
        ("гор", Settlement.CITY),
        ("сел", Settlement.RURAL),
        ("сёл", Settlement.RURAL),
        ("дерев", Settlement.RURAL),
        ("хутор", Settlement.RURAL),
    ),
    Status: (
        ("дейст", Status.ACTIVE),
        ("работ", Status.ACTIVE),
        ("нов", Status.NEW),
        ("ликв", Status.CLOSED),
        ("закр", Status.CLOSED),
        ("реорг", Status.REORGANIZED),
        ("присоед", Status.REORGANIZED),
        ("перев", Status.MOVED),
        ("перед", Status.MOVED),
    ),
}


def fold(text: object) -> str:
    """Lower case, single blanks, ё as е."""
    return plain_text(text).lower().replace("ё", "е")


def choice(kind: type[T], text: str) -> T | None:
    """A value by its title, its key, a number in front («4) сельский») or the beginning of a known spelling."""
    found = _choice(kind, text)
    return kind(found) if found is not None else None


@lru_cache(maxsize=4096)  # a list of 40,000 schools says the same few words again and again
def _choice(kind: type[TextChoices], text: str) -> TextChoices | None:
    bare = re.sub(r"^\d\)\s*", "", fold(text)).strip(" .")
    if not bare:
        return None
    for member in kind:
        if bare in (fold(member.label), member.value):
            return member
    return next((member for start, member in _SPELLINGS.get(kind, ()) if bare.startswith(fold(start))), None)


@lru_cache(maxsize=1024)
def yes_no(text: str) -> bool | None:
    bare = fold(text).strip(" .")
    if bare in _YES:
        return True
    return False if bare in _NO else None


@lru_cache(maxsize=1024)
def grades(text: str) -> tuple[int, ...] | None:
    """«4-8, 10» -> (4, 5, 6, 7, 8, 10); «все» and an empty cell -> (); None: not grades."""
    bare = fold(text).removesuffix("классы").removesuffix("класс").removesuffix("кл.").strip(" .")
    if bare in ("", "все"):
        return ()
    found: set[int] = set()
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–—]\s*", "-", bare)):
        match = _RANGE.match(part)
        if match and int(match[1]) <= int(match[2]):
            found.update(range(int(match[1]), int(match[2]) + 1))
        elif part.isdigit():
            found.add(int(part))
        else:
            return None
    return tuple(sorted(found)) if found <= set(GRADES) else None


def grades_text(numbers: Iterable[int]) -> str:
    """[4, 5, 6, 8] -> «4-6, 8»; [] -> «все»."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs) or "все"


_SUBJECT_KEYS = {
    fold(name): subject.key
    for subject in SUBJECTS.values()
    for name in (subject.key, subject.abbreviation, subject.title)
}


@lru_cache(maxsize=1024)
def subjects(text: str) -> tuple[str, ...] | None:
    """«РУ, МА, Английский язык» -> keys; «все» and an empty cell -> []; None: a subject that is not known."""
    bare = fold(text).strip(" .")
    if bare in ("", "все"):
        return ()
    keys = [_SUBJECT_KEYS.get(part.strip()) for part in re.split(r"[,;]", bare) if part.strip()]
    return tuple(key for key in dict.fromkeys(keys) if key) if all(keys) else None


def subjects_text(keys: Iterable[str]) -> str:
    return ", ".join(SUBJECTS[key].abbreviation for key in keys if key in SUBJECTS) or "все"


@lru_cache(maxsize=1024)
def levels(text: str) -> tuple[bool, bool, bool] | None:
    """«НОО, ООО» -> (True, True, False); None: no level is named. СПО programmes include the secondary level."""
    bare = fold(text)
    primary, basic = "ноо" in bare or "начальн" in bare, "ооо" in bare or "основн" in bare
    secondary = any(word in bare for word in ("соо", "средн", "спо"))
    found = (primary, basic, secondary)
    return found if any(found) else None


def grades_of_levels(has_primary: bool, has_basic: bool, has_secondary: bool) -> frozenset[int]:
    parts = ((has_primary, PRIMARY), (has_basic, BASIC), (has_secondary, SECONDARY))
    return frozenset(grade for has, grade_range in parts if has for grade in grade_range)
