"""Which file is this? R-02, R-03 and R-16: the wrong file is named before any row is read."""

from collections.abc import Iterator

from vpr.kernel.faults import Fault
from vpr.results.scripts import ScoreSpec
from vpr.results.workbooks.scores import FORM, VERSION
from vpr.workbook.declaration import Sheet, address
from vpr.workbook.headers import header_key
from vpr.workbook.identity import identity_of, is_untouched
from vpr.workbook.locate import Location
from vpr.workbook.table import SheetCells, Workbook

#: Names of the seven reports of «Аналитика», as they stand in titles and in sheet names cut at 31 characters.
_REPORTS = (
    "Индивидуальные результаты",
    "Распределение первичных баллов",
    "Статистика по отметкам",
    "Сравнение отметок с отметк",
    "Выполнение заданий",
    "Достижение планируемых результатов",
)
_REPORT_HEADERS = frozenset(("группы участников", "кол-во оо", "первичный балл", "отметка по журналу"))
_CONTEXT_SHEETS = ("общая информация об оо", "образовательная деятельность оо")
#: Columns that name the school in the regional exports, by generation.
_SCHOOL_COLUMNS = {"user": "2020", "логин школы": "2021", "пользователь": "2022"}
_LOOKED_AT = 15
LONGEST = 2_000


def wrong_file(spec: ScoreSpec, book: Workbook, location: Location | None) -> list[Fault]:
    """R-16: an analytics export, a regional export, a context form, a foreign table; empty when it may be a form."""
    values = identity_of(book)
    is_ours = values.get("form") == FORM and is_untouched(values)
    if not is_ours and (strange := _strange_file(spec, book)):
        return [strange]
    if location is None:
        return [Fault.at("R-16e")]
    if location.sheet.row_count > LONGEST:
        return [Fault.at("R-16f", found=location.sheet.row_count)]
    return []


def _strange_file(spec: ScoreSpec, book: Workbook) -> Fault | None:
    report = _report_name(book)
    if report:
        return Fault.at("R-16b", found=report)
    if any(header_key(sheet.title).startswith(_CONTEXT_SHEETS) for sheet in book.sheets):
        return Fault.at("R-16d")
    year = _regional_export(spec, book)
    return Fault.at("R-16c", year=year) if year else None


def identity_faults(spec: ScoreSpec, book: Workbook) -> list[Fault]:
    """R-02: what the workbook says of itself against what is expected; nothing when it says nothing."""
    values = identity_of(book)
    if not values:
        return []
    if not is_untouched(values):
        return [Fault.at("R-02e")]
    if values.get("form") != FORM:
        return [Fault.at("R-02d", found=values.get("form", ""))]
    faults = []
    campaign = spec.assessment.partition(".")[0]
    if values.get("campaign") != campaign:
        faults.append(Fault.at("R-02c", found=values.get("campaign", ""), expected=campaign))
    elif values.get("assessment") != spec.assessment:
        expected = f"{spec.assessment} ({spec.title})"
        faults.append(Fault.at("R-02b", found=values.get("assessment", ""), expected=expected))
    if spec.school and values.get("school") and values["school"] != spec.school:
        faults.append(Fault.at("R-02a", found=values["school"], expected=spec.school))
    if not faults and values.get("version") != VERSION:
        faults.append(Fault.at("R-02f", found=values.get("version", ""), expected=VERSION))
    return faults


def header_faults(spec: ScoreSpec, declared: Sheet, location: Location) -> list[Fault]:
    """R-03: columns that are missing, repeated, strange, or belong to another specification."""
    sheet, row = location.sheet.title, location.header_row + 1
    head = location.sheet.rows[location.header_row]
    faults = [Fault.at("R-03a", address(sheet, row, 0), title=column.title) for column in location.missing(declared)]
    tasks = {f"task_{place.code}": place for place in spec.tasks}
    for key, index, found in location.other_maxima:
        place = tasks[key]
        faults.append(
            Fault.at("R-03b", address(sheet, row, index), found=found, task=place.code, expected=place.max_points)
        )
    for _, index in location.repeated:
        faults.append(Fault.at("R-03c", address(sheet, row, index), title=head[index]))
    for key, title, index in location.retitled:
        expected = declared.column(key).title
        faults.append(Fault.at("R-03e", address(sheet, row, index), title=title.strip(), expected=expected))
    if not is_of_export(location):
        for title, index in location.unknown:
            if any(index < len(cells) and cells[index] != "" for cells in location.sheet.rows[row:]):
                faults.append(Fault.at("R-03d", address(sheet, row, index), title=title))
    return faults


def is_of_export(location: Location) -> bool:
    """One school's part of a regional export: the form with service columns around it."""
    return any(header_key(title) in _SCHOOL_COLUMNS for title, _ in location.unknown)


def _report_name(book: Workbook) -> str:
    for sheet in book.sheets:
        if sheet.is_hidden:
            continue
        for report in _REPORTS:
            if report.lower() in sheet.title.lower():
                return report
        for row in sheet.rows[:_LOOKED_AT]:
            texts = [cell for cell in row if isinstance(cell, str)]
            if len(texts) and any(texts[0].strip().startswith(report) for report in _REPORTS):
                return texts[0].strip()[:60]
            if len(_REPORT_HEADERS & {header_key(text) for text in texts}) >= 2:
                return sheet.title
    return ""


def _regional_export(spec: ScoreSpec, book: Workbook) -> str:
    """The generation of a consolidated export of many schools, or of a school that is not this one."""
    for sheet in book.sheets:
        for at, row in enumerate(sheet.rows[:5]):
            keys = [header_key(str(cell)) for cell in row]
            found = next((key for key in _SCHOOL_COLUMNS if key in keys), None)
            if found is None:
                continue
            if found == "user" and "groups" not in keys:
                continue
            schools = {_digits(login) for login in _column(sheet, at, keys.index(found))}
            if len(schools) > 1 or (spec.school and schools and schools != {spec.school}):
                return _SCHOOL_COLUMNS[found]
    return ""


def _column(sheet: SheetCells, header_row: int, index: int) -> Iterator[str]:
    for row in sheet.rows[header_row + 1 :]:
        if index < len(row) and str(row[index]).strip():
            yield str(row[index])


def _digits(login: str) -> str:
    return "".join(letter for letter in login if letter.isdigit())[-6:]
