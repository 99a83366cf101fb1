"""Выверка: the list goes out prefilled, comes back with changes, waits for the region, is applied or returned."""

from datetime import date, timedelta

import pytest

from enrollment_stage import cabinet, campaign_before, form_of, record
from exchange_declared import filled_file, filled_grid, said, same_record_from_file_and_grid, verdict_of
from vpr.cabinets.models import Account, Appointment, Notification, Unit
from vpr.enrollment.models import Reconciliation, SchoolRecord, UnitSuccession
from vpr.enrollment.queries.lineage import lineage
from vpr.enrollment.queries.lists import proposal_changes
from vpr.enrollment.queries.records import present_lines, record_of, year_changes
from vpr.enrollment.refusals import AlreadyDecided, NotYoursToDecide, ReasonNeeded
from vpr.enrollment.services.reconciling import accept_list, propose_list, return_list
from vpr.enrollment.workbooks.reconciliation import ReconciliationKind
from vpr.exchange.models import Expectation, Submission
from vpr.exchange.services import expect, workbook_of_assessment
from vpr.kernel.roles import Role

KIND = ReconciliationKind()
NEW = {
    "status": "новая",
    "name": "Лужский лицей № 5",
    "short_name": "Лицей № 5",
    "primary": "Да",
    "basic": "Да",
    "secondary": "Нет",
    "takes_part": "Да",
    "grades": "4-8",
}


@pytest.fixture
def stage(world, now):
    campaign = campaign_before(now)
    record(world.school, now, kind="general", grades=[])
    return campaign


def propose(world, campaign, now, rows, channel="file"):
    workbook = form_of(campaign, "reconciliation")
    make = filled_file if channel == "file" else filled_grid
    content = make(KIND, world.municipality, workbook, {"list": rows})
    verdict = verdict_of(KIND, world.municipality, workbook, content, channel)
    assert verdict.is_accepted, said(verdict)
    return propose_list(campaign=campaign, unit=world.municipality, lines=verdict.content, account=None, now=now)


def test_the_form_holds_every_school_and_is_the_same_from_file_and_grid(world, stage):
    rows = [
        ("470167", {"secondary": "Нет", "grades": "4-8", "subjects": "РУ, МА"}),
        ("470168", {"status": "ликвидирована"}),
        (None, NEW),
    ]
    workbook = form_of(stage, "reconciliation")
    by_file, _ = same_record_from_file_and_grid(KIND, world.municipality, workbook, {"list": rows})
    assert [line.code for line in by_file.content] == ["470168", "470167", ""]
    assert by_file.content[1].subjects == ("ru", "ma")


def test_until_the_region_accepts_nothing_changes(world, stage, now):
    made = propose(world, stage, now, [("470168", {"status": "ликвидирована"}), (None, NEW)])
    assert made.state == "submitted"
    assert [change.sentence for change in proposal_changes(made)] == [
        "Лицей № 5: новая; НОО, ООО; классы 4-8",
        "470168 Лужская СОШ № 2: ликвидирована",
    ]
    assert Unit.objects.schools().filter(municipality=world.municipality).count() == 2


def test_a_new_school_gets_the_next_code_a_login_a_seat_and_a_record(world, stage, now):
    made = propose(world, stage, now, [(None, NEW)])
    accept_list(by=cabinet(world, Role.REGIONAL_COORDINATOR), reconciliation=made, now=now)
    school = Unit.objects.get(name="Лужский лицей № 5")
    assert (school.code, school.login, school.municipality) == ("470169", "edu470169", world.municipality)
    assert Appointment.objects.get(unit=school).role == Role.SCHOOL_ORGANIZER
    assert not Account.objects.get(login="edu470169").has_usable_password()
    assert SchoolRecord.objects.get(unit=school, campaign=stage).grades == [4, 5, 6, 7, 8]
    assert UnitSuccession.objects.get(unit=school).kind == "created"


def test_a_closed_school_leaves_the_lists_and_keeps_its_past(world, assessment_of, stage, now):
    workbook = assessment_of("2026.ru4")
    expect(workbook=workbook, rows=[(world.neighbor.pk, 20, 40001, 40026)])
    made = propose(world, stage, now, [("470168", {"status": "ликвидирована"})])
    accept_list(by=cabinet(world, Role.REGIONAL_COORDINATOR), reconciliation=made, now=now)
    world.neighbor.refresh_from_db()
    assert not world.neighbor.is_active
    assert not Appointment.objects.filter(unit=world.neighbor, ended_at=None).exists()
    assert not Expectation.objects.filter(unit=world.neighbor).exists()
    assert "470168" not in present_lines(world.municipality, stage)


