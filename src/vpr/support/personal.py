"""Personal data in free text of the forum: found before anything is stored, with the exact fragment (DOMAIN §13, pain 22).

A sentence is not a cell: authors of textbooks, heroes of books and schools named after people must pass, and names of
staff must not, because everybody in the country reads them. Telephones and addresses have their registers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vpr.kernel.personal import FIRST_NAMES


class Kind(StrEnum):
    NAME = "name"
    CODE = "code"
    SNILS = "snils"
    PHONE = "phone"
    EMAIL = "email"


#: What to do instead: the words that follow the fragment.
CURE: dict[Kind, str] = {
    Kind.NAME: "это похоже на имя человека. Напишите «ученик», «участник» или «учитель»: кто именно, для ответа не нужно",
    Kind.CODE: "это код участника рядом с именем. Оставьте код или напишите «участник»: имя знает только школа",
    Kind.SNILS: "это похоже на СНИЛС. Удалите его: для ответа он не нужен",
    Kind.PHONE: "это похоже на телефон. Телефоны координаторов есть в разделе «Организации»",
    Kind.EMAIL: "это похоже на почту человека. Адреса координаторов есть в разделе «Организации»",
}


@dataclass(frozen=True)
class Finding:
    kind: Kind
    fragment: str

    @property
    def words(self) -> str:
        return f"«{self.fragment}» – {CURE[self.kind]}."


_SNILS = re.compile(r"(?<!\d)\d{3}[- ]?\d{3}[- ]?\d{3}[ -]?\d{2}(?!\d)")
#: 8-800 is a line of an organization, not of a person.
_PHONE = re.compile(r"(?<!\d)(?:\+7|8)[\s(-]*(?!800)\d{3,5}[\s)-]*\d{1,3}(?:[\s-]?\d{2}){2}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PUBLIC_MAIL = re.compile(r"@(?:[\w-]+\.)*(?:fioco\.ru|obrnadzor\.gov\.ru)$", re.I)
_CAPITAL = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_SHOUTED = r"[А-ЯЁ]{3,}"
_FULL = re.compile(
    rf"\b(?:{_CAPITAL}|{_SHOUTED})\s+(?:{_CAPITAL}|{_SHOUTED})\s+"
    r"(?:[А-ЯЁ][а-яё]+(?:вич|ич|вн|ичн)(?:а|у|ем|е|ы|ой)?|[А-ЯЁ]+(?:ВИЧ|ВНА|ИЧНА))(?![а-яё])"
    rf"|\b{_CAPITAL}\s+[А-ЯЁ][а-яё]+(?:ович|евич|овн|евн)(?:а|у|ем|е|ы|ой)?(?![а-яё])"
    rf"|\b{_CAPITAL}\s+{_CAPITAL}\s+(?:оглы|кызы)\b"
)
_INITIALS = re.compile(rf"\b{_CAPITAL}\s+[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?|(?<![А-ЯЁ])[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?{_CAPITAL}")
_PAIR = re.compile(rf"\b(?=({_CAPITAL})\s+({_CAPITAL})\b)")  # pairs overlap: «Ученица Смирнова Анна»
_LEARNER = re.compile(r"\b(?:учени[кц]\w*|учащ\w+|обучающ\w+|участни[кц]\w*|реб[её]н\w+|мальчик\w*|девочк\w+)\s+", re.I)
_NAMED_LEARNER = re.compile(_LEARNER.pattern + rf"({_CAPITAL})\b", re.I)
_ABOUT_A_CHILD = re.compile(
    r"учени[кц]|учащ|обучающ|участни|реб[её]н|отметк|балл|двойк|тройк|\b\d{1,2}\s?[«\"]?[А-Д]\b", re.I
)
_ABOUT_A_BOOK = re.compile(
    r"учебник|автор|УМК|под ред|роман|повест|рассказ|стихотвор|поэм|произведен|пьес|портрет", re.I
)
_NAMED_AFTER = re.compile(r"(?:\bим(?:ени|\.)|памят\w+|улиц\w+|ул\.)\s[^.,;]{0,60}$", re.I)
_CODE = re.compile(r"(?<!\d)(?:[4-9]\d{4}|1\d{4}|20\d{3})(?!\d)")
_SURNAME = re.compile(r"(?:[оеё]в|[иы]н)(?:а|у|ым|ой|ых|е)?$|(?:ский|ская|ского|скому|ской|ко|ук|юк|ян|дзе|швили)$")
_ADJECTIVE = re.compile(r"(?:ого|его|ому|ему|ие|ые|их|ых|ский|ская|ской|ную|ный|ная|ные)$")
#: First names that are also words of a sentence: «роман», «вера», «лев».
_ALSO_WORDS = frozenset(("роман", "вера", "надежда", "любовь", "лев", "марк", "мария", "майя", "света"))
_COMMON_SHORT_NAMES = "петя маша саша паша даша вова ваня катя коля костя миша дима настя лена оля таня"
_SHORT_NAMES = frozenset(_COMMON_SHORT_NAMES.split())
_HEROES = frozenset(("онегин", "печорин", "обломов", "пушкин", "толстой", "невский", "донской", "великий", "грозный"))


def personal_data(text: str) -> list[Finding]:
    """Every fragment that must not be published, in order, none twice."""
    found: list[Finding] = []
    for finding in (*_numbers(text), *(each for part in sentences(text) for each in _names(part))):
        is_inside = any(finding.fragment in other.fragment for other in found)
        if not is_inside:
            found = [other for other in found if other.fragment not in finding.fragment]
            found.append(finding)
    return found


def sentences(text: str) -> list[str]:
    """Rough sentences; the period of an initial ends none."""
    parts = re.split(r"(?<=[.!?])(?<!\b[А-ЯЁ]\.)(?<!\bим\.)(?<!\bул\.)(?<!\bред\.)\s+(?=[А-ЯЁ])|\n+", text)
    return [part for part in parts if part.strip()]


def _numbers(text: str) -> Iterator[Finding]:
    for match in _PHONE.finditer(text):
        if len(re.sub(r"\D", "", match.group())) == 11:
            yield Finding(Kind.PHONE, match.group().strip())
    for match in _SNILS.finditer(text):
        if _is_snils(match.group()):
            yield Finding(Kind.SNILS, match.group())
    for match in _EMAIL.finditer(text):
        if not _PUBLIC_MAIL.search(match.group()):
            yield Finding(Kind.EMAIL, match.group().rstrip("."))


def _is_snils(written: str) -> bool:
    """Written with both hyphens it is one; bare eleven digits are when their control number agrees."""
    if re.fullmatch(r"\d{3}-\d{3}-\d{3}[ -]\d{2}", written):
        return True
    digits = [int(sign) for sign in written if sign.isdigit()]
    total = sum(digit * (9 - place) for place, digit in enumerate(digits[:9])) % 101
    return sum(digits) > 0 and total % 100 == digits[9] * 10 + digits[10]


def _names(sentence: str) -> Iterator[Finding]:
    is_about_a_book = bool(_ABOUT_A_BOOK.search(sentence))
    is_about_a_child = bool(_ABOUT_A_CHILD.search(sentence))
    for match in _FULL.finditer(sentence):
        if not _is_named_after(sentence, match.start()):
            yield Finding(Kind.NAME, match.group())
    for match in _INITIALS.finditer(sentence):
        if not is_about_a_book and not _is_named_after(sentence, match.start()):
            yield Finding(Kind.NAME, match.group())
    for match in _PAIR.finditer(sentence):
        if _is_pair_of_a_person(match, is_about_a_child) and not _is_named_after(sentence, match.start()):
            yield Finding(Kind.NAME, sentence[match.start(1) : match.end(2)])
    for match in _NAMED_LEARNER.finditer(sentence):
        word = match.group(1)
        if word[0].isupper() and not _ADJECTIVE.search(word) and (_SURNAME.search(word) or _is_first_name(word)):
            yield Finding(Kind.NAME, match.group())
    yield from _beside_a_code(sentence)


def _is_pair_of_a_person(match: re.Match[str], is_about_a_child: bool) -> bool:
    """A first name beside another capital word: certain with a child near, or when the other word is a surname."""
    first, second = (word.lower().replace("ё", "е") for word in match.groups())
    if {first, second} & _HEROES:
        return False
    for name, other in ((first, second), (second, first)):
        if name in FIRST_NAMES and not (name in _ALSO_WORDS and not is_about_a_child):
            return is_about_a_child or bool(_SURNAME.search(other))
    return False


def _beside_a_code(sentence: str) -> Iterator[Finding]:
    """«40012 – Иванов», «40012 Петя»: a code that has met its name is no longer anonymous."""
    for code in _CODE.finditer(sentence):
        for match in re.finditer(rf"\b{_CAPITAL}\b", sentence):
            gap = sentence[min(code.end(), match.end()) : max(code.start(), match.start())]
            is_near = len(gap) <= 12 and not re.search(r"[а-яё]{3,}", gap)
            if is_near and (_SURNAME.search(match.group()) or _is_first_name(match.group())):
                begin, end = min(code.start(), match.start()), max(code.end(), match.end())
                yield Finding(Kind.CODE, sentence[begin:end])


def _is_first_name(word: str) -> bool:
    folded = word.lower().replace("ё", "е")
    stem = folded[:-1]
    return (
        folded in FIRST_NAMES
        or folded in _SHORT_NAMES
        or any(stem + ending in FIRST_NAMES for ending in ("", "а", "я", "й"))
    )


def _is_named_after(sentence: str, start: int) -> bool:
    return bool(_NAMED_AFTER.search(sentence[:start] + " "))
