"""`vpr check-workbook`: the check of an upload on any machine, without a database for the packaged assessments."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from score_forms import ENGLISH, PLAIN_ROW, filled
from vpr.console.check_workbook import command
from vpr.results.workbooks.reference import reference_spec

BLANK = replace(ENGLISH, school="", school_name="", code_from=None, code_to=None)


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Runs the command over a form with these rows where no installation is."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("VPR_HOME", str(tmp_path / "nowhere"))

    def run(rows, *options):
        file = tmp_path / "форма.xlsx"
        file.write_bytes(filled(BLANK, rows))
        return CliRunner().invoke(command, [str(file), *options])

    return run


def test_a_right_form_is_accepted_with_exit_code_0(check):
    done = check([PLAIN_ROW], "--assessment", "2026.en8", "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (answer["accepted"], answer["faults"], answer["rows"], answer["participants"]) == (True, [], 1, 1)


def test_faults_come_with_code_cell_and_message_and_exit_code_1(check):
    done = check([[80001, 1, 9, *PLAIN_ROW[3:]]], "--assessment", "2026.en8", "--json")
    fault = json.loads(done.stdout)["faults"][0]
    assert done.exit_code == 1
    assert (fault["code"], fault["cell"]) == ("R-07a", "Протокол!C2")
    assert fault["message"] == "9 вне границ; допустимо от 0 до 5 или X."


def test_without_json_it_speaks(check):
    done = check([[80001, 1, "х", *PLAIN_ROW[3:]]], "--assessment", "2026.en8")
    assert "Форма принята." in done.stdout
    assert "Исправлено само: 1 ячеек." in done.stdout


@pytest.mark.parametrize("code", ["2099.en8", "английский", "en8"])
def test_wrong_usage_is_exit_code_2(check, code):
    assert check([PLAIN_ROW], "--assessment", code, "--json").exit_code == 2


def test_the_packaged_specification_is_that_of_the_form():
    assert reference_spec("2026.en8").tasks == ENGLISH.tasks


def test_a_fault_names_its_rule(check):
    done = check([[80001, 1, 9, *PLAIN_ROW[3:]]], "--assessment", "2026.en8", "--json")
    assert json.loads(done.stdout)["faults"][0]["rule"] == "R07"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--assessment", "foo"), "«foo» не похоже на код работы; нужен код вида 2026.en8"),
        (("--assessment", "2026.en8", "--school", "12"), "«12» не похоже на код школы; нужны шесть цифр"),
    ],
)
def test_a_wrong_code_is_told_in_russian(check, options, words):
    done = check([PLAIN_ROW], *options)
    assert (done.exit_code, words in done.stderr) == (2, True)
