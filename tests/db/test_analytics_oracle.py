"""Every report on random scripts equals the slow recomputation, on every level."""

import pytest

from ledger_rows import MAXIMA, publish, random_rows, store
from oracle import reports as oracle
from vpr.analytics.queries import report
from vpr.analytics.report import Filters, Level

THRESHOLDS = (10, 15, 22)


@pytest.fixture
def rows(world, assessment, home, now):
    found = random_rows(20260422, [world.school, world.neighbor, world.foreign_school])
    store(assessment, found)
    publish(assessment, 1, at=now)
    return found


def levels(world, rows):
    """Level -> its rows, as a person would pick them from the list."""
    return {
        Level.SAMPLE: rows,
        Level.REGION: [row for row in rows if row["region"] == world.region.pk],
        Level.MUNICIPALITY: [row for row in rows if row["municipality"] == world.municipality.pk],
        Level.SCHOOL: [row for row in rows if row["school"] == world.school.pk],
    }


def units(world):
    return [world.country, world.region, world.municipality, world.school]


def cells_by_level(found):
    return {row.level: list(row.cells) for row in found.main.rows}


def check(name, world, assessment, rows, now, expected, *, skip, filters=None, keep=lambda rows: rows):
    """`expected(rows of a level)` against the figures of the row, for a reader at every level."""
    for unit in units(world):
        found = report(name, assessment=assessment, unit=unit, now=now, filters=filters)
        for level, cells in cells_by_level(found).items():
            mine = oracle.participants(keep(levels(world, rows)[level]))
            assert cells[skip:] == expected(mine), (unit, level)
            assert cells[skip - 1] == len(mine)
            if skip == 3:
                assert cells[1] == (None if level is Level.SCHOOL else oracle.schools(mine))


def test_the_distribution_of_scores_agrees_on_every_level(world, assessment, rows, now):
    check("primary_distribution", world, assessment, rows, now, lambda r: oracle.primary_distribution(r, 25), skip=3)


def test_the_statistics_of_marks_agree_on_every_level(world, assessment, rows, now):
    check("marks_statistics", world, assessment, rows, now, lambda r: oracle.marks_statistics(r, THRESHOLDS), skip=3)


def test_the_comparison_with_the_journal_agrees_on_every_level(world, assessment, rows, now):
    check(
        "journal_comparison", world, assessment, rows, now, lambda r: oracle.journal_comparison(r, THRESHOLDS), skip=2
    )


def test_the_performance_of_tasks_agrees_on_every_level(world, assessment, rows, now):
    check("task_performance", world, assessment, rows, now, lambda r: oracle.task_performance(r, MAXIMA), skip=3)


def test_full_partial_and_zero_agree_and_sum_to_the_participants(world, assessment, rows, now):
    for unit, level in zip(units(world), Level, strict=False):
        mine = oracle.participants(levels(world, rows)[level])
        table = next(
            t for t in report("task_performance", assessment=assessment, unit=unit, now=now).tables if t.key == "counts"
        )
        assert [list(row.cells[3:8]) for row in table.rows] == oracle.task_counts(mine, MAXIMA)
        assert all(sum(row.cells[3:6]) == len(mine) for row in table.rows)


def test_groups_by_mark_agree_on_every_level(world, assessment, rows, now):
    for unit in units(world):
        found = report("task_by_groups", assessment=assessment, unit=unit, now=now)
        for level in {row.level for row in found.main.rows}:
            mine = oracle.participants(levels(world, rows)[level])
            cells = [list(row.cells[2:]) for row in found.main.rows if row.level is level]
            assert cells == oracle.task_by_groups(mine, MAXIMA, THRESHOLDS)


def test_planned_results_are_the_performance_turned_on_its_side(world, assessment, rows, now):
    found = report("planned_results", assessment=assessment, unit=world.school, now=now)
    columns = {column.key: i for i, column in enumerate(found.main.columns)}
    for level, mine in levels(world, rows).items():
        expected = oracle.task_performance(oracle.participants(mine), MAXIMA)
        assert [row.cells[columns[level.value]] for row in found.main.rows] == expected
    for row in found.main.rows:
        assert row.cells[columns["difference"]] == row.cells[columns["school"]] - row.cells[columns["sample"]]


