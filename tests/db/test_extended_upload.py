"""A reserve day: one school has a later end of its own, and every deadline that it sees follows."""

from datetime import timedelta

import pytest

from exchange_kind import PlainKind
from vpr.cabinets.models import AuditEntry
from vpr.exchange import kinds, services
from vpr.exchange.models import Expectation
from vpr.exchange.position import position_of
from vpr.exchange.queries.behind import units_behind
from vpr.exchange.queries.columns import Choice
from vpr.exchange.queries.matrix import read_matrix
from vpr.exchange.queries.steps import form_steps
from vpr.exchange.refusals import UploadClosed
from vpr.exchange.services import reminder_text


@pytest.fixture
def workbook(world, assessment, home, monkeypatch):
    monkeypatch.setitem(kinds._kinds, "scores", PlainKind())
    workbook = services.workbook_of_assessment(assessment)
    services.expect_units(workbook=workbook)
    return workbook


@pytest.fixture
def extend(world, workbook, now):
    def until(moment, unit=world.school):
        return services.extend_upload(unit=unit, workbook=workbook, until=moment, by=None, now=now)

    return until


def send(unit, workbook, at):
    return services.receive_upload(unit=unit, workbook=workbook, content=b"rows=1", name="a.xlsx", account=None, now=at)


def test_it_uploads_in_time_while_its_neighbors_are_late(world, workbook, extend, now):
    extend(now + timedelta(days=12))
    own = send(world.school, workbook, now + timedelta(days=11))
    other = send(world.neighbor, workbook, now + timedelta(days=11))
    assert (own.is_late, own.wave) == (False, 2)  # the wave follows from the moment of the upload
    assert (other.is_late, other.wave) == (True, 2)


def test_it_uploads_when_everything_is_closed_and_not_a_moment_longer(world, workbook, extend, now):
    end = now + timedelta(days=25)
    extend(end)
    assert send(world.school, workbook, end - timedelta(seconds=1)).wave is None
    with pytest.raises(UploadClosed):
        send(world.neighbor, workbook, end - timedelta(days=1))
    with pytest.raises(UploadClosed):
        services.receive_upload(
            unit=world.school, workbook=workbook, content=b"rows=2", name="a.xlsx", account=None, now=end
        )


def test_its_deadline_shows_on_its_page_in_contacts_and_in_the_reminder(world, workbook, extend, now):
    end, later = now + timedelta(days=12), now + timedelta(days=9)
    extend(end)
    (step,) = form_steps(world.school, later)
    assert (step.position.deadline, step.is_overdue, step.position.is_extended) == (end, False, True)
    behind = {item.unit: item for item in units_behind(world.municipality, Choice(), later)}
    assert behind[world.school].missing_titles == "АЯ 8 (до 04.05)"
    assert "загрузка закроется 04.05.2026" in reminder_text(behind[world.school])
    assert "срок прошёл" not in reminder_text(behind[world.school])
    assert "срок прошёл" in reminder_text(behind[world.neighbor])


@pytest.mark.parametrize("level", ["country", "region", "municipality"])
def test_it_is_not_overdue_in_any_matrix(world, workbook, extend, now, level):
    later = now + timedelta(days=9)
    place = getattr(world, level)
    before = read_matrix(place, Choice(), later).total
    extend(now + timedelta(days=12))
    after = read_matrix(place, Choice(), later).total
    assert (after.overdue, after.missing) == (before.overdue - 1, before.missing)
    assert read_matrix(place, Choice(), now + timedelta(days=13)).total.overdue == before.overdue


def test_an_end_before_the_plans_changes_nothing_and_a_window_to_come_stays_closed(assessment, workbook, now):
    early = position_of(workbook, now, extended_until=now + timedelta(days=2))
    assert early.deadline == now + timedelta(days=8)
    coming = position_of(workbook, now - timedelta(days=5), extended_until=now + timedelta(days=30))
    assert (coming.is_open, coming.has_begun) == (False, False)


def test_it_is_on_record_and_can_be_taken_back(world, workbook, extend, now):
    extend(now + timedelta(days=12))
    entry = AuditEntry.objects.get(verb="extended_upload")
    assert (entry.unit, entry.details["workbook"]) == (world.school, "2026.en8")
    extend(None)
    assert Expectation.objects.get(unit=world.school).extended_until is None


def test_a_school_that_nobody_expected_is_expected_from_then_on(world, workbook, extend, now):
    services.withdraw(workbook=workbook, units=[world.school.pk])
    extend(now + timedelta(days=12))
    assert services.expect_units(workbook=workbook) == 0
    assert Expectation.objects.filter(unit=world.school, workbook=workbook).count() == 1
