"""Our own filled forms say whose they are; a file that must not be read is named by its cause."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from import_sheets import HEADERS_2021, load, reason, row_2021, workbook_of
from vpr.cabinets.models import Unit
from vpr.campaigns.services import ensure_assessment
from vpr.results.kind import made_form
from vpr.results.models import Script
from vpr.results.queries import spec_of
from vpr.results.workbooks.scores import columns_of
from vpr.simulation.filling import fill_form

pytestmark = pytest.mark.django_db

MATH_6 = "Проведение работы по математике, 6 класс. ВПР 2021.xlsx"
HEADERS = [*HEADERS_2021, *(f"балл за {n}" for n in range(1, 14))]
ONES = ("1",) * 13


def own_form(school):
    """The stamped form of a school with two participants."""
    assessment = ensure_assessment(code="2026.ru4")
    spec = replace(spec_of(assessment), school=school, code_from=40001, code_to=40009, participants=2)
    rows = []
    for code in ("40001", "40002"):
        cells = {"code": code, "class": "1", "journal_mark": "4"}
        rows.append([cells.get(column.key, "1") for column in columns_of(spec)])
    return fill_form(made_form(spec)[1], "Протокол", rows)


def with_member(content, name, body):
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return made.getvalue()


def in_sheet(content, before, after):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body.replace(before, after, 1) if name.startswith("xl/worksheets/") else body)
    return made.getvalue()


def flagged(content, flag):
    """The first entry of the zip directory with this flag set."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + bytes([content[at] | flag]) + content[at + 1 :]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (
            lambda content: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptionInfo".encode("utf-16le"),
            "закрыт паролем",
        ),
        (lambda content: flagged(content, 0x1), "закрыт паролем"),
        (lambda content: with_member(content, "xl/Workbook.xml", b""), "записана дважды"),
        (lambda content: in_sheet(content, b"<worksheet", b"<!DOCTYPE a []><worksheet"), "DOCTYPE"),
        (lambda content: in_sheet(content, b'<c r="B2"', b'<c r="XFD1048576"'), "в ячейке XFD1048576"),
        (lambda content: with_member(content, "xl/bomb.xml", bytes(513 << 20)), "слишком много данных"),
        (lambda content: content[:-200], "повреждён"),
    ],
    ids=["ole", "flag", "twice", "doctype", "far", "bomb", "cut"],
)
def test_a_file_that_must_not_be_read_is_named_by_its_cause(tmp_path, now, spoil, words):
    code, message = reason(load(tmp_path, MATH_6, spoil(workbook_of(HEADERS, row_2021(*ONES))), now))
    assert code == "I-10"
    assert words in message
    assert "Error" not in message


def test_our_own_form_names_its_work_and_its_school_itself(tmp_path, now):
    content = own_form("220001")
    imported = load(tmp_path, "форма.xlsx", content, now)
    assert (imported.assessment.code, imported.tally.stored, imported.tally.refused) == ("2026.ru4", 2, 0)
    assert any("2026.ru4, школа 220001" in note for note in imported.tally.notes)
    assert {Unit.objects.get(pk=script.school_id).code for script in Script.objects.all()} == {"220001"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"school": "220002"}, "это форма школы 220001, а указана 220002"),
        ({"assessment": "2026.ma4"}, "это форма работы 2026.ru4, а указана 2026.ma4"),
        ({"region": "47"}, "другого региона"),
    ],
)
def test_a_form_of_another_school_work_or_region_is_refused(tmp_path, now, options, words):
    code, message = reason(load(tmp_path, "форма.xlsx", own_form("220001"), now, **options))
    assert code == "I-16"
    assert words in message


def test_a_form_whose_hidden_values_were_edited_is_not_believed(tmp_path, now):
    book = openpyxl.load_workbook(io.BytesIO(own_form("220001")))
    for row in book["_meta"].iter_rows():
        if row[0].value == "school":
            row[1].value = "220002"
    made = io.BytesIO()
    book.save(made)
    imported = load(tmp_path, "форма.xlsx", made.getvalue(), now, assessment="2026.ru4")
    assert reason(imported)[0] == "I-14"
