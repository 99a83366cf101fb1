"""Forms of the exchange in the roadmap: accepted of expected, for a school, its municipality, the region, the country."""

import pytest

from exchange_kind import PlainKind
from vpr.campaigns.statuses import StatusQuestion, is_computed, status_of
from vpr.exchange import kinds, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(world, assessment, now, home, monkeypatch):
    """Three schools are expected; the school of the story has sent a sound form, a stranger nothing."""
    monkeypatch.setitem(kinds._kinds, "scores", PlainKind())
    workbook = services.workbook_of_assessment(assessment)
    schools = [world.school, world.neighbor, world.foreign_school]
    services.expect(workbook=workbook, rows=[(item.pk, 20, None, None) for item in schools])
    submission = services.receive_upload(
        unit=world.school, workbook=workbook, content=b"rows=2", name="form.xlsx", account=None, now=now
    )
    services.check_submission(submission_id=submission.pk, now=now)


def counted(unit, assessment, now, key="exchange:scores"):
    found = status_of(StatusQuestion(key, assessment.campaign, unit, now))
    return (found.done, found.total) if found else None


def test_every_level_counts_its_own(sent, world, assessment, now):
    units = (world.school, world.neighbor, world.municipality, world.region, world.country)
    assert [counted(unit, assessment, now) for unit in units] == [(1, 1), (0, 1), (1, 2), (1, 2), (1, 3)]
    assert counted(world.other_municipality, assessment, now) is None


def test_a_form_that_nobody_is_asked_for_counts_nothing(sent, world, assessment, now):
    assert counted(world.country, assessment, now, "exchange:party") is None
    assert is_computed("exchange:party")
    assert not is_computed("")
    assert not is_computed("party:cake")
