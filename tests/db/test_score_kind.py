"""The score workbook as the exchange sees it: template, check that writes nothing, the grid, the difference of versions."""

import json

import pytest
from django.db import connection

from score_forms import filled, opened, table_of
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Expectation
from vpr.exchange.services import workbook_of_assessment
from vpr.results.faults import text_of
from vpr.results.queries import spec_of
from vpr.results.rules import KnownScript, position_notices, understand

pytestmark = pytest.mark.django_db

ROWS = [[80001 + n, 1 + n % 2, 5, n % 6, 3, 3, 2, 3, 1, 1, 4] for n in range(6)]


@pytest.fixture
def expectation(world, assessment):
    school = world.school
    return Expectation.objects.create(
        unit=school,
        region_id=school.region_id,
        municipality_id=school.municipality_id,
        workbook=workbook_of_assessment(assessment),
        participants=8,
        code_from=80001,
        code_to=80010,
    )


def check(world, assessment, expectation, content, channel="file"):
    return kind_of("scores").check(
        content,
        "форма.xlsx",
        unit=world.school,
        workbook=expectation.workbook,
        expectation=expectation,
        channel=channel,
    )


def own_form(world, assessment, expectation, rows):
    spec = spec_of(assessment, world.school, expectation)
    return filled(spec, rows, kind_of("scores").template(world.school, expectation.workbook, expectation)[1])


def test_the_template_is_the_schools_own(world, assessment, expectation):
    name, content = kind_of("scores").template(world.school, expectation.workbook, expectation)
    book = opened(content)
    assert name == "Форма сбора результатов Английский язык 8 класс ВПР 2026.xlsx"
    assert book["Инструкция"]["B4"].value == "Ям-Тёсовская СОШ (код 470167)"
    assert [row[0].value for row in book["Протокол"].iter_rows(min_row=2)] == list(range(80001, 80011))


def test_a_filled_form_is_accepted_and_nothing_is_written(
    world, assessment, expectation, django_assert_max_num_queries
):
    content = own_form(world, assessment, expectation, ROWS)
    with connection.execute_wrapper(_no_writing):
        verdict = check(world, assessment, expectation, content)
    assert verdict.faults == []
    assert verdict.is_accepted
    assert (verdict.rows, verdict.participants, len(verdict.content)) == (6, 6, 6)
    assert verdict.content[0].mark == 4


def _no_writing(execute, sql, params, many, context):
    assert sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE")), sql
    return execute(sql, params, many, context)


def test_the_grid_obeys_the_same_rules_at_the_same_addresses(world, assessment, expectation):
    rows = [row[:] for row in ROWS]
    rows[1][2], rows[2][1], rows[3][0] = 9, "", 80099
    from_file = check(world, assessment, expectation, own_form(world, assessment, expectation, rows))
    spec = spec_of(assessment, world.school, expectation)
    titles = [column.title for column in table_of(spec, []).column_order]
    content = json.dumps({"columns": titles, "rows": [[*map(str, row), ""] for row in rows]}).encode()
    from_grid = check(world, assessment, expectation, content, "grid")
    assert from_grid.faults == from_file.faults
    assert [fault.code for fault in from_grid.faults] == ["R-07a", "R-05b", "R-04c"]
    assert from_grid.repairs == []
    assert from_grid.content == from_file.content


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"columns": [], "rows": []}', b'{"columns": 1, "rows": [1]}'])
def test_a_grid_of_another_shape_is_refused(world, assessment, expectation, content):
    verdict = check(world, assessment, expectation, content, "grid")
    assert not verdict.is_accepted
    assert [fault.code for fault in verdict.faults] == ["R-16e"]


def test_more_participants_than_applied_for_is_a_question(world, assessment, expectation):
    rows = [[80001 + n, 1, n % 6, n % 5, 3, 3, 2, 3, 1, 1, 4] for n in range(10)]
    verdict = check(world, assessment, expectation, own_form(world, assessment, expectation, rows))
    assert [(fault.code, text_of(fault)) for fault in verdict.faults] == [
        ("R-12a", "работу писали 10, а по заявке участников 8; проверьте, нет ли лишних строк.")
    ]
    assert verdict.is_accepted


def test_fewer_than_half_is_a_question(world, assessment, expectation):
    verdict = check(world, assessment, expectation, own_form(world, assessment, expectation, ROWS[:3]))
    assert [fault.code for fault in verdict.faults] == ["R-12b"]


def test_a_code_that_had_another_class_in_another_work_is_a_question(world, assessment):
    spec = spec_of(assessment, world.school)
    result = understand(spec, table_of(spec, ROWS[:2]), {80001: KnownScript("Физика 8 класс", "2")})
    assert [fault.code for fault in result.faults] == ["R-13"]
    assert [text_of(fault) for fault in result.faults] == [
        "Протокол!J2: код 80001 в работе «Физика 8 класс» записан иначе: класс 2, здесь класс 1; "
        "проверьте, тот ли это участник."
    ]


def test_what_a_person_should_know_of_a_late_or_repeated_upload():
    notices = position_notices(wave=2, is_late=True, replaces_version=1)
    assert [fault.code for fault in notices] == ["R-15", "R-17"]
    assert [text_of(fault) for fault in notices] == [
        "срок первой волны прошёл: если раньше принятой формы не было, результаты войдут в волну 2;"
        " делать ничего не нужно.",
        "эта загрузка заменит версию 1; прежняя останется в истории, делать ничего не нужно.",
    ]


def test_cells_are_keyed_by_code_and_title(world, assessment, expectation):
    kind = kind_of("scores")
    before = kind.cells(
        own_form(world, assessment, expectation, ROWS),
        "а",
        unit=world.school,
        workbook=expectation.workbook,
        channel="file",
    )
    changed = [row[:] for row in reversed(ROWS)]
    changed[0][3] = "X"
    after = kind.cells(
        own_form(world, assessment, expectation, changed),
        "б",
        unit=world.school,
        workbook=expectation.workbook,
        channel="file",
    )
    assert {key for key in before if before[key] != after.get(key)} == {("80006", "2 (5б)")}
    assert kind.cells(b"junk", "в", unit=world.school, workbook=expectation.workbook, channel="file") == {}
