"""What was given back is owed again and taken again; what was dealt with on a page is not owed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment_stage import cabinet, campaign_before, form_of, numbers, record
from exchange_declared import filled_grid
from vpr.cabinets.models import Notification
from vpr.cabinets.today import steps_of
from vpr.campaigns.models import PlanStep
from vpr.campaigns.statuses import StatusQuestion
from vpr.enrollment.models import Application, Reconciliation
from vpr.enrollment.queries.monitoring import school_rows
from vpr.enrollment.refusals import FrozenAlready
from vpr.enrollment.services.applications import confirm_applications, return_application, submit_application
from vpr.enrollment.services.freezing import freeze_applications
from vpr.enrollment.services.reconciling import return_list
from vpr.enrollment.statuses import consolidated_status, correction_status
from vpr.enrollment.workbooks.application import QUESTION, ApplicationKind
from vpr.enrollment.workbooks.reconciliation import ReconciliationKind
from vpr.exchange.models import Expectation, ExpectationState, Submission, SubmissionState
from vpr.exchange.queries.behind import units_behind
from vpr.exchange.queries.columns import PREPARATION, Choice
from vpr.exchange.queries.steps import form_step
from vpr.exchange.refusals import UploadClosed
from vpr.exchange.services import check_submission, expect_units, receive_upload
from vpr.kernel.roles import Role

APPLICATION, LIST = ApplicationKind(), ReconciliationKind()
FILLED = {
    "school": [(QUESTION, {"answer": "Да"})],
    "works": [("2026.ru4", {"class_count": "2", "participants": "40"})],
}


@pytest.fixture
def stage(world, now, home):
    campaign = campaign_before(now)
    record(world.school, now)
    return campaign


def send(unit, workbook, content, at):
    made = receive_upload(
        unit=unit, workbook=workbook, content=content, name="таблица", channel="grid", account=None, now=at
    )
    check_submission(submission_id=made.pk, now=at)
    made.refresh_from_db()
    assert made.state == SubmissionState.ACCEPTED, made.faults
    return made


@pytest.fixture
def application(world, stage, now):
    """Workbook and bytes of the application that the school has uploaded."""
    workbook = form_of(stage, "application")
    content = filled_grid(APPLICATION, world.school, workbook, FILLED)
    send(world.school, workbook, content, now)
    return workbook, content


def give_back(world, campaign, at):
    by = cabinet(world, Role.FEDERAL_ORGANIZER)
    return_application(by=by, campaign=campaign, unit=world.school, reason="нет 5 класса", now=at)


def test_a_returned_application_is_owed_again_in_the_matrix_and_in_the_reminder(world, stage, application, now):
    workbook, _ = application
    give_back(world, stage, now)
    step = form_step(world.school, workbook, now)
    assert (step.state, step.label, step.needs_work) == (0, "возвращено, пришлите снова", True)
    behind = {
        item.unit: item.missing_titles for item in units_behind(world.municipality, Choice(forms=PREPARATION), now)
    }
    assert "Заявка" in behind[world.school]


def test_after_its_step_a_returned_application_is_sent_again_by_the_same_bytes_for_three_working_days(
    world, stage, application, now
):
    workbook, content = application
    later = now + timedelta(days=6)  # Tuesday 28.04.2026; the step ended yesterday, 01.05 is a holiday
    with pytest.raises(UploadClosed):
        send(world.school, workbook, content, later)
    give_back(world, stage, later)
    told = Notification.objects.get(unit=world.school, topic="return").body
    assert told == "Причина: нет 5 класса. Пришлите заявку снова до 05.05.2026 в 00:00 по Москве."
    again = send(world.school, workbook, content, later + timedelta(days=2))
    assert (again.version, Application.objects.get().state) == (2, "submitted")
    assert Submission.objects.filter(workbook=workbook).count() == 2
    give_back(world, stage, later + timedelta(days=2))
    with pytest.raises(UploadClosed):
        send(world.school, workbook, content, later + timedelta(days=30))


def test_a_return_within_a_long_window_changes_no_end(world, stage, application, now):
    PlanStep.objects.filter(key="application").update(closes_at=now + timedelta(days=40))
    give_back(world, stage, now)
    assert Expectation.objects.get(unit=world.school).extended_until is None


def test_a_returned_list_is_sent_again_after_its_step(world, stage, now):
    workbook = form_of(stage, "reconciliation")
    content = filled_grid(LIST, world.municipality, workbook, {"list": [("470168", {"status": "ликвидирована"})]})
    send(world.municipality, workbook, content, now)
    later, region = now + timedelta(days=6), cabinet(world, Role.REGIONAL_COORDINATOR)
    return_list(by=region, reconciliation=Reconciliation.objects.get(), reason="нет документа", now=later)
    assert Expectation.objects.get(unit=world.municipality).state == ExpectationState.EXPECTED
    assert "снова до 05.05.2026" in Notification.objects.get(unit=world.municipality, topic="return").body
    send(world.municipality, workbook, content, later + timedelta(hours=1))
    assert [row.state for row in Reconciliation.objects.order_by("number")] == ["returned", "submitted"]


def test_a_school_left_out_of_the_freeze_sends_nothing_behind_it(world, stage, application, now):
    workbook, content = application
    submit_application(
        campaign=stage, unit=world.neighbor, takes_part=True, lines={"2026.ru4": numbers(1, 9)}, account=None, now=now
    )
    give_back(world, stage, now)
    freeze_applications(
        by=cabinet(world, Role.FEDERAL_ORGANIZER), campaign=stage, region=world.region, without_missing=True, now=now
    )
    made = receive_upload(
        unit=world.school, workbook=workbook, content=content, name="т", channel="grid", account=None, now=now
    )
    check_submission(submission_id=made.pk, now=now)
    made.refresh_from_db()
    assert [fault["code"] for fault in made.faults] == ["A-16"]
    with pytest.raises(FrozenAlready):
        submit_application(campaign=stage, unit=world.school, takes_part=False, lines={}, account=None, now=now)


def test_confirming_the_last_application_on_the_page_settles_the_consolidated_forms(world, stage, now):
    submit = {"campaign": stage, "takes_part": True, "lines": {"2026.ru4": numbers(1, 9)}, "account": None, "now": now}
    for school in (world.school, world.neighbor):
        submit_application(unit=school, **submit)
    form, of_region = form_of(stage, "consolidated"), form_of(stage, "consolidated_region")
    for workbook in (form, of_region):
        expect_units(workbook=workbook)

    def owed(workbook, unit):
        return Expectation.objects.get(workbook=workbook, unit=unit).state == ExpectationState.EXPECTED

    def titles():
        return " | ".join(step.title for step in steps_of(cabinet(world, Role.MUNICIPAL_COORDINATOR), now))

    confirm = {"by": cabinet(world, Role.MUNICIPAL_COORDINATOR), "campaign": stage, "now": now}
    assert "Подтвердите заявки: 2 школы" in titles()
    assert "Сводная заявка" not in titles()  # one thing, one step
    confirm_applications(units=[world.school], **confirm)
    assert owed(form, world.municipality)
    confirm_applications(units=[world.neighbor], **confirm)
    assert not owed(form, world.municipality)
    assert owed(of_region, world.region)
    assert "Сводная заявка" not in titles()
    region = cabinet(world, Role.REGIONAL_COORDINATOR)
    question = StatusQuestion("", stage, world.region, now)
    assert (consolidated_status(question).is_done, correction_status(question).is_done) == (True, False)
    confirm_applications(units=[world.school, world.neighbor], **(confirm | {"by": region}))
    assert not owed(of_region, world.region)
    assert correction_status(question).is_done


def test_today_tells_of_a_returned_form_once_with_its_own_end(world, stage, application, now):
    later = now + timedelta(days=6)
    give_back(world, stage, later)
    (step,) = [step for step in steps_of(cabinet(world, Role.SCHOOL_ORGANIZER), later) if "аявка" in step.title]
    assert step.detail == "Причина: нет 5 класса"
    assert step.deadline == Expectation.objects.get(unit=world.school).extended_until


def test_the_monitoring_of_many_schools_asks_with_one_parameter(world, stage, application):
    with CaptureQueriesContext(connection) as asked:
        school_rows([world.school, world.neighbor], stage)
    assert all("unnest" in query["sql"] for query in asked.captured_queries)
