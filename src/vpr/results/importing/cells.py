"""One cell as typed -> the value of the ledger, with the repair that was needed. Pure; every spelling is in the tables.

Spellings seen in real files: DOMAIN §5.3, §5.4.
"""

import re
from dataclasses import dataclass

from vpr.kernel.codes import school_digits
from vpr.kernel.points import ABSENT_VARIANT, NOT_ATTEMPTED, NOT_TAUGHT
from vpr.workbook.headers import plain_text

#: Outcomes that are no value of the ledger.
EMPTY, GARBAGE, UNKNOWN = -90, -99, -1

_NOT_ATTEMPTED = frozenset("xхч×")  # Latin x, Cyrillic х, and ч: the key of X on a Russian keyboard
_NOT_TAUGHT = re.compile(r"^(?:не\s?пр[оа]йд(?:ено|ена|ен)?|н/п)\.?$")
_ABSENT = re.compile(r"^(?:отсутств\w*|отсут|отс)\.?$")
_NO_MARK = frozenset(("", "нет отметки", "нет", "н/а", "-"))
_WHOLE = re.compile(r"^\d{1,6}$")
_WHOLE_WITH_FRACTION = re.compile(r"^(\d{1,6})[.,]0+$")
# Letters of classes that look alike on both keyboards.
_LOOK_ALIKE = str.maketrans("ABCEHKMOPTX", "АВСЕНКМОРТХ")


@dataclass(frozen=True)
class Understood:
    """A value and the kind of repair (a key of `faults.REPAIRS`) that made it; "" when the cell was clean."""

    value: int
    repair: str = ""


def points(text: str) -> Understood:
    """0 and up, NOT_ATTEMPTED, NOT_TAUGHT, EMPTY or GARBAGE."""
    if text == "X":
        return Understood(NOT_ATTEMPTED)
    if text == "не пройд.":
        return Understood(NOT_TAUGHT)
    number = _number(text)
    if number is not None:
        return number
    bare = plain_text(text).lower()
    if bare == "":
        return Understood(EMPTY)
    if bare in _NOT_ATTEMPTED:
        return Understood(NOT_ATTEMPTED, "letter_x")
    if _NOT_TAUGHT.match(bare):
        return Understood(NOT_TAUGHT, "not_taught")
    return Understood(GARBAGE)


def variant(text: str) -> Understood:
    """1 and up, ABSENT_VARIANT, EMPTY, or UNKNOWN for what is no variant."""
    if text == "отсутствовал":
        return Understood(ABSENT_VARIANT)
    number = _number(text)
    if number is not None and 1 <= number.value <= 99:
        return number
    bare = plain_text(text).lower()
    if bare == "":
        return Understood(EMPTY)
    if _ABSENT.match(bare):
        return Understood(ABSENT_VARIANT, "absent")
    return Understood(UNKNOWN, "variant")


def participant_code(text: str) -> Understood:
    """A code of four or five digits, EMPTY or GARBAGE."""
    number = _number(text)
    if number is not None and 1 <= number.value <= 99_999:
        return number
    return Understood(GARBAGE if plain_text(text) else EMPTY)


def journal_mark(text: str) -> Understood:
    """2..5, or EMPTY for «нет отметки» and for what is no mark."""
    number = _number(text)
    if number is not None and 2 <= number.value <= 5:
        return number
    return Understood(EMPTY, "" if plain_text(text).lower() in _NO_MARK else "journal_mark")


def gender(text: str) -> Understood:
    """1 м, 2 ж, EMPTY for anything else."""
    if text in ("м", "ж", ""):
        return Understood({"м": 1, "ж": 2, "": EMPTY}[text])
    bare = plain_text(text).lower().rstrip(".")
    if bare in ("м", "муж", "мужской", "ж", "жен", "женский"):
        return Understood(1 if bare.startswith("м") else 2, "gender")
    return Understood(EMPTY, "unknown_gender" if bare else "")


def total(text: str) -> Understood:
    """The stated sum, EMPTY or GARBAGE; it is only compared, never stored."""
    number = _number(text)
    if number is not None:
        return Understood(number.value)
    return Understood(GARBAGE if plain_text(text) else EMPTY)


def class_name(text: str, grade: int) -> tuple[str, str]:
    """(«8А», kind of repair). `grade`: of the pupils; a class without a letter is called by it alone."""
    bare = plain_text(text).upper().translate(_LOOK_ALIKE).replace("Ё", "Е")
    letters = re.sub(r"[\s\"'«»“”()№]", "", bare).strip(".-_").removesuffix("НЕТ").removesuffix("КЛАСС")
    letters = re.sub(r"(?<=\d)[.\-_](?=[А-Я])", "", letters).strip(".-_")
    if bare == "":
        return "", ""
    name = letters if letters[:1].isdigit() else f"{grade}{letters}"
    return name[:16], "class_name" if len(name) > 16 else ""


def school(text: str) -> str:
    """Six digits of any login; "" when it is none. `edu223843 | Школа` is read too."""
    try:
        return school_digits(plain_text(text).split("|")[0].strip())
    except ValueError:
        return ""


def _number(text: str) -> Understood | None:
    if text.isascii() and text.isdigit() and len(text) <= 6:
        return Understood(int(text))
    bare = plain_text(text)
    if _WHOLE.match(bare) and bare.isascii():
        return Understood(int(bare), "blanks")
    match = _WHOLE_WITH_FRACTION.match(bare)
    return Understood(int(match[1]), "fraction") if match and bare.isascii() else None
