"""What an import refuses and what it repairs, row by row. This table is the documentation of the report."""

import pytest

from import_sheets import row_2021, understood
from vpr.results.importing.faults import REFUSALS, REPAIRS

REFUSED = [
    ("I-01", row_2021("1", "2", "3", login="school 5")),
    ("I-02", row_2021("1", "2", "3", login="sch470167")),
    ("I-03", row_2021("1", "2", "3", code="Иванова")),
    ("I-05", row_2021("1", "?", "3")),
    ("I-05", row_2021("1", "H", "3")),
    ("I-05", row_2021("1", "-1", "3")),
    ("I-05", row_2021("1", "1.5", "3")),
    ("I-06", row_2021("2", "2", "3")),
    ("I-06", row_2021("1", "19", "3")),
    ("I-07", row_2021("1", "", "3")),
    ("I-07", row_2021("", "", "")),
    ("I-08", row_2021("1", "2", "3", variant="отсутствовал")),
    ("I-09", row_2021("", "", "", variant="")),
    ("I-09", row_2021("", "", "", variant="X")),
]


@pytest.mark.parametrize(("code", "row"), REFUSED)
def test_a_row_that_cannot_be_understood_is_refused_with_its_reason(code, row):
    outcome = understood(row, region="22")
    assert [refusal.code for refusal in outcome.tally.refusals][:1] == [code]
    assert (outcome.tally.rows_read, outcome.tally.stored, outcome.tally.refused) == (1, 0, 1)
    assert outcome.scripts == {}
    assert "{" not in outcome.tally.refusals[0].message


def test_a_second_row_with_the_same_code_of_a_school_is_refused():
    outcome = understood(row_2021("1", "2", "3"), row_2021("0", "0", "0"), row_2021("1", "1", "1", login="sch220002"))
    assert [(refusal.code, refusal.row) for refusal in outcome.tally.refusals] == [("I-04", 3)]
    assert {school: [script.points for script in scripts] for school, scripts in outcome.scripts.items()} == {
        "220001": [(1, 2, 3)],
        "220002": [(1, 1, 1)],
    }


REPAIRED = [
    ("letter_x", row_2021("х", "2", "3"), (-1, 2, 3)),
    ("letter_x", row_2021("Ч", "2", "3"), (-1, 2, 3)),
    ("letter_x", row_2021("x\u00a0", "2", "3"), (-1, 2, 3)),
    ("not_taught", row_2021("Не пройд", "2", "3"), (-2, 2, 3)),
    ("blanks", row_2021("1\u00a0", "2", "3"), (1, 2, 3)),
    ("fraction", row_2021("1", "2.0", "3"), (1, 2, 3)),
    ("absent", row_2021("", "", "", variant="Отсутствовал"), (None, None, None)),
    ("absent_zeros", row_2021("0", "X", "0", variant="отсутствовал"), (None, None, None)),
    ("variant", row_2021("1", "2", "3", variant="0"), (1, 2, 3)),
    ("variant", row_2021("1", "2", "3", variant="3"), (1, 2, 3)),
    ("journal_mark", row_2021("1", "2", "3", mark="8"), (1, 2, 3)),
    ("journal_mark", row_2021("1", "2", "3", mark="ж"), (1, 2, 3)),
    ("gender", row_2021("1", "2", "3", gender="Ж"), (1, 2, 3)),
    ("unknown_gender", row_2021("1", "2", "3", gender="5"), (1, 2, 3)),
    ("class_name", row_2021("1", "2", "3", klass="ДЛИННОЕНАЗВАНИЕКЛАССА"), (1, 2, 3)),
    ("total", row_2021("1", "2", "3", total="7"), (1, 2, 3)),
]


@pytest.mark.parametrize(("kind", "row", "points"), REPAIRED)
def test_a_safe_repair_is_made_shown_and_remembered(kind, row, points):
    outcome = understood(row)
    assert outcome.tally.stored == 1
    tally = outcome.tally.repairs[kind]
    assert tally.count == 1
    assert tally.examples[0].row == 2
    [script] = outcome.scripts["220001"]
    assert script.points == points
    assert script.as_uploaded


def test_a_missed_part_is_told_by_its_empty_cells():
    outcome = understood(row_2021("1", "", ""), row_2021("", "2", "3", code="60002"), parts=(1, 2, 2))
    first, second = outcome.scripts["220001"]
    assert outcome.tally.repairs["part_absent"].count == 2
    assert (first.variant_1, first.variant_2, first.raw_score) == (1, 0, None)
    assert (second.variant_1, second.variant_2, second.raw_score) == (0, 1, None)
    assert (first.points, second.points) == ((1, None, None), (None, 2, 3))


def test_a_mark_needs_a_scale_and_a_whole_script():
    rows = (row_2021("1", "1", "1"), row_2021("", "", "", code="60002", variant="отсутствовал"))
    marks = [script.mark for script in understood(*rows, thresholds=(2, 3, 5)).scripts["220001"]]
    assert marks == [4, None]
    assert [script.mark for script in understood(*rows).scripts["220001"]] == [None, None]


def test_every_cell_of_a_refused_row_is_named():
    outcome = understood(row_2021("?", "9", ""))
    assert [(r.column, r.code) for r in outcome.tally.refusals] == [
        ("балл за 1", "I-05"), ("балл за 2", "I-06"), ("балл за 3", "I-07"),
    ]  # fmt: skip
    assert outcome.tally.refused == 1


def test_the_tables_above_meet_every_reason_and_every_repair():
    # told of whole files: tests/db/test_import_files.py
    of_files = {"I-10", "I-11", "I-12", "I-13", "I-14", "I-15", "I-16"}
    assert {code for code, _ in REFUSED} | {"I-04"} | of_files == set(REFUSALS)
    assert {kind for kind, _, _ in REPAIRED} | {"part_absent"} == set(REPAIRS)
