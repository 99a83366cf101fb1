"""What one of our own forms says of itself: its work and its school, stamped when it was downloaded. Pure."""

from dataclasses import dataclass

from vpr.results.importing.columns import Tables
from vpr.results.workbooks.scores import FORM
from vpr.workbook.identity import identity_of, is_untouched
from vpr.workbook.table import XLSX, SheetCells, Workbook


class Contradiction(Exception):
    """Its argument is the sentence of the report."""


@dataclass(frozen=True)
class Stamped:
    """Empty when the file says nothing. `note` is the sentence of the report."""

    assessment: str = ""
    school: str = ""
    note: str = ""


def stamped_in(tables: Tables, *, assessment: str, school: str) -> Stamped:
    """Raises Contradiction when the form is another one than the caller named, or no form of scores."""
    sheets = [SheetCells(sheet.title, [[*row] for row in sheet.head], sheet.row_count) for sheet in tables.sheets]
    values = identity_of(Workbook(XLSX, sheets, tables.properties))
    if not values:
        return Stamped()
    if not is_untouched(values):
        return Stamped(note="Скрытые сведения формы о работе и школе изменены и не учтены.")
    if values.get("form") != FORM:
        raise Contradiction("это другая форма, а не форма сбора результатов; загрузите форму с баллами")
    own, its_school = values.get("assessment", ""), values.get("school", "")
    if assessment and own and assessment != own:
        raise Contradiction(
            f"это форма работы {own}, а указана {assessment}; уберите --assessment или выберите другой файл"
        )
    if school and its_school and school != its_school:
        raise Contradiction(
            f"это форма школы {its_school}, а указана {school}; уберите --school или выберите другой файл"
        )
    whose = f", школа {its_school}" if its_school else ""
    return Stamped(own, its_school, f"Форма сама называет работу {own}{whose}.")
