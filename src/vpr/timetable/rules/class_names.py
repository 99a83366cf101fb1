"""Names of classes as people type them -> the letter of the register (DOMAIN §13, pain 9: sixty spellings of one thing). Pure.

A class is known by its letter inside a grade: «А», «1», or "" for the single class of a grade.
"""

import re
from dataclasses import dataclass

#: Letters that a class may have, in the order of the drop-list. Ё, Й, Ъ, Ы, Ь name no classes.
LETTERS = tuple("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ")
#: Schools with numbered classes: 8.1, 8.2; DOMAIN §14.2 knows up to 11 classes in a grade.
NUMBERS = tuple(str(number) for number in range(1, 21))
#: What the form says of a grade with one class (the forms of 2021 and 2022 asked for this word).
SINGLE = "нет"
CHOICES = (SINGLE, *LETTERS, *NUMBERS)

LONGEST = 8
_LOOK_ALIKE = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
_ROMAN = {4: "IV", 5: "V", 6: "VI", 7: "VII", 8: "VIII", 9: "IX", 10: "X", 11: "XI"}
_MARKS = re.compile(r"[\s\"'«»“”„‘’`´.,;:№#*_/\\|+=\-‐‑‒–—−]+")
_WORDS = re.compile(r"(?<![А-ЯЁA-Z])(?:КЛАСС|КЛ|ЛИТЕРА|БУКВА|ПАРАЛЛЕЛЬ|ОЙ|ЫЙ|ИЙ|Й)(?![А-ЯЁA-Z])")
_NONE = re.compile(
    r"(?<![А-ЯЁA-Z])(?:НЕТУ?|БЕЗ (?:БУКВЫ|ЛИТЕРЫ|НОМЕРА)|ОТСУТСТВУЕТ|НЕ ИМЕЕТСЯ|ЕДИНСТВЕННЫЙ|ОДИН)(?![А-ЯЁA-Z])"
)
_SUBGROUP = re.compile(r"\(([^()]*)\)\s*$")
_BARE = re.compile(r"^(?P<letters>[А-ЯЁ]{1,2})?(?P<number>\d{1,2})?$")


@dataclass(frozen=True)
class ClassName:
    """What was understood: the letter of the register; `group` is a half of a class that was written behind it: а(1)."""

    grade: int
    letter: str
    group: str = ""

    @property
    def full(self) -> str:
        return f"{self.grade}{self.letter}"


def class_name(text: str, grade: int) -> ClassName | None:
    """The class meant by `text` in a grade; None when it cannot be told or when it is a class of another grade."""
    plain = _plain(text)
    plain, group = _without_subgroup(plain)
    words = _WORDS.sub(" ", _MARKS.sub(" ", plain))
    if _NONE.search(words):
        rest = _NONE.sub(" ", words).split()
        return ClassName(grade, "") if rest in ([], [str(grade)]) else None
    pieces = words.split()
    inner = _without_grade(pieces, grade)
    letter = _letter("".join(inner), grade, is_bare=len(inner) == len(pieces))
    return None if letter is None else ClassName(grade, letter, group)


def letter_order(letter: str) -> tuple[int, int, str]:
    """The order of a register: the single class, letters of the alphabet, numbers."""
    if letter.isdigit():
        return (2, int(letter), "")
    return (1 if letter else 0, 0, letter)


def shown(letter: str) -> str:
    """The letter as forms show it."""
    return letter or SINGLE


def _plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split()).upper()


def _without_subgroup(text: str) -> tuple[str, str]:
    """`А(1)` -> `А` and `1`; brackets around the whole name, `(А)` or `4 (А)`, hold the letter itself."""
    match = _SUBGROUP.search(text)
    if match is None:
        return text, ""
    before = text[: match.start()]
    if re.search(r"[А-ЯЁA-Z]", _WORDS.sub("", before)):
        return before, match[1].strip().lower()
    return f"{before} {match[1]}", ""


def _without_grade(pieces: list[str], grade: int) -> list[str]:
    """The words without the grade in front, behind or in Roman digits."""
    if len(pieces) > 1 and pieces[0] in (str(grade), _ROMAN.get(grade)):
        return pieces[1:]
    if len(pieces) > 1 and pieces[-1] == str(grade) and not pieces[0].isdigit():
        return pieces[:-1]
    return pieces


def _letter(word: str, grade: int, *, is_bare: bool) -> str | None:
    if not word or (is_bare and word in (str(grade), _ROMAN.get(grade))):
        return ""
    roman = _ROMAN.get(grade, " ")
    for candidate in (word.removeprefix(roman), word, word.removeprefix(str(grade))):
        match = _BARE.match(candidate.translate(_LOOK_ALIKE))
        if match is None or (candidate == word and _names_a_grade(word, grade)):
            continue
        letters, number = match["letters"] or "", match["number"] or ""
        if letters and number == str(grade):
            return letters  # А4: the grade behind the letter
        if number and not 1 <= int(number) <= len(NUMBERS):
            continue
        return f"{letters}{int(number) if number else ''}"
    return None


def _names_a_grade(word: str, grade: int) -> bool:
    """A whole number above the numbers of classes can only be grade and number together: 8.1 typed as 81."""
    return word.isdigit() and int(word) > len(NUMBERS) and word.startswith(str(grade))
