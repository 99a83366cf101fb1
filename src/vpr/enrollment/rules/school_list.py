"""A list of schools as a table of cells -> schools of the list and refused cells. Pure; columns of DOMAIN §5.6."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vpr.enrollment.rules import cells
from vpr.enrollment.words import LegalForm, SchoolKind, Settlement, Status
from vpr.kernel.codes import municipality_code, school_digits
from vpr.kernel.faults import Fault
from vpr.workbook.declaration import address
from vpr.workbook.headers import header_key, plain_text
from vpr.workbook.table import Cell

HEADER_ROWS = 40
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_MOSCOW_PLUS = re.compile(r"^(?:мск|msk|москва)\s*([+-])?\s*(\d{1,2})?(?:\s*ч\.?)?$")
_ZONES = {
    -1: "Europe/Kaliningrad", 0: "Europe/Moscow", 1: "Europe/Samara", 2: "Asia/Yekaterinburg", 3: "Asia/Omsk",
    4: "Asia/Krasnoyarsk", 5: "Asia/Irkutsk", 6: "Asia/Yakutsk", 7: "Asia/Vladivostok", 8: "Asia/Magadan",
    9: "Asia/Kamchatka",
}  # fmt: skip


@dataclass(frozen=True)
class ListColumn:
    key: str
    title: str
    help: str = ""
    aliases: tuple[str, ...] = ()


COLUMNS = (
    ListColumn("login", "Логин ОО", "edu и шесть цифр кода; можно не указывать", ("логин", "логин школы", "пользователь")),
    ListColumn("code", "Код ОО", "шесть цифр: код субъекта и номер", ("код", "код школы", "код оо(6)", "код организации")),
    ListColumn("name", "Полное наименование", "по уставу", ("наименование", "название", "наименование оо", "школа", "оо")),
    ListColumn("short_name", "Краткое наименование", "", ("краткое название", "сокращенное наименование")),
    ListColumn("municipality", "Муниципалитет", "название; школы вне муниципалитетов: региональное подчинение",
               ("муниципальное образование", "район", "мо", "ате", "мсу")),
    ListColumn("municipality_code", "Код муниципалитета", "reg22_m019; пусто: выдаёт система", ("код мо", "код ате")),
    ListColumn("kind", "Тип ОО", ", ".join(SchoolKind.labels), ("тип", "вид оо", "тип организации")),
    ListColumn("legal_form", "Форма собственности", ", ".join(LegalForm.labels), ("форма", "организационная форма")),
    ListColumn("levels", "Уровни", "НОО, ООО, СОО", ("уровни образования", "уровень образования", "уровни оо")),
    ListColumn("primary", "НОО", "Да или Нет", ("есть ноо", "начальное общее образование")),
    ListColumn("basic", "ООО", "Да или Нет", ("есть ооо", "основное общее образование")),
    ListColumn("secondary", "СОО", "Да или Нет", ("есть соо", "среднее общее образование")),
    ListColumn("settlement", "Вид населённого пункта", ", ".join(Settlement.labels),
               ("населенный пункт", "тип населенного пункта")),
    ListColumn("status", "Статус", "действует или новая", ("состояние",)),
    ListColumn("takes_part", "Участвует в ВПР", "Да или Нет", ("участие в впр", "участвует")),
    ListColumn("grades", "Классы участия", "например 4-8, 10; пусто: все", ("классы", "классы впр")),
    ListColumn("subjects", "Предметы участия", "например РУ, МА; пусто: все", ("предметы", "предметы впр")),
    ListColumn("time_zone", "Часовой пояс", "мск+4, если не как у столицы региона", ("пояс", "время", "часовая зона")),
    ListColumn("contact_name", "Ответственный", "сотрудник школы", ("кто отвечает", "контакт", "ответственный организатор")),
    ListColumn("contact_phone", "Телефон", "", ("контактный телефон", "тел")),
    ListColumn("contact_email", "Электронная почта", "", ("почта", "email", "e-mail", "эл. почта")),
)  # fmt: skip

_KEYS = {header_key(text): column.key for column in COLUMNS for text in (column.title, *column.aliases)}


@dataclass(frozen=True)
class ListedSchool:
    """One school as the list says it. `municipality_code` "" is given by the system."""

    row: int
    code: str
    name: str
    municipality: str
    municipality_code: str = ""
    short_name: str = ""
    kind: str = ""
    legal_form: str = ""
    has_primary: bool = True
    has_basic: bool = True
    has_secondary: bool = True
    settlement: str = ""
    takes_part: bool = True
    grades: tuple[int, ...] = ()
    subjects: tuple[str, ...] = ()
    time_zone: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""

    @property
    def region(self) -> str:
        """Two digits."""
        return self.code[:2]


@dataclass(frozen=True)
class SchoolList:
    """`rows_read` = schools + rows with a fault; the faults of a row are all its wrong cells."""

    rows_read: int
    schools: list[ListedSchool]
    faults: list[Fault]
    refused_rows: int


@dataclass
class _Row:
    """A row under way: cells by column key, faults as they are found."""

    sheet: str
    number: int
    places: Mapping[str, int]
    texts: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, key: str, limit: object = "") -> None:
        place = address(self.sheet, self.number, self.places.get(key, 0))
        self.faults.append(Fault.at(code, place, value=self.texts.get(key, ""), limit=limit))


def read_list(sheets: Iterable[tuple[str, Sequence[Sequence[Cell]]]], *, region: str = "") -> SchoolList:
    """(title, rows) of a workbook; the sheet whose header names most columns is read. `region`: two digits or all."""
    best = max((_header(title, rows) for title, rows in sheets), key=lambda found: len(found[3]), default=None)
    if best is None or not {"name", "municipality"} <= set(best[3]) or not {"code", "login"} & set(best[3]):
        return SchoolList(0, [], [Fault.at("L-15")], 0)
    title, rows, header, places = best
    schools: list[ListedSchool] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    read = 0
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        texts = {key: plain_text(row[at]) if at < len(row) else "" for key, at in places.items()}
        if not any(texts.values()):
            continue
        read += 1
        under_way = _Row(title, number, places, texts)
        school = _school(under_way, region, seen)
        if school is not None and not under_way.faults:
            seen[school.code] = number
            schools.append(school)
        faults += under_way.faults
    return SchoolList(read, schools, faults, read - len(schools))


def _header(title: str, rows: Sequence[Sequence[Cell]]) -> tuple[str, Sequence[Sequence[Cell]], int, dict[str, int]]:
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:HEADER_ROWS]):
        places: dict[str, int] = {}
        for at, cell in enumerate(row):
            key = _KEYS.get(header_key(str(cell)))
            if key is not None:
                places.setdefault(key, at)
        if len(places) > len(best[1]):
            best = (number, places)
    return title, rows, *best


def _school(row: _Row, region: str, seen: Mapping[str, int]) -> ListedSchool | None:
    texts = row.texts
    code = _code(row)
    if code and region and code[:2] != region:
        row.fault("L-03", "code" if texts.get("code") else "login", region)
    if code in seen:
        row.fault("L-04", "code" if texts.get("code") else "login", seen[code])
    if not texts.get("name"):
        row.fault("L-05", "name")
    if texts.get("contact_email") and not _EMAIL.match(texts["contact_email"]):
        row.fault("L-17", "contact_email")
    municipality_of_row = _municipality(row, code)
    has_primary, has_basic, has_secondary = _levels(row)
    grades, subjects = cells.grades(texts.get("grades", "")), cells.subjects(texts.get("subjects", ""))
    if grades is None:
        row.fault("L-10", "grades")
    if subjects is None:
        row.fault("L-11", "subjects")
    if _choice(row, "status", Status) == Status.CLOSED:
        row.fault("L-16", "status")
    return ListedSchool(
        row=row.number,
        code=code,
        name=texts.get("name", "")[:400],
        municipality=texts.get("municipality", "")[:400],
        municipality_code=municipality_of_row,
        short_name=texts.get("short_name", "")[:200],
        kind=_choice(row, "kind", SchoolKind),
        legal_form=_choice(row, "legal_form", LegalForm),
        has_primary=has_primary,
        has_basic=has_basic,
        has_secondary=has_secondary,
        settlement=_choice(row, "settlement", Settlement),
        takes_part=_yes(row, "takes_part"),
        grades=grades or (),
        subjects=subjects or (),
        time_zone=_zone(row),
        contact_name=texts.get("contact_name", "")[:200],
        contact_phone=texts.get("contact_phone", "")[:60],
        contact_email=texts.get("contact_email", "")[:254],
    )


def _code(row: _Row) -> str:
    """Six digits from the code or the login; a leading zero that a spreadsheet has eaten is put back."""
    code, login = row.texts.get("code", ""), row.texts.get("login", "")
    if code.isdigit() and len(code) == 5:
        code = f"0{code}"
    found = {}
    for key, text in (("code", code), ("login", login)):
        if text:
            try:
                found[key] = school_digits(text)
            except ValueError:
                row.fault("L-01", key)
                return ""
    if not found:
        row.fault("L-01", "code")
        return ""
    if len(set(found.values())) > 1:
        row.fault("L-02", "login", found["code"])
    return next(iter(found.values()))


def _municipality(row: _Row, code: str) -> str:
    if not row.texts.get("municipality") and not row.texts.get("municipality_code"):
        row.fault("L-06", "municipality")
        return ""
    text = row.texts.get("municipality_code", "")
    if not text:
        return ""
    try:
        found = municipality_code(text)
    except ValueError:
        found = ""
    if not found or (code and found[3:5] != code[:2]):
        row.fault("L-07", "municipality_code")
    return found


def _levels(row: _Row) -> tuple[bool, bool, bool]:
    """Three columns of Да/Нет, or one that names the levels; nothing said: all."""
    keys = ("primary", "basic", "secondary")
    if any(row.texts.get(key) for key in keys):
        primary, basic, secondary = (bool(row.texts.get(key)) and _yes(row, key) for key in keys)
        return primary, basic, secondary
    text = row.texts.get("levels", "")
    found = cells.levels(text) if text else (True, True, True)
    if found is None:
        row.fault("L-12", "levels")
    return found or (True, True, True)


def _yes(row: _Row, key: str) -> bool:
    text = row.texts.get(key, "")
    found = cells.yes_no(text) if text else True
    if found is None:
        row.fault("L-09", key)
    return bool(found)


def _choice(row: _Row, key: str, kind: type[SchoolKind | LegalForm | Settlement | Status]) -> str:
    text = row.texts.get(key, "")
    found = cells.choice(kind, text) if text else None
    if text and found is None:
        row.fault("L-08", key, ", ".join(map(str, kind.labels)))
    return found.value if found is not None else ""


def _zone(row: _Row) -> str:
    text = row.texts.get("time_zone", "")
    if not text or text in _ZONES.values():
        return text
    match = _MOSCOW_PLUS.match(cells.fold(text))
    ahead = int(match[2] or 0) * (-1 if match[1] == "-" else 1) if match else None
    if ahead not in _ZONES:
        row.fault("L-13", "time_zone")
        return ""
    return _ZONES[ahead]
