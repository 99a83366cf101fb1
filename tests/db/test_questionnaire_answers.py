"""The questionnaire through the exchange: file and browser give the same record, last year's answers, the export."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from context_answers import ANSWERS
from exchange_declared import filled_file, filled_grid, same_record_from_file_and_grid, verdict_of
from vpr.cabinets.models import Appointment
from vpr.cabinets.scope import scope_of
from vpr.campaigns.models import Campaign
from vpr.exchange.kinds import kind_of
from vpr.exchange.services import workbook_of
from vpr.kernel.roles import Role
from vpr.questionnaire.models import ContextData
from vpr.questionnaire.queries import answers_of, last_answers, suggested_answers
from vpr.questionnaire.questions import questionnaire_of
from vpr.questionnaire.services import erase_staff_answers, record_answers
from vpr.questionnaire.tables import answers_csv, answers_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(db, home):
    return Campaign.objects.create(code="2026", title="ВПР 2026", year=2026, is_current=True)


@pytest.fixture
def workbook(campaign):
    return workbook_of(campaign, "context")


@pytest.fixture
def kind():
    return kind_of("context")


def test_the_file_and_the_browser_give_the_same_record(world, workbook, kind):
    by_file, by_grid = same_record_from_file_and_grid(kind, world.school, workbook, ANSWERS)
    assert by_file.faults == by_grid.faults == []
    assert by_file.content["pupils"] == 150
    assert by_file.content["ownership"] == "2"
    assert (by_file.is_accepted, by_file.participants) == (True, 150)


def test_an_upload_is_recorded_once_and_replaced_by_the_next(world, workbook, kind, now):
    verdict = verdict_of(kind, world.school, workbook, filled_grid(kind, world.school, workbook, ANSWERS), "grid")
    for pupils in (150, 160):
        record_answers(
            unit=world.school,
            campaign=workbook.campaign,
            form_year=2022,
            answers=verdict.content | {"pupils": pupils},
            now=now,
        )
    assert ContextData.objects.count() == 1
    assert answers_of(workbook.campaign, world.school)["pupils"] == 160


def test_an_answer_to_a_question_that_is_not_asked_is_named_and_left_out(world, workbook, kind):
    filled = ANSWERS | {"teaching": [*ANSWERS["teaching"], ("17.4", {"answer": "5"})]}
    verdict = verdict_of(kind, world.school, workbook, filled_file(kind, world.school, workbook, filled))
    assert [fault.code for fault in verdict.faults] == ["Q-02"]
    assert verdict.faults[0].cell.endswith("!C5")
    assert verdict.is_accepted
    assert "adapted_pupils" not in verdict.content


def test_a_wrong_choice_is_named_once_by_its_cell(world, workbook, kind):
    filled = ANSWERS | {"general": [*ANSWERS["general"], ("11", {"answer": "колхозная"})]}
    verdict = verdict_of(kind, world.school, workbook, filled_file(kind, world.school, workbook, filled))
    assert [(fault.code, fault.cell) for fault in verdict.faults] == [("W-05", "'Общая информация об ОО'!C12")]
    assert not verdict.is_accepted


def test_a_child_named_among_answers_about_teaching_is_refused(world, workbook, kind):
    filled = ANSWERS | {"teaching": [*ANSWERS["teaching"], ("20", {"answer": "Иванов Иван Иванович"})]}
    verdict = verdict_of(kind, world.school, workbook, filled_file(kind, world.school, workbook, filled))
    assert verdict.holds_personal


def last_year(world, now, **answers):
    before = Campaign.objects.create(code="2025", title="ВПР 2025", year=2025)
    return record_answers(unit=world.school, campaign=before, form_year=2022, answers=answers, now=now)


def test_what_seldom_changes_begins_with_last_year_and_numbers_are_only_shown(world, campaign, now):
    last_year(world, now, director="Петрова А. И.", inn="7707083893", pupils=140, born_15=13, born_16=11, location="4")
    begun = suggested_answers(campaign, world.school)
    assert begun["inn"] == "7707083893"
    assert begun["location"] == "4"
    assert begun["full_name"] == world.school.name
    assert "pupils" not in begun
    last, year = last_answers(campaign, world.school)
    assert (year, last["pupils"], last["born_16"]) == (2025, 140, 13)  # who was 15 is 16 now
    assert "born_15" not in last


def test_answers_of_another_form_are_carried_only_when_they_mean_the_same(world, campaign, now):
    before = Campaign.objects.create(code="2021", title="ВПР 2021", year=2021)
    record_answers(
        unit=world.school,
        campaign=before,
        form_year=2021,
        answers={"ownership": "2", "city_access": "1", "internet": "3", "born_15": 9},
        now=now,
    )
    last, _ = last_answers(campaign, world.school)
    assert last == {"ownership": "2", "city_access": "1"}


def test_the_settlement_of_the_unit_answers_beforehand(world, campaign):
    world.school.settlement = "rural"
    assert suggested_answers(campaign, world.school)["location"] == "4"


def answered(unit, campaign, now, **more):
    answers = {"full_name": unit.name, "director": "Петрова Анна Ивановна", "ownership": "2", "pupils": 150, **more}
    return record_answers(unit=unit, campaign=campaign, form_year=2022, answers=answers, now=now)


def scope(world, role):
    return scope_of(Appointment.objects.select_related("unit").get(account=world.people[role]))


def test_the_export_holds_own_schools_codes_and_no_names(world, campaign, now):
    answered(world.school, campaign, now, adapted="0")
    answered(world.foreign_school, campaign, now)
    content = answers_csv(campaign, scope(world, Role.REGIONAL_COORDINATOR)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert [row["school_code"] for row in rows] == ["470167"]
    assert (rows[0]["ownership"], rows[0]["adapted"], rows[0]["adapted_pupils"]) == ("2", "0", "")
    assert "Петрова" not in content
    everywhere = answers_csv(campaign, scope(world, Role.FEDERAL_ORGANIZER)).decode("utf-8-sig")
    assert len(everywhere.splitlines()) == 3


def test_the_workbook_explains_every_column(world, campaign, now):
    answered(world.school, campaign, now)
    book = load_workbook(io.BytesIO(answers_workbook(campaign, scope(world, Role.MUNICIPAL_COORDINATOR))))
    columns = [cell.value for cell in book["Ответы"][1]][4:]
    explained = [row[0].value for row in book["Кодировка"].iter_rows(min_row=2)]
    assert columns == explained
    assert len(columns) == len(questionnaire_of(2026).questions) - 1


def test_directors_of_past_campaigns_are_erased_on_schedule(world, campaign, now, settings):
    old = last_year(world, now - timedelta(days=settings.VPR_STAFF_DATA_DAYS + 1), director="Петрова", pupils=1)
    kept = answered(world.neighbor, campaign, now - timedelta(days=settings.VPR_STAFF_DATA_DAYS + 1))
    assert erase_staff_answers(now=now) == 1
    assert erase_staff_answers(now=now) == 0
    old.refresh_from_db()
    kept.refresh_from_db()
    assert old.answers == {"pupils": 1}
    assert "director" in kept.answers
