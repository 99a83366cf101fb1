"""A receipt of 470167: its file and its PDF are checked offline, any change is seen."""

import json
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from exchange_kind import PlainKind
from vpr.console.verify_receipt import command
from vpr.exchange import kinds, receipts, services
from vpr.paper.compile import stop_worker


@pytest.fixture
def submission(world, assessment, now, home, monkeypatch):
    monkeypatch.setitem(kinds._kinds, "scores", PlainKind())
    received = services.receive_upload(
        unit=world.school,
        workbook=services.workbook_of_assessment(assessment),
        content=b"rows=3 repairs=2",
        name="форма.xlsx",
        account=None,
        now=now,
    )
    services.check_submission(submission_id=received.pk, now=now)
    received.refresh_from_db()
    return received


@pytest.fixture
def saved(submission, tmp_path):
    """The three files that a person has at home: receipt, key, workbook."""
    (tmp_path / "key.pem").write_bytes(receipts.public_key_pem())
    (tmp_path / "receipt.vprr").write_bytes(receipts.receipt_file(submission))
    (tmp_path / "book.xlsx").write_bytes(b"rows=3 repairs=2")
    return tmp_path


def verify(folder, *arguments):
    return CliRunner().invoke(
        command, [str(folder / "receipt.vprr"), "--key", str(folder / "key.pem"), *map(str, arguments)]
    )


def test_a_genuine_receipt_and_its_workbook_are_confirmed(saved, submission):
    result = verify(saved, "--workbook", saved / "book.xlsx")
    assert result.exit_code == 0
    assert submission.number in result.output
    assert "Квитанция подлинная" in result.output


def test_a_changed_receipt_is_not(saved):
    path = saved / "receipt.vprr"
    path.write_text(path.read_text().replace('"rows": 3', '"rows": 4'))
    result = verify(saved)
    assert result.exit_code == 1
    assert "сведения в квитанции изменены" in result.output


def test_another_workbook_is_not_the_one_received(saved):
    (saved / "other.xlsx").write_bytes(b"rows=4")
    result = verify(saved, "--workbook", saved / "other.xlsx", "--json")
    assert result.exit_code == 1
    assert json.loads(result.output)["genuine"] is False


def test_a_receipt_of_another_installation_is_not(saved, settings, tmp_path_factory):
    settings.VPR_HOME = tmp_path_factory.mktemp("other")
    (saved / "key.pem").write_bytes(receipts.public_key_pem())
    result = verify(saved)
    assert result.exit_code == 1
    assert "другим ключом" in result.output


def test_a_file_that_is_no_receipt_is_a_fault_and_no_key_is_wrong_usage(saved, monkeypatch):
    (saved / "receipt.vprr").write_bytes(b"hello")
    assert verify(saved).exit_code == 1
    (saved / "key.pem").write_bytes(b"hello")
    assert verify(saved).exit_code == 2
    monkeypatch.setenv("VPR_HOME", str(saved / "nowhere"))
    assert CliRunner().invoke(command, [str(saved / "receipt.vprr")]).exit_code == 2


def test_the_key_of_this_installation_is_taken_when_none_is_named(saved, home, monkeypatch):
    monkeypatch.setenv("VPR_HOME", str(home))
    assert CliRunner().invoke(command, [str(saved / "receipt.vprr")]).exit_code == 0


def test_the_pdf_is_the_same_receipt_and_the_same_bytes(saved, submission):
    pdf = receipts.receipt_pdf(submission)
    assert pdf == receipts.receipt_pdf(submission)
    stop_worker()
    (saved / "receipt.vprr").write_bytes(pdf)
    assert verify(saved).exit_code == 0


def test_a_file_name_in_any_script_does_not_spoil_the_pdf(submission):
    submission.original_name = "表😀\u0489_470167.xlsx"
    assert receipts.receipt_pdf(submission).startswith(b"%PDF")
    stop_worker()


def test_it_is_checked_without_a_database_and_without_django(saved):
    code = (
        "import sys; sys.argv[0] = 'vpr'\n"
        "from vpr.console.verify_receipt import command\n"
        "try: command()\n"
        "finally: assert 'django' not in sys.modules, 'django'\n"
    )
    arguments = [str(saved / "receipt.vprr"), "--key", str(saved / "key.pem")]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_receipt_names_repairs_as_people_see_them(submission):
    assert receipts.repair_counts(submission) == {"х (русская буква) → X": 2}
    assert receipts.shown("") == "(пусто)"
    assert receipts.shown("2\xa0") == "«2␣»"


def text_of(pdf, folder):
    (folder / "receipt.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", str(folder / "receipt.pdf"), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no poppler-utils")
def test_the_pdf_says_what_became_of_the_file_and_of_its_letters(submission, tmp_path):
    kept = text_of(receipts.receipt_pdf(submission), tmp_path)
    assert "Файл получен целиком и сохранён." in kept
    assert "х (русская буква) → X (2)" in kept
    submission.is_erased = True
    erased = text_of(receipts.receipt_pdf(submission), tmp_path)
    stop_worker()
    assert "сохранён" not in erased
    assert "система его не хранит: остался только отпечаток" in erased


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no poppler-utils")
def test_a_receipt_of_a_rehearsal_says_so(submission, settings, tmp_path):
    assert "rehearsal" not in receipts.receipt_body(submission)
    settings.VPR_REHEARSAL = True
    assert receipts.receipt_body(submission)["rehearsal"] is True
    printed = text_of(receipts.receipt_pdf(submission), tmp_path)
    stop_worker()
    assert "РЕПЕТИЦИЯ: время условное" in printed