@pytest.fixture
def assessment_of(stage):
    return lambda code: workbook_of_assessment(stage.assessments.get(code=code))


def test_a_merged_school_hands_its_series_to_the_successor(world, stage, now):
    made = propose(world, stage, now, [("470168", {"status": "реорганизована", "into": "470167"})])
    told = accept_list(by=cabinet(world, Role.REGIONAL_COORDINATOR), reconciliation=made, now=now)
    assert told == ["470168 Лужская СОШ № 2: присоединена к 470167 Ям-Тёсовская СОШ"]
    mine, gone = lineage(world.school), lineage(world.neighbor)
    assert mine.unit_ids == {world.school.pk, world.neighbor.pk}
    assert mine.predecessors == (world.neighbor,)
    assert gone.successor == world.school
    assert mine.sentences == ("22.04.2026: 470168 Лужская СОШ № 2 присоединена к 470167 Ям-Тёсовская СОШ",)
    assert lineage(world.school, as_of=date(2026, 4, 21)).unit_ids == {world.school.pk}


def test_a_moved_school_changes_its_path_and_a_renamed_one_keeps_its_old_name(world, stage, now):
    rows = [
        ("470168", {"status": "переведена", "into": world.other_municipality.code}),
        ("470167", {"name": "Ям-Тёсовский центр образования", "short_name": "Ям-Тёсовский ЦО"}),
    ]
    made = propose(world, stage, now, rows)
    accept_list(by=cabinet(world, Role.REGIONAL_COORDINATOR), reconciliation=made, now=now)
    world.neighbor.refresh_from_db()
    world.school.refresh_from_db()
    assert (world.neighbor.parent, world.neighbor.municipality) == (world.other_municipality, world.other_municipality)
    assert world.school.name == "Ям-Тёсовский центр образования"
    assert "Ям-Тёсовская СОШ" in " ".join(lineage(world.school).sentences)
    assert "Лужский муниципальный район → Гатчинский" in " ".join(lineage(world.neighbor).sentences)


def test_two_new_schools_get_two_codes(world, stage, now):
    made = propose(world, stage, now, [(None, NEW), (None, NEW | {"name": "Лужский лицей № 6"})])
    accept_list(by=cabinet(world, Role.REGIONAL_COORDINATOR), reconciliation=made, now=now)
    assert set(Unit.objects.filter(name__startswith="Лужский лицей").values_list("code", flat=True)) == {
        "470169",
        "470170",
    }


def test_a_list_without_changes_is_accepted_at_once_and_stored_as_the_record_of_the_year(world, stage, now):
    made = propose(world, stage, now, [])
    assert made.state == "accepted"
    assert SchoolRecord.objects.filter(campaign=stage).count() == 2


def test_a_newer_list_replaces_the_one_that_waits(world, stage, now):
    first = propose(world, stage, now, [("470168", {"status": "ликвидирована"})])
    second = propose(world, stage, now, [("470168", {"status": "действует", "secondary": "Нет"})])
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("replaced", "submitted", 2)
    with pytest.raises(AlreadyDecided):
        accept_list(by=cabinet(world, Role.REGIONAL_COORDINATOR), reconciliation=first, now=now)


def test_a_returned_list_tells_why_and_comes_back_with_what_was_typed(world, stage, now):
    made = propose(world, stage, now, [("470167", {"secondary": "Нет"})])
    return_list(by=cabinet(world, Role.REGIONAL_COORDINATOR), reconciliation=made, reason="Проверьте 10 класс", now=now)
    made.refresh_from_db()
    assert (made.state, made.reason) == ("returned", "Проверьте 10 класс")
    notice = Notification.objects.get(unit=world.municipality)
    assert (notice.topic, "Проверьте 10 класс" in notice.body) == ("return", True)
    rows = {
        row.cells["code"]: row.cells
        for row in KIND.prefilled(world.municipality, form_of(stage, "reconciliation"))["list"]
    }
    assert rows["470167"]["secondary"] == "Нет"


def test_only_the_region_of_the_list_decides_and_gives_a_reason(world, stage, now):
    made = propose(world, stage, now, [("470168", {"status": "ликвидирована"})])
    with pytest.raises(NotYoursToDecide):
        accept_list(by=cabinet(world, Role.MUNICIPAL_COORDINATOR), reconciliation=made, now=now)
    with pytest.raises(ReasonNeeded):
        return_list(by=cabinet(world, Role.REGIONAL_COORDINATOR), reconciliation=made, reason=" ", now=now)
    foreign = Reconciliation.objects.create(
        campaign=stage, unit=world.foreign_school.municipality, number=1, submitted_at=now
    )
    with pytest.raises(NotYoursToDecide):
        accept_list(by=cabinet(world, Role.REGIONAL_COORDINATOR), reconciliation=foreign, now=now)


