"""Subject, grade and year out of the name of a file. Pure; works for every spelling that was seen, and more.

«Проведение работы по русскому языку, 4 класс. ВПР 2021.xlsx», `fisoko_2021_geography_10.xlsx`, `vpr2020_gg6.xlsx`.
"""

import re
from dataclasses import dataclass

#: Beginnings of words, Russian in any case ending and English; the longer ones first.
_STEMS: tuple[tuple[str, str], ...] = (
    ("литературно", "lch"), ("литератур", "li"), ("русск", "ru"), ("математ", "ma"), ("окруж", "okr"),
    ("истори", "is"), ("обществ", "ob"), ("географ", "gg"), ("биолог", "bi"), ("физик", "fi"), ("хими", "hi"),
    ("информат", "inf"), ("английск", "en"), ("англ", "en"), ("немецк", "de"), ("нем", "de"),
    ("французск", "fr"), ("франц", "fr"),
    ("reading", "lch"), ("literature", "li"), ("russian", "ru"), ("rus", "ru"), ("math", "ma"), ("okr", "okr"),
    ("surround", "okr"), ("world", "okr"), ("history", "is"), ("hist", "is"), ("society", "ob"), ("social", "ob"),
    ("obsh", "ob"), ("obs", "ob"), ("geograph", "gg"), ("geo", "gg"), ("biolog", "bi"), ("bio", "bi"),
    ("physic", "fi"), ("fiz", "fi"), ("phys", "fi"), ("chem", "hi"), ("him", "hi"), ("inform", "inf"),
    ("computer", "inf"), ("english", "en"), ("eng", "en"), ("german", "de"), ("ger", "de"), ("deu", "de"),
    ("french", "fr"), ("fra", "fr"),
)  # fmt: skip
#: Abbreviations are whole words; the same two letters begin many others.
_WORDS = {
    "ру": "ru", "ма": "ma", "ом": "okr", "окр": "okr", "лч": "lch", "ли": "li", "ис": "is", "об": "ob", "гг": "gg",
    "би": "bi", "фи": "fi", "хи": "hi", "инф": "inf", "ая": "en", "ня": "de", "фя": "fr",
    "ru": "ru", "ma": "ma", "li": "li", "lch": "lch", "is": "is", "ob": "ob", "gg": "gg", "bi": "bi", "fi": "fi",
    "hi": "hi", "inf": "inf", "en": "en", "de": "de", "fr": "fr",
}  # fmt: skip
_PATTERN = re.compile(r"по образцу\D{0,3}(\d{1,2})")
_WORD = re.compile(r"[а-яё]+|[a-z]+")


@dataclass(frozen=True)
class NameFacts:
    """What a name tells; `subjects` has two entries when it tells too much. `pattern`: «по образцу 8 класса»."""

    subjects: tuple[str, ...]
    grade: int | None
    year: int | None
    pattern: int | None = None


def facts_of(name: str) -> NameFacts:
    """Facts of a file name; what is not told is None."""
    text = re.sub(r"\.\w{2,5}$", "", name.lower().replace("ё", "е").replace("\u00a0", " "))
    pattern = _PATTERN.search(text)
    if pattern is not None:
        text = text.replace(pattern[0], " ")
    return NameFacts(subjects_in(text), _grade(text), _year(text), int(pattern[1]) if pattern else None)


def subjects_in(text: str) -> tuple[str, ...]:
    """Keys of the subjects that a text names, in order, each once."""
    found = [key for key in map(_subject, _WORD.findall(text.lower())) if key is not None]
    return tuple(dict.fromkeys(found))


def _subject(word: str) -> str | None:
    if word in _WORDS:
        return _WORDS[word]
    return next((key for stem, key in _STEMS if word.startswith(stem)), None)


def _year(text: str) -> int | None:
    years = re.findall(r"(?<!\d)(20[12]\d)(?!\d)", text)
    return int(years[-1]) if years else None


def _grade(text: str) -> int | None:
    """«7 класс», «7кл», «класс 7», else the one small number beside the subject."""
    spoken = re.search(r"(?<!\d)(\d{1,2})\s*[-_]?\s*(?:й\s*)?(?:класс|кл(?![а-я])|grade)", text)
    spoken = spoken or re.search(r"(?:класс|grade)\w?[\s_-]*(\d{1,2})(?!\d)", text)
    if spoken is not None:
        return _plausible(spoken[1])
    numbers = {int(n) for n in re.findall(r"(?<![\d])(\d{1,2})(?!\d)", text) if _plausible(n)}
    return numbers.pop() if len(numbers) == 1 else None


def _plausible(digits: str) -> int | None:
    return int(digits) if 2 <= int(digits) <= 11 else None
