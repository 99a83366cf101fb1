"""A form that a person gave back is owed again; one that was dealt with on a page is not owed any more."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from vpr.cabinets.models import Unit
from vpr.campaigns.reference import working_calendar
from vpr.exchange.models import Expectation, ExpectationState, Workbook
from vpr.exchange.position import position_of
from vpr.exchange.services.expecting import expect_one

#: Working days that a returned form may be sent again when the plan leaves fewer.
DAYS_TO_MEND = 3


@transaction.atomic
def reopen(*, unit: Unit, workbook: Workbook, now: datetime, until: datetime | None = None) -> datetime:
    """What was accepted is owed again; returns until when it is taken. The versions stay.

    By default at least three working days: a return after the window of the plan, or an hour before its end, must leave
    the unit time to mend. Whoever returns tells the unit and keeps the record of it.
    """
    expect_one(unit=unit, workbook=workbook)
    expectation = Expectation.objects.select_for_update().get(unit=unit, workbook=workbook)
    if expectation.state == ExpectationState.ACCEPTED:
        expectation.state, expectation.participants_accepted = ExpectationState.EXPECTED, 0
        expectation.changed_at = now
    end = until or mending_ends(unit, now)
    present = position_of(workbook, now, extended_until=expectation.extended_until)
    if present.is_open and present.deadline and present.deadline >= end:
        end = present.deadline
    else:
        expectation.extended_until = end
    expectation.save(update_fields=["state", "participants_accepted", "changed_at", "extended_until"])
    return end


@transaction.atomic
def settle(*, workbook: Workbook, units: Iterable[Unit], now: datetime) -> None:
    """What the form asks was done on a page: nobody owes it, and it may still be uploaded while its window is open."""
    named = list(units)
    for unit in named:
        expect_one(unit=unit, workbook=workbook)
    owed = Expectation.objects.filter(workbook=workbook, unit__in=[unit.pk for unit in named])
    owed.filter(state__in=(ExpectationState.EXPECTED, ExpectationState.FAULTY)).update(
        state=ExpectationState.ACCEPTED, changed_at=now
    )


def mending_ends(unit: Unit, now: datetime) -> datetime:
    """The end of the third working day by the unit's own clock."""
    zone = ZoneInfo(unit.time_zone)
    last = working_calendar().after(now.astimezone(zone).date(), DAYS_TO_MEND)
    return datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
