"""«Сегодня»: what the organizer should do with her forms, whom the coordinators wait for."""

from datetime import timedelta

import pytest

from exchange_kind import PlainKind
from vpr.cabinets.models import Appointment
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.exchange import kinds, services
from vpr.exchange.today import exchange_steps
from vpr.kernel.roles import Role


@pytest.fixture
def steps(world, assessment, now, home, monkeypatch):
    monkeypatch.setitem(kinds._kinds, "scores", PlainKind())
    services.expect(
        workbook=services.workbook_of_assessment(assessment),
        rows=[(world.school.pk, 20, None, None), (world.neighbor.pk, 9, None, None)],
    )

    def steps_of(role, at=now):
        appointment = Appointment.objects.get(role=role, account=world.people[role])
        return exchange_steps(Cabinet(appointment.account, appointment, scope_of(appointment)), at)

    return steps_of


def send(world, assessment, now, content, check=True):
    submission = services.receive_upload(
        unit=world.school,
        workbook=services.workbook_of_assessment(assessment),
        content=content,
        name="a.xlsx",
        account=None,
        now=now,
    )
    if check:
        services.check_submission(submission_id=submission.pk, now=now)


def test_a_form_to_upload_names_its_deadline(steps, now):
    (step,) = steps(Role.SCHOOL_ORGANIZER)
    assert (step.title, step.button) == ("Загрузить результаты: Английский язык 8 класс", "Загрузить")
    assert (step.deadline, step.state) == (now + timedelta(days=8), "attention")


def test_after_the_main_deadline_it_is_urgent_and_after_the_late_one_it_is_gone(steps, now):
    (step,) = steps(Role.SCHOOL_ORGANIZER, now + timedelta(days=9))
    assert (step.state, step.deadline) == ("stop", now + timedelta(days=20))
    assert steps(Role.SCHOOL_ORGANIZER, now + timedelta(days=21)) == []
    assert steps(Role.SCHOOL_ORGANIZER, now - timedelta(days=5)) == []


def test_faults_are_to_be_mended_and_what_is_accepted_is_done(steps, world, assessment, now):
    send(world, assessment, now, b"rows=1", check=False)
    (step,) = steps(Role.SCHOOL_ORGANIZER)
    assert step.waiting
    send(world, assessment, now, b"fault=2")
    (step,) = steps(Role.SCHOOL_ORGANIZER)
    assert (step.title, step.state) == ("Исправить ошибки: Английский язык 8 класс", "stop")
    send(world, assessment, now, b"rows=20")
    assert steps(Role.SCHOOL_ORGANIZER) == []


@pytest.mark.parametrize("role", [Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.FEDERAL_ORGANIZER])
def test_a_coordinator_reads_how_many_have_not_uploaded(steps, world, assessment, now, role):
    send(world, assessment, now, b"fault=1")
    (step,) = steps(role)
    assert step.detail == "Школы: не загрузили: 1, с ошибками: 1."
    assert (step.done, step.total) == (0, 2)
    assert step.url.endswith("?grade=8&subject=en&show=missing")
