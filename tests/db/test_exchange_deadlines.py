"""Deadlines of uploads by whole lists, and expectations that follow a school to another municipality."""

from datetime import timedelta

import pytest

from exchange_kind import PlainKind
from vpr.cabinets.models import Notification, Unit
from vpr.cabinets.services import relocate, remind_of_deadlines
from vpr.exchange import kinds, services
from vpr.exchange.deadlines import upload_deadlines
from vpr.exchange.models import Expectation, Tally


@pytest.fixture
def workbook(world, assessment, now, home, monkeypatch):
    monkeypatch.setitem(kinds._kinds, "scores", PlainKind())
    assessment.campaign.is_current = True
    assessment.campaign.save()
    made = services.workbook_of_assessment(assessment)
    services.expect(workbook=made, rows=[(unit.pk, 9, None, None) for unit in (world.school, world.neighbor)])
    return made


def between(now, days):
    return [(len(batch.unit_ids), batch.at) for batch in upload_deadlines(now, now + timedelta(days=days))]


def test_an_open_form_has_its_deadline_for_all_who_owe_it(workbook, now):
    assert between(now, 9) == [(2, now + timedelta(days=8))]
    assert between(now, 7) == []
    assert between(now - timedelta(days=30), 60) == []  # not open yet


def test_who_has_uploaded_is_not_named(workbook, world, now):
    Expectation.objects.filter(unit=world.school).update(state=3)
    assert between(now, 9) == [(1, now + timedelta(days=8))]


def test_a_school_with_a_later_end_is_reminded_of_its_own(workbook, world, now):
    Expectation.objects.filter(unit=world.school).update(extended_until=now + timedelta(days=10))
    assert between(now, 11) == [(1, now + timedelta(days=8)), (1, now + timedelta(days=10))]


def test_schools_are_reminded_of_their_forms(workbook, now):
    assert remind_of_deadlines(now=now + timedelta(days=5)) == 2
    assert "Английский язык 8 класс" in Notification.objects.first().title


def test_expectations_and_counts_follow_a_school_that_moved(workbook, world, now):
    relocate(schools=[world.school], to=world.other_municipality, account=None, now=now)
    assert [services.repath_units(unit_ids=[world.school.pk]) for _ in range(2)] == [1, 0]
    assert Expectation.objects.get(unit=world.school).municipality_id == world.other_municipality.pk
    counts = dict(Tally.objects.values_list("municipality_id", "expected"))
    assert counts == {world.municipality.pk: 1, world.other_municipality.pk: 1}
    assert Unit.objects.get(pk=world.school.pk).municipality == world.other_municipality


def test_what_past_campaigns_counted_stays(workbook, world, now):
    workbook.campaign.is_current = False
    workbook.campaign.save()
    relocate(schools=[world.school], to=world.other_municipality, account=None, now=now)
    assert services.repath_units(unit_ids=[world.school.pk]) == 0
