"""Declare -> template -> stamp -> fill -> read -> understand gives what was filled; the shortcut says what the rules say."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score_forms import ENGLISH, GEOGRAPHY, filled, table_of
from vpr.kernel.points import ABSENT_VARIANT, NOT_ATTEMPTED
from vpr.results import rules
from vpr.results.checking import check_file
from vpr.results.plain_rows import PlainRows
from vpr.results.row_rules import RowReader
from vpr.results.rules import understand
from vpr.results.scripts import ScoreSpec, TaskPlace


@st.composite
def specs(draw) -> ScoreSpec:
    """Assessments of one and two parts with sub-items, criteria and a dependency."""
    parts = draw(st.integers(1, 2))
    maxima = draw(st.lists(st.integers(1, 5), min_size=parts, max_size=8))
    cut = draw(st.integers(1, max(1, len(maxima) - 1))) if parts == 2 else len(maxima)
    tasks = [TaskPlace(str(n), most, 1 if n <= cut else 2) for n, most in enumerate(maxima, start=1)]
    last = len(tasks) + 1
    tasks += [TaskPlace(f"{last}К1", 2, parts), TaskPlace(f"{last}К2", 3, parts, f"{last}К1")]
    return ScoreSpec("2026.ma5", "Математика 5 класс", "ВПР 2026", 2026, 5, parts, (1, 2), tuple(tasks),
                     thresholds=draw(st.sampled_from([None, (2, 4, 6)])), school="470167", school_name="Школа & <К°>",
                     code_from=50001, code_to=50030)  # fmt: skip


@st.composite
def right_rows(draw, spec: ScoreSpec) -> list[list[object]]:
    """Rows that obey every rule, as a person would type them."""
    rows = []
    for code in draw(st.lists(st.integers(50001, 50030), unique=True, min_size=1, max_size=12)):
        row: list[object] = [code]
        points: dict[str, object] = {}
        variants = [draw(st.sampled_from([1, 2, "отсутствовал"])) for _ in range(spec.parts)]
        for part, variant in enumerate(variants, start=1):
            row.append(variant)
            for place in spec.tasks:
                if place.part == part:
                    row.append("" if variant == "отсутствовал" else draw(_points(place, points)))
                    points[place.code] = row[-1]
        rows.append([*row, draw(st.integers(1, 50)), draw(st.sampled_from([2, 3, 4, 5, "нет отметки"]))])
    return rows


def _points(place: TaskPlace, given_points: dict[str, object]) -> st.SearchStrategy:
    if place.depends_on and given_points[place.depends_on] in (0, "X"):
        return st.sampled_from([0, "X"])
    return st.sampled_from([*range(place.max_points + 1), "X"])


def meant(spec: ScoreSpec, row: list[object]) -> tuple:
    """What a filled row means, said again in the plainest way."""
    cells = iter(row)
    code = next(cells)
    variants, points = [], []
    for part in range(1, spec.parts + 1):
        variant = next(cells)
        variants.append(ABSENT_VARIANT if variant == "отсутствовал" else variant)
        for place in spec.tasks:
            if place.part == part:
                points.append({"": None, "X": NOT_ATTEMPTED}.get(cell := next(cells), cell))
    class_name, mark = next(cells), next(cells)
    total = sum(value for value in points if isinstance(value, int) and value > 0)
    raw = None if ABSENT_VARIANT in variants else total
    given_mark = 2 + sum(raw >= t for t in spec.thresholds) if raw is not None and spec.thresholds else None
    return code, variants, tuple(points), str(class_name), None if mark == "нет отметки" else mark, raw, given_mark


def found(script, spec) -> tuple:
    variants = [script.variant_1, script.variant_2][: spec.parts]
    return (
        script.code,
        variants,
        script.points,
        script.class_name,
        script.journal_mark,
        script.raw_score,
        script.mark,
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_was_filled_is_what_is_understood(data):
    spec = data.draw(specs())
    rows = data.draw(right_rows(spec))
    result = check_file(spec, filled(spec, rows))
    assert [fault for fault in result.faults if not fault.code.startswith("R-14")] == []
    assert result.repairs == []
    assert [found(script, spec) for script in result.rows] == [meant(spec, row) for row in rows]


WORDS = ["X", "х", "", "3.0", " ", "отсутствовал", "Отсутствовал", "нет отметки", "?"]
CELLS = st.sampled_from([0, 1, 2, 3, 5, 9, -1, 2.5, *WORDS])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([ENGLISH, GEOGRAPHY, replace(ENGLISH, thresholds=None)]), st.data())
def test_the_shortcut_says_what_the_rules_say(spec, data):
    width = len(table_of(spec, []).column_order)
    start = spec.code_from
    row = [
        data.draw(st.sampled_from([start, start + 19, start + 20, "80001"])),
        *[data.draw(CELLS) for _ in range(width - 1)],
    ]
    table = table_of(spec, [row])
    shortcut = PlainRows(spec, table).read(row)
    slow = RowReader(spec, table).read(2, row)
    if shortcut is not None:
        assert (slow.script, slow.faults, slow.repairs) == (shortcut, [], [])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_shortcut_takes_every_plain_row(data):
    spec = data.draw(specs())
    rows = [row for row in data.draw(right_rows(spec)) if "отсутствовал" not in row]
    table = table_of(spec, rows)
    assert all(PlainRows(spec, table).read(cells) is not None for _, cells in table.rows)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_table_without_the_shortcut_is_understood_alike(data):
    spec = data.draw(specs())
    table = table_of(spec, data.draw(right_rows(spec)))
    fast = understand(spec, table)
    original, rules.PlainRows = rules.PlainRows, _Never
    try:
        slow = understand(spec, table)
    finally:
        rules.PlainRows = original
    assert (fast.rows, fast.faults, fast.repairs) == (slow.rows, slow.faults, slow.repairs)


class _Never:
    def __init__(self, *_: object) -> None:
        pass

    def read(self, _: object) -> None:
        return None
