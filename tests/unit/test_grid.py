"""The browser grid derives everything from the declaration of the workbook."""

import json

from hypothesis import given
from hypothesis import strategies as st

from vpr.exchange.kinds import Verdict
from vpr.kernel.faults import Fault
from vpr.results.faults import CATALOGUE
from vpr.results.grid import fitted, grid_content, grid_form, is_rows, rows_of_cells, starting_rows
from vpr.results.grid_faults import place_of, told
from vpr.results.scripts import ScoreSpec, TaskPlace
from vpr.results.workbooks.scores import columns_of

SPEC = ScoreSpec(
    assessment="2026.ru4",
    title="Русский язык 4 класс",
    campaign_title="ВПР 2026",
    year=2026,
    grade=4,
    parts=2,
    variants=(1, 2),
    tasks=(TaskPlace("1К1", 4), TaskPlace("1К2", 3, 1, "1К1"), TaskPlace("2", 3, 2), TaskPlace("3", 12, 2)),
    code_from=40001,
    code_to=40020,
    participants=12,
)
FORM = grid_form(SPEC)


def test_the_columns_are_those_of_the_workbook():
    assert FORM.titles == [column.title for column in columns_of(SPEC)]
    assert [column.kind for column in FORM.columns[:5]] == ["code", "variant", "points", "points", "variant"]
    assert FORM.columns[3].depends == 2
    assert FORM.columns[6].values[:3] == ("12", "11", "10")


def test_every_issued_code_has_a_row():
    assert [row[0] for row in starting_rows(FORM)] == [str(code) for code in range(40001, 40021)]


def test_only_rows_that_were_begun_are_sent():
    rows = fitted(FORM, [["40001"], ["40002", "1", "4"], []])
    sent = json.loads(grid_content(FORM, rows))
    assert sent["columns"] == FORM.titles
    assert [row[:3] for row in sent["rows"]] == [["40002", "1", "4"]]


def test_a_fault_of_the_check_comes_back_to_the_row_on_the_screen():
    rows = fitted(FORM, [["40001"], ["40002", "1", "9"], ["40002", "1"]])
    verdict = Verdict(
        faults=[
            Fault.at("R-07a", "Протокол!C2", found=9, max=4),
            Fault.at("R-04b", "Протокол!A3", number=40002, first="A2"),
        ]
    )
    shown = told(FORM, rows, verdict, CATALOGUE)
    assert shown["summary"] == "Найдено ошибок: 2. Исправьте их перед отправкой."
    assert [(fault["row"], fault["column"], fault["place"]) for fault in shown["faults"]] == [
        (1, 2, "40002, 1К1:"),
        (2, 0, "40002, Код:"),
    ]
    assert "стоит в ячейке 40002, Код;" in shown["faults"][1]["message"]


def test_an_accepted_workbook_becomes_the_rows_of_the_grid():
    title = FORM.titles[2]
    rows = rows_of_cells(FORM, {("40003", title): "4", ("40999", title): "X", ("40003", "Чужой столбец"): "1"})
    assert [row[0] for row in rows][-2:] == ["40020", "40999"]
    assert rows[2][2] == "4"
    assert rows[-1][2] == "X"


@given(st.lists(st.lists(st.text(max_size=3), max_size=20), max_size=5))
def test_rows_always_have_a_cell_for_each_column(rows):
    assert all(len(row) == len(FORM.columns) for row in fitted(FORM, rows))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=3), st.lists, max_leaves=8))
def test_anything_else_than_rows_is_not_rows(anything):
    assert not is_rows(FORM, anything)
    assert not is_rows(FORM, {"revision": 0, "length": 2, "rows": [anything]})


@given(st.integers(0, 400), st.integers(0, 60))
def test_an_address_is_read_back(row, column):
    from vpr.workbook.declaration import address

    assert place_of(address("Протокол", row + 2, column), list(range(401))) == (row, column)
    assert place_of(address("Протокол", 1, column), list(range(401))) is None


def test_an_accepted_workbook_opens_with_its_crosses_mended():
    title = next(column.title for column in FORM.columns if column.kind == "points")
    rows = rows_of_cells(FORM, {("40001", title): "х", ("40002", title): "Ч", ("40003", title): "1.0"})
    at = FORM.titles.index(title)
    assert [row[at] for row in rows[:3]] == ["X", "X", "1"]
