"""Words of a question: folded, cut, compared. Pure; the stems are PostgreSQL's own (`russian`)."""

import re
from dataclasses import dataclass

LONGEST_WORD = 40
#: Words of a query that are looked for; the rest of a long sentence adds noise and time.
MOST_WORDS = 12
_WORD = re.compile(r"[0-9a-zа-я]+")
#: R-07, R-07a, W-05, S-1: also with a Cyrillic letter that looks the same and without the hyphen.
_CODE = re.compile(r"(?<![0-9a-zа-я])([a-zа-я])[ -]?(\d{1,2})([a-zа-я]?)(?![0-9a-zа-я])")
_LOOK_ALIKE = str.maketrans("авсеокмтрх", "abceokmtpx")
#: Letters that begin the codes of our catalogues; «в 8» and «к 1» of a sentence are not codes.
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


def fold(text: str) -> str:
    """Lower case, ё as е: what is stored for the search and what a query becomes."""
    return text.lower().replace("ё", "е")


def words_of(text: str) -> list[str]:
    """Different words of a text, folded, in order."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(fold(text))))


def stemmable(text: str) -> str:
    """The folded text with a second form of its nouns in -ив: the stemmer takes «архив» for a gerund and cuts it to
    «арх», while «архива» gives «архив».
    """
    folded = fold(text.strip())
    return " ".join([folded, *(f"{word}а" for word in words_of(folded) if _is_noun_in_iv(word))])


def _is_noun_in_iv(word: str) -> bool:
    return len(word) >= 5 and word.endswith("ив")


def codes_of(text: str, known: frozenset[str]) -> list[str]:
    """Codes of faults named in a text. `known` are the codes of the catalogues; R-07 also stands for R-07a, R-07b."""
    found: list[str] = []
    for letter, number, tail in _CODE.findall(fold(text)):
        latin = f"{letter}{number.zfill(2)}".translate(_LOOK_ALIKE)
        if latin[0] not in _LETTERS:
            continue
        code = f"{latin[0].upper()}-{latin[1:]}{tail.translate(_LOOK_ALIKE)}"
        found += sorted(each for each in known if each == code or each.rstrip("abcdefghijklmnopqrstuvwxyz") == code)
    return list(dict.fromkeys(found))


def spellings(word: str) -> list[str]:
    """The word and every word that it is when one letter is left out."""
    return sorted({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def is_slip(typed: str, known: str) -> bool:
    """One letter more, less or other, or two neighbors exchanged."""
    if typed == known or abs(len(typed) - len(known)) > 1:
        return False
    if len(typed) == len(known):
        places = [at for at in range(len(typed)) if typed[at] != known[at]]
        if len(places) == 1:
            return True
        return (
            len(places) == 2
            and places[1] == places[0] + 1
            and typed[places[0]] == known[places[1]]
            and typed[places[1]] == known[places[0]]
        )
    shorter, longer = sorted((typed, known), key=len)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


@dataclass(frozen=True)
class Piece:
    """A stretch of text for the page; `is_hit` pieces are marked."""

    text: str
    is_hit: bool


def excerpt(text: str, hits: frozenset[str], length: int = 220) -> list[Piece]:
    """The stretch of a text around its first hit, cut into marked and plain pieces. `hits` are folded words."""
    starts = [match.start() for match in _WORD.finditer(fold(text)) if match.group() in hits]
    begin = max(0, starts[0] - length // 3) if starts and starts[0] > length // 2 else 0
    if begin:
        begin = text.find(" ", begin) + 1
    end = len(text) if len(text) <= begin + length else max(text.rfind(" ", begin, begin + length), begin + length // 2)
    shown = f"{'… ' if begin else ''}{text[begin:end]}{' …' if end < len(text) else ''}"
    return marked(shown, hits)


def marked(text: str, hits: frozenset[str]) -> list[Piece]:
    pieces: list[Piece] = []
    done = 0
    for match in _WORD.finditer(fold(text)):  # folding keeps the length, so places agree
        if match.group() in hits:
            pieces += [Piece(text[done : match.start()], False), Piece(text[match.start() : match.end()], True)]
            done = match.end()
    pieces.append(Piece(text[done:], False))
    return [piece for piece in pieces if piece.text]
