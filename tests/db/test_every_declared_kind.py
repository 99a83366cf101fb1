"""What every registered form of the preparation must keep, whoever wrote it."""

import re

import pytest

from exchange_declared import opened, verdict_of
from vpr.exchange import kinds, services
from vpr.exchange.declared.faults import CATALOGUE
from vpr.exchange.declared.kind import DeclaredKind
from vpr.exchange.grid.layout import Layout
from vpr.exchange.kinds import kind_of
from vpr.workbook.wording import help_of

KEYS = sorted(key for key, kind in kinds._kinds.items() if isinstance(kind, DeclaredKind))


@pytest.fixture
def place(world, assessment, home, request):
    """The kind, a unit of its level and its workbook."""
    kind = kind_of(request.param)
    unit = {"school": world.school, "municipality": world.municipality, "region": world.region}[kind.level.value]
    return kind, unit, services.workbook_of(assessment.campaign, kind.key)


every_kind = pytest.mark.parametrize("place", KEYS, indirect=True)


def test_there_are_forms_to_look_at():
    assert KEYS


@every_kind
def test_the_declaration_is_sound(place):
    kind, unit, workbook = place
    form = kind.form(unit, workbook)
    assert form.file_name.endswith(".xlsx")
    assert not re.search(r'[\\/:*?"<>|]', form.file_name)
    assert form.instruction
    assert len({sheet.key for sheet in form.sheets}) == len({sheet.title for sheet in form.sheets}) == len(form.sheets)
    for sheet in form.sheets:
        assert len(sheet.title) <= 31
        assert not re.search(r"[\[\]:*?/\\!']", sheet.title)
        titles = [column.title.lower() for column in sheet.columns]
        assert len(set(titles)) == len(titles), f"two columns of «{sheet.title}» have one title"
        assert len({column.key for column in sheet.columns}) == len(sheet.columns)
        assert not sheet.row_key or sheet.column(sheet.row_key)
        assert all(map(help_of, sheet.columns))


@every_kind
def test_codes_of_its_own_are_not_of_any_form(place):
    kind, *_ = place
    assert not set(kind.own_faults) & set(CATALOGUE)
    assert all(code == fault.code for code, fault in kind.own_faults.items())


@every_kind
def test_an_untouched_template_is_recognized_and_keeps_its_rows(place):
    kind, unit, workbook = place
    name, content = kind.template(unit, workbook, None)
    assert opened(content).sheetnames[0] == "Инструкция"
    assert name
    verdict = verdict_of(kind, unit, workbook, content)
    strange = ("W-01", "W-02", "W-03", "W-05", "W-06", "W-07", "W-08", "W-10", "W-11", "W-12", "W-18")
    assert [fault for fault in verdict.faults if fault.code.startswith(strange)] == []
    assert verdict.repairs == []


@every_kind
def test_the_grid_holds_the_same_rows_and_says_the_same_of_them(place):
    kind, unit, workbook = place
    layout = Layout(kind.form(unit, workbook), kind.prefilled(unit, workbook))
    rows = layout.starting_rows()
    assert layout.fitted(rows) == rows
    by_file = verdict_of(kind, unit, workbook, kind.template(unit, workbook, None)[1])
    by_grid = verdict_of(kind, unit, workbook, layout.content(rows), "grid")
    assert [(f.code, f.cell, f.details) for f in by_grid.faults] == [
        (f.code, f.cell, f.details) for f in by_file.faults
    ]
    assert by_grid.content == by_file.content


@every_kind
def test_every_cell_of_the_page_can_be_drawn(place):
    from vpr.exchange.grid.page import page_of
    from vpr.exchange.templatetags.grid_cells import grid_cell

    kind, unit, workbook = place
    layout = Layout(kind.form(unit, workbook), kind.prefilled(unit, workbook))
    page = page_of(layout, layout.starting_rows(), 1, "", None)
    cells = [
        grid_cell(section, line, cell, at)
        for section in page.sections
        for line in section.lines
        for at, cell in enumerate(line.cells)
    ]
    assert all(cell.startswith("<td ") and cell.endswith("</td>") for cell in cells)
