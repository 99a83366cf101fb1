"""The demo region: made once, at every stage, with faults to mend, by the same doors that people use."""

import pytest

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Wave
from vpr.exchange.models import Expectation, ExpectationState, Submission, SubmissionState
from vpr.results.models import Script
from vpr.simulation.demo import build_demo
from vpr.simulation.demo.calendar import PAST, PLANS, Stage
from vpr.simulation.demo.people import PASSWORD
from vpr.simulation.demo.uploads import conducts


@pytest.fixture
def built(db, home, now):
    return build_demo(now=now)


def state_of(school, assessment):
    return Expectation.objects.get(unit__code=school, workbook__code=assessment).state


def test_everything_that_the_printed_table_promises_is_there(built, now):
    for sign_in in built.sign_ins:
        account = Account.objects.get(login=sign_in.login)
        assert account.check_password(PASSWORD)
        assert account.appointments.get().role == sign_in.role
    assert Unit.objects.filter(kind="school").count() == 30
    assert Unit.objects.filter(kind="municipality", is_direct=True).count() == 1

    assert state_of("990001", "2026.ma4") == ExpectationState.FAULTY
    rejected = Submission.objects.get(unit__code="990001", workbook__code="2026.ma4")
    assert len({fault["code"] for fault in rejected.faults}) >= 3
    assert state_of("990002", "2026.ma4") == ExpectationState.ACCEPTED

    states = set(Expectation.objects.filter(workbook__code="2026.lch4").values_list("state", "is_late"))
    assert {
        (ExpectationState.ACCEPTED, False),
        (ExpectationState.ACCEPTED, True),
        (ExpectationState.EXPECTED, False),
    } <= states
    assert not Expectation.objects.filter(workbook__code="2026.en8").exclude(state=ExpectationState.EXPECTED).exists()
    assert not Submission.objects.filter(state=SubmissionState.RECEIVED).exists()

    assert Wave.objects.get(assessment__code="2026.ru4", number=1).published_at < now
    for code in PAST:
        assert Script.objects.filter(assessment__code=code).count() > 500

    before = Submission.objects.count(), Account.objects.count()
    assert build_demo(now=now) == built, "a second run finds what the first has made"
    assert (Submission.objects.count(), Account.objects.count()) == before


def test_no_upload_of_the_demo_lies_in_the_future(built, now):
    assert not Submission.objects.filter(received_at__gt=now).exists()


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.code)
def test_the_demo_shows_all_behaviors(plan):
    chosen = conducts(plan.stage, 30)
    assert len(chosen) == 30
    if plan.stage is Stage.OPEN:
        assert any(conduct.is_foreign_file for conduct in chosen)
        assert any(conduct.mistakes for conduct in chosen)
        assert any(conduct.moment is None for conduct in chosen)