def test_the_difference_from_last_year_is_told_in_words(world, stage, now):
    last = campaign_before(now - timedelta(days=365), code="2025", year=2025, current=False)
    SchoolRecord.objects.create(unit=world.neighbor, campaign=last, changed_at=now, has_secondary=True)
    made = propose(world, stage, now, [("470168", {"secondary": "Нет"})])
    accept_list(by=cabinet(world, Role.REGIONAL_COORDINATOR), reconciliation=made, now=now)
    assert year_changes(world.municipality, stage) == ["470168 Лужская СОШ № 2: СОО да → нет"]
    assert record_of(world.neighbor, last).has_secondary


FAULTS = [
    ("470167", {"name": ""}, "V-01"),
    (None, NEW | {"status": "действует"}, "V-02"),
    (None, NEW | {"code": "470555"}, "V-03"),
    ("470167", {"status": "новая"}, "V-03"),
    ("470167", {"status": "реорганизована"}, "V-04"),
    ("470167", {"status": "реорганизована", "into": "479999"}, "V-05"),
    ("470167", {"status": "реорганизована", "into": "220001"}, "V-05"),
    ("470167", {"status": "реорганизована", "into": "470167"}, "V-06"),
    ("470167", {"status": "переведена"}, "V-08"),
    ("470167", {"status": "переведена", "into": "reg22_m019"}, "V-09"),
    ("470167", {"status": "переведена", "into": "reg47_m010"}, "V-10"),
    ("470167", {"into": "470168"}, "V-11"),
    ("470167", {"grades": "старшие"}, "V-12"),
    ("470167", {"secondary": "Нет", "grades": "4-8, 10"}, "V-13"),
    ("470167", {"subjects": "РУ, Астрология"}, "V-14"),
    ("470167", {"primary": "Нет", "basic": "Нет", "secondary": "Нет"}, "V-15"),
    (None, NEW | {"name": "ЛУЖСКАЯ СОШ № 2"}, "V-17"),
]


@pytest.mark.parametrize(("key", "cells", "code"), FAULTS)
def test_what_a_list_may_not_say(world, stage, key, cells, code):
    workbook = form_of(stage, "reconciliation")
    content = filled_grid(KIND, world.municipality, workbook, {"list": [(key, cells)]})
    verdict = verdict_of(KIND, world.municipality, workbook, content, "grid")
    assert not verdict.is_accepted
    assert [fault[0] for fault in said(verdict)] == [code]


def test_two_schools_cannot_be_merged_into_each_other(world, stage):
    workbook = form_of(stage, "reconciliation")
    rows = [("470167", {"status": "реорганизована", "into": "470168"}), ("470168", {"status": "ликвидирована"})]
    verdict = verdict_of(
        KIND, world.municipality, workbook, filled_grid(KIND, world.municipality, workbook, {"list": rows}), "grid"
    )
    assert [fault[0] for fault in said(verdict)] == ["V-07"]


def test_a_row_that_was_deleted_is_missed(world, stage):
    import json

    workbook = form_of(stage, "reconciliation")
    grid = json.loads(filled_grid(KIND, world.municipality, workbook, {}))
    found = next(rows for rows in _tables(grid) if rows and rows[0] and rows[0][0] == "470168")
    del found[0]
    verdict = verdict_of(KIND, world.municipality, workbook, json.dumps(grid).encode(), "grid")
    assert "V-16" in [fault[0] for fault in said(verdict)]


def _tables(value):
    """Lists of rows anywhere inside the content of a grid."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _tables(inner)
    elif isinstance(value, list):
        if value and isinstance(value[0], list):
            yield value
        else:
            for inner in value:
                yield from _tables(inner)


def test_closing_a_school_with_results_is_a_warning(world, stage, assessment_of, now):
    Submission.objects.create(
        number="1",
        unit=world.neighbor,
        workbook=assessment_of("2026.ru4"),
        version=1,
        sha256="0" * 64,
        size=1,
        original_name="a.xlsx",
        received_at=now,
        state=3,
    )
    workbook = form_of(stage, "reconciliation")
    content = filled_grid(KIND, world.municipality, workbook, {"list": [("470168", {"status": "ликвидирована"})]})
    verdict = verdict_of(KIND, world.municipality, workbook, content, "grid")
    assert verdict.is_accepted
    assert [fault[0] for fault in said(verdict)] == ["V-18"]
