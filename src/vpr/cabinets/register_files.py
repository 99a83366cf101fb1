"""The register of coordinators as files: XLSX to keep, vCard for a telephone, and the form by which a list is brought."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter

from vpr.cabinets.coordinators import Officer
from vpr.cabinets.roster import COLUMNS

_HEADINGS = ("Код", "Организация", "Подчинение", "Роль", "ФИО", "Должность", "Телефон", "Электронная почта", "Документ")
_WIDTHS = (14, 50, 40, 28, 34, 30, 22, 30, 30)
_VACANT = "координатор не назначен"


def register_workbook(officers: Iterable[Officer], above: Mapping[int, str], *, now: datetime) -> bytes:
    rows = (
        (
            officer.unit.code,
            officer.unit.name,
            above.get(officer.unit.parent_id or 0, ""),
            officer.title,
            _VACANT if officer.is_vacant else officer.person,
            officer.post,
            officer.phone,
            officer.email,
            officer.appointment.document if officer.appointment else "",
        )
        for officer in officers
    )
    return _workbook("Координаторы", _HEADINGS, _WIDTHS, rows, now)


def roster_template(officers: Iterable[Officer], *, now: datetime) -> bytes:
    """The form of a list, filled with those who work now: correct it and bring it back."""
    rows = (
        (
            officer.unit.code,
            officer.unit.name,
            officer.person,
            officer.post,
            officer.appointment.phone if officer.appointment else "",
            officer.appointment.account.email if officer.appointment else "",
            officer.appointment.document if officer.appointment else "",
            "",
        )
        for officer in officers
    )
    return _workbook("Список координаторов", COLUMNS, (16, 50, 34, 30, 22, 30, 30, 20), rows, now)


def _workbook(
    title: str, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]], now: datetime
) -> bytes:
    """Rows are streamed; every cell is text, so a telephone never becomes a number or a formula."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        book.set_properties({"title": title, "created": now.replace(tzinfo=None)})
        sheet = book.add_worksheet(title)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings, book.add_format({"bold": True, "bottom": 1}))
        for number, cells in enumerate(rows, start=1):
            for column, text in enumerate(cells):
                sheet.write_string(number, column, text)
    return target.getvalue()


def vcards(officers: Iterable[Officer]) -> bytes:
    """vCard 3.0 (RFC 2426): telephones of every age read it. Vacancies and nameless seats have no card."""
    cards = []
    for officer in officers:
        if not officer.person:
            continue
        lines = [
            "BEGIN:VCARD",
            "VERSION:3.0",
            f"FN:{_text(officer.person)}",
            f"N:{_text(officer.person)};;;;",
            f"ORG:{_text(officer.unit.name)}",
            f"TITLE:{_text(officer.post or officer.title)}",
        ]
        lines += [f"TEL;TYPE=WORK:{_text(officer.phone)}"] if officer.phone else []
        lines += [f"EMAIL;TYPE=INTERNET:{_text(officer.email)}"] if officer.email else []
        cards.append("".join(f"{line}\r\n" for line in [*lines, "END:VCARD"]))
    return "".join(cards).encode()


def _text(value: str) -> str:
    """Commas, semicolons and breaks would begin another field."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.split())
