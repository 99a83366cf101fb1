"""`vpr report` and `vpr export`: the numbers of the page, exit codes, shapes."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from ledger_rows import MAXIMA, publish, random_rows, store
from vpr.console import export as export_command
from vpr.console import import_results as import_command
from vpr.console import report as report_command
from vpr.console import simulate as simulate_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(world, assessment, home, now):
    found = random_rows(31, [world.school, world.neighbor, world.foreign_school])
    store(assessment, found)
    publish(assessment, 1, at=now)
    return found


def run(command, *words):
    return CliRunner().invoke(command.command, list(words))


def test_a_report_as_json_carries_the_numbers_of_the_query(world, assessment, rows, now):
    from vpr.analytics.queries import report

    answer = run(report_command, "marks_statistics", "--assessment", "2026.en8", "--unit", "470167", "--format", "json")
    assert answer.exit_code == 0
    plain = json.loads(answer.stdout)
    found = report("marks_statistics", assessment=assessment, unit=world.school, now=now)
    keys = [column.key for column in found.main.columns]
    for mine, row in zip(plain["tables"]["main"]["rows"], found.main.rows, strict=True):
        assert [mine[key] for key in keys] == [float(c) if hasattr(c, "quantize") else c for c in row.cells]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_report_is_written_to_a_file(rows, tmp_path, kind):
    path = tmp_path / f"report.{kind}"
    words = ("--assessment", "2026.en8", "--unit", "reg47_m010", "--format", kind, "--output", str(path))
    assert run(report_command, "task_performance", *words).exit_code == 0
    assert path.read_bytes()[:2] in (b"PK", b"\xef\xbb")


def test_wrong_usage_is_two_and_no_results_is_one(world, assessment, home):
    ask = ("marks_statistics", "--assessment", "2026.en8", "--unit")
    assert run(report_command, *ask, "470167").exit_code == 1
    assert run(report_command, *ask, "000000").exit_code == 2
    assert run(report_command, "marks_statistics", "--assessment", "1999.ma4", "--unit", "ru").exit_code == 2
    assert run(report_command, "unknown", "--assessment", "2026.en8", "--unit", "ru").exit_code == 2


def test_a_wide_export_has_a_row_for_each_script_of_the_unit(rows, world, tmp_path):
    path = tmp_path / "scripts.csv"
    answer = run(export_command, "--assessment", "2026.en8", "--unit", "reg47_m010", "--output", str(path), "--json")
    mine = [row for row in rows if row["municipality"] == world.municipality.pk]
    assert json.loads(answer.stdout)["rows"] == len(mine)
    found = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    expected = {(row["school"], row["code"]): row for row in mine}
    schools = {"470167": world.school.pk, "470168": world.neighbor.pk}
    for line in found:
        row = expected.pop((schools[line["school"]], int(line["code"])))
        assert [line[code] for code in ("1", "2", "3", "4К1", "4К2", "4К3", "4К4")] == [
            "" if p is None else str(p) for p in row["points"]
        ]
    assert expected == {}


def test_a_long_export_sums_to_the_same_raw_scores(rows, tmp_path):
    path = tmp_path / "scripts.parquet"
    run(export_command, "--assessment", "2026.en8", "--format", "parquet", "--shape", "long", "--output", str(path))
    table = pq.read_table(path).to_pylist()
    full = [row for row in rows if row["raw_score"] is not None]
    assert sum(max(r["points"], 0) for r in table if r["raw_score"] is not None) == sum(r["raw_score"] for r in full)
    assert len([r for r in table if r["raw_score"] is not None]) == len(full) * len(MAXIMA)


def test_the_ledger_is_exported_before_publication(world, assessment, home, tmp_path):
    store(assessment, random_rows(1, [world.school]))
    path = tmp_path / "scripts.xlsx"
    words = ("--assessment", "2026.en8", "--unit", "470167", "--format", "xlsx", "--output", str(path))
    assert run(export_command, *words).exit_code == 1
    assert run(export_command, *words, "--ledger").exit_code == 0
    assert path.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("command", "words"), [(report_command, ("marks_statistics", "--unit", "ru")), (export_command, ())]
)
def test_a_folder_that_does_not_exist_is_wrong_usage(tmp_path, command, words):
    answer = run(command, *words, "--assessment", "2026.en8", "--output", str(tmp_path / "нет" / "file.csv"))
    assert answer.exit_code == 2
    assert "создайте её или назовите другую" in answer.stderr


@pytest.mark.parametrize("command", [import_command, simulate_command])
def test_a_code_that_is_none_is_told_in_russian(db, home, tmp_path, command):
    (tmp_path / "file.xlsx").write_bytes(b"")
    words = ("--assessments", "foo") if command is simulate_command else (str(tmp_path), "--assessment", "foo")
    answer = run(command, *words)
    assert answer.exit_code == 2
    assert "«foo» не похоже на код работы" in answer.stderr
