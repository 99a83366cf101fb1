"""R-18: names, СНИЛС and phone numbers typed by mistake. A form holds codes only; such a file is refused, not stored.

Careful in both directions: textbook authors, names of schools and remarks of a teacher must not fire.
"""

import re
from collections.abc import Iterable

from vpr.kernel.faults import Fault
from vpr.results.reading import is_blank
from vpr.results.score_table import ScoreTable
from vpr.workbook.declaration import address
from vpr.workbook.headers import header_key, plain_text
from vpr.workbook.table import Cell, SheetCells

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
_FIRST_NAMES = frozenset(_COMMON_NAMES.split())
_NAME_HEADERS = ("фио", "ф.и.о", "фамилия", "фамилия, имя", "фамилия имя", "имя", "отчество", "участник")
#: Columns of the real exports that hold names of schools and of authors of textbooks.
_SAFE_HEADERS = frozenset(
    (
        "пользователь",
        "код региона",
        "регион",
        "муниципалитет",
        "школа",
        "дата загрузки",
        "логин школы",
        "учебник",
        "др.уч. автор",
        "др.уч. название",
        "groups",
        "user",
        "класс",
        "наименование класса",
    )
)
#: Sheets of our own and of the official forms: instruction, lists, textbooks.
_SAFE_SHEETS = frozenset(("инструкция", "служебный", "порядковый номер класса", "классы", "_meta", "ошибки"))
MOST = 50


def personal_faults(table: ScoreTable, row: int, cells: list[Cell]) -> list[Fault]:
    """Faults of one row of a score table, in columns of the form and beside it."""
    faults: list[Fault] = []
    for index, cell in enumerate(cells):
        header = header_key(table.other_headers[index]) if index in table.other_headers else ""
        is_name = header in _NAME_HEADERS and not is_blank(cell)
        if header in _SAFE_HEADERS or not (is_name or _is_worth_a_look(cell)):
            continue
        code = "R-18a" if is_name else _kind_of(cell)
        if code:
            faults.append(Fault.at(code, address(table.sheet, row, index)))
    return faults


def _is_worth_a_look(cell: Cell) -> bool:
    """Points, marks, class names and single words are not."""
    if isinstance(cell, str):
        return len(cell) >= 5 and not cell.isalpha()
    return cell >= 10**10


def personal_faults_of_sheets(sheets: Iterable[SheetCells], but: str) -> list[Fault]:
    """The other sheets of a workbook: a list of pupils beside the protocol. Only unmistakable patterns count."""
    faults: list[Fault] = []
    for sheet in sheets:
        if sheet.title == but or sheet.title.strip().lower() in _SAFE_SHEETS or sheet.is_hidden:
            continue
        for row, cells in enumerate(sheet.rows, start=1):
            for index, cell in enumerate(cells):
                code = _kind_of(cell) if type(cell) is not str or len(cell) >= 5 else None
                if code:
                    faults.append(Fault.at(code, address(sheet.title, row, index)))
                    if len(faults) == MOST:
                        return faults
    return faults


def _kind_of(cell: Cell) -> str | None:
    if type(cell) is int:
        return "R-18c" if 79_000_000_000 <= cell <= 79_999_999_999 or 89_000_000_000 <= cell <= 89_999_999_999 else None
    text = plain_text(cell)
    if _SNILS.search(text):
        return "R-18b"
    if _PHONE.search(text):
        return "R-18c"
    if _PATRONYMIC.search(text) or _INITIALS.match(text):
        return "R-18a"
    pair = _PAIR.match(text)
    if pair and any(word.lower().replace("ё", "е") in _FIRST_NAMES for word in pair.groups()):
        return "R-18a"
    return None
