"""Names, СНИЛС and telephone numbers in the text of one cell: children have no names in this system (DOMAIN §13, pain 22).

Careful in both directions: textbook authors, names of schools and remarks of a teacher must not fire.
"""

import re
from enum import StrEnum

_SNILS = re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+7|8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)")
_WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_PATRONYMIC = re.compile(rf"{_WORD}\s+{_WORD}(?:вич|вна|ична|инична|тич|ьич)(?![а-яё])|{_WORD}\s+\S+\s+(?:оглы|кызы)\b")
_INITIALS = re.compile(rf"^(?:{_WORD}\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?{_WORD})$")
_PAIR = re.compile(rf"^({_WORD})\s+({_WORD})$")
_COMMON_NAMES = """
александр александра алексей алена алина алиса алла анастасия анатолий андрей анна антон арина арсений артем
богдан борис вадим валентина валерий валерия варвара василий василиса вера вероника виктор виктория виталий
владимир владислав вячеслав галина георгий глеб григорий данил данила даниил дарья денис диана дмитрий евгений
евгения егор екатерина елена елизавета захар иван игорь илья инна ирина карина кирилл константин ксения
лариса лев лидия любовь людмила макар максим маргарита марина мария марк матвей милана мирослава михаил
надежда наталья никита николай нина оксана олег ольга павел петр полина рамзан ратмир роман руслан светлана
семен сергей софия софья станислав степан таисия тамара татьяна тимофей тимур федор юлия юрий яна ярослав
"""
#: Common first names, folded (ё as е).
FIRST_NAMES = frozenset(_COMMON_NAMES.split())
#: Headers of columns in which any word is a person's name.
NAME_HEADERS = frozenset(("фио", "ф.и.о", "фамилия", "фамилия, имя", "фамилия имя", "имя", "отчество", "участник"))
_PHONE_NUMBERS = (range(79_000_000_000, 80_000_000_000), range(89_000_000_000, 90_000_000_000))


class Personal(StrEnum):
    NAME = "name"
    SNILS = "snils"
    PHONE = "phone"


def personal_in(text: str) -> Personal | None:
    """What of a person a cell shows. `text` has single blanks and nothing around it."""
    if _SNILS.search(text):
        return Personal.SNILS
    if _PHONE.search(text):
        return Personal.PHONE
    if _PATRONYMIC.search(text) or _INITIALS.match(text):
        return Personal.NAME
    pair = _PAIR.match(text)
    if pair and any(word.lower().replace("ё", "е") in FIRST_NAMES for word in pair.groups()):
        return Personal.NAME
    return None


def is_phone_number(number: int) -> bool:
    """A mobile telephone that a spreadsheet took for a number."""
    return any(number in numbers for numbers in _PHONE_NUMBERS)