def test_individual_results_are_the_rows_of_the_ledger(world, assessment, rows, now):
    found = report("individual_results", assessment=assessment, unit=world.school, now=now)
    heading, *people = found.main.rows
    mine = levels(world, rows)[Level.SCHOOL]
    assert heading.heading == f"edu470167 | Кол-во участников: {len(oracle.participants(mine))}"
    expected = {
        row["code"]: ["X" if p == -1 else "не пройд." if p == -2 else p for p in row["points"]] + [row["raw_score"]]
        for row in mine
    }
    assert {row.cells[3]: list(row.cells[6:14]) for row in people} == expected


def test_a_filter_by_variant_narrows_every_level(world, assessment, rows, now):
    check(
        "task_performance",
        world,
        assessment,
        rows,
        now,
        lambda r: oracle.task_performance(r, MAXIMA),
        skip=3,
        filters=Filters(variant=2),
        keep=lambda r: [row for row in r if row["variant_1"] == 2],
    )


def test_a_filter_by_class_narrows_the_school_only(world, assessment, rows, now):
    found = report(
        "marks_statistics", assessment=assessment, unit=world.school, now=now, filters=Filters(class_name="8А")
    )
    mine = [row for row in levels(world, rows)[Level.SCHOOL] if row["class_name"] == "8А"]
    assert cells_by_level(found)[Level.SCHOOL][3:] == oracle.marks_statistics(oracle.participants(mine), THRESHOLDS)
    assert cells_by_level(found)[Level.SAMPLE][2] == len(oracle.participants(rows))


def test_the_table_below_holds_the_units_one_level_down(world, assessment, rows, now):
    keys = {"country": "region", "region": "municipality", "municipality": "school", "school": "class_name"}
    for unit, level in zip(units(world), Level, strict=False):
        found = report("marks_statistics", assessment=assessment, unit=unit, now=now)
        table = next(table for table in found.tables if table.key == "below")
        key = keys[unit.kind]
        mine = levels(world, rows)[level]
        expected = sorted(
            oracle.marks_statistics(oracle.participants([r for r in mine if r[key] == value]), THRESHOLDS)
            for value in {row[key] for row in mine}
        )
        first = [column.key for column in table.columns].index("mark_2")
        assert sorted(list(row.cells[first:]) for row in table.rows) == expected


def test_two_part_participants_of_one_part_are_counted_apart(world, assessment, home, now):
    assessment.parts = 2
    assessment.save()
    found = random_rows(7, [world.school], size=60, parts=2)
    store(assessment, found)
    publish(assessment, 1, at=now)
    partial = sum(1 for r in found if r["raw_score"] is None and (r["variant_1"] or r["variant_2"]))
    absent = sum(1 for r in found if r["raw_score"] is None and not (r["variant_1"] or r["variant_2"]))
    answer = report("task_performance", assessment=assessment, unit=world.school, now=now)
    assert (answer.participants, answer.partial, answer.absent) == (len(oracle.participants(found)), partial, absent)
    assert list(answer.main.rows[-1].cells[3:]) == oracle.task_performance(oracle.participants(found), MAXIMA)


def test_preliminary_figures_of_a_school_equal_the_published_ones(world, assessment, home, now):
    found = random_rows(11, [world.school, world.neighbor])
    store(assessment, found)
    names = ("primary_distribution", "marks_statistics", "journal_comparison", "task_performance", "task_by_groups")
    before = {
        name: [
            row.cells
            for row in report(name, assessment=assessment, unit=world.school, now=now, may_preview=True).main.rows
        ]
        for name in names
    }
    publish(assessment, 1, at=now)
    for name, rows in before.items():
        after = [
            row.cells
            for row in report(name, assessment=assessment, unit=world.school, now=now).main.rows
            if row.level is Level.SCHOOL
        ]
        assert rows == after
