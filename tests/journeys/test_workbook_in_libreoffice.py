"""The form goes through LibreOffice and comes back as .xlsx, .ods and .xls; nothing of its sense is lost."""

import shutil
import subprocess

import pytest

from score_forms import ENGLISH, GEOGRAPHY, filled, opened
from vpr.results.checking import check_file
from vpr.workbook.pool import shared_pool
from vpr.workbook.table import Workbook

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

ROWS = [[80001 + n, 1 + n % 2, 5, n % 6, "X" if n == 3 else 3, 3, 2, 3, 1, 1 + n % 3, 4] for n in range(12)]
ROWS[5] = [80006, "отсутствовал"]
WITH_FAULTS = [[80001, 1, 9, 4, 3, 0, 2, 3, 1, 1, 4], [80001, 3, 5, "", 3, 3, 2, 3, 1, 1, 4]]


def saved_as(folder, content: bytes, kind: str) -> bytes:
    source = folder / "форма.xlsx"
    source.write_bytes(content)
    target = folder / kind
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (target / f"форма.{kind}").read_bytes()


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_form_saved_by_libreoffice_says_the_same(tmp_path, kind):
    content = filled(ENGLISH, ROWS)
    through = check_file(ENGLISH, saved_as(tmp_path, content, kind))
    direct = check_file(ENGLISH, content)
    assert through.faults == direct.faults == []
    assert [row.points for row in through.rows] == [row.points for row in direct.rows]
    assert [row.raw_score for row in through.rows] == [row.raw_score for row in direct.rows]
    assert through.repairs == []  # LibreOffice recomputed the totals


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_faults_keep_their_addresses(tmp_path, kind):
    content = filled(ENGLISH, WITH_FAULTS)
    through = check_file(ENGLISH, saved_as(tmp_path, content, kind))
    assert [(fault.code, fault.cell) for fault in through.faults] == [
        (fault.code, fault.cell) for fault in check_file(ENGLISH, content).faults
    ]


def test_the_identity_survives_every_format(tmp_path):
    for kind in ("xlsx", "ods"):
        book = shared_pool().read(saved_as(tmp_path, filled(ENGLISH, ROWS), kind))
        assert isinstance(book, Workbook)
        assert book.properties["school"] == "470167"
        assert [sheet.title for sheet in book.sheets][-1] == "_meta"


def test_libreoffice_keeps_validations_and_protection(tmp_path):
    sheet = opened(saved_as(tmp_path, filled(GEOGRAPHY, []), "xlsx"))["Протокол"]
    assert sheet.protection.sheet
    # LibreOffice cuts ranges a thousand rows below the last cell
    starts = {str(rule.sqref).partition(":")[0] for rule in sheet.data_validations.dataValidation}
    assert starts == {f"{letter}2" for letter in "ABCDEFGHI"}
