"""Deadlines of uploads for whole lists of units: reminders come from here, a query per form and none per school."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from vpr.cabinets.deadline_calendar import DeadlineBatch
from vpr.exchange.models import Expectation, ExpectationState, Workbook
from vpr.exchange.position import plan_of, position_of

_OWED = (ExpectationState.EXPECTED, ExpectationState.FAULTY)


def upload_deadlines(begin: datetime, end: datetime) -> Iterable[DeadlineBatch]:
    """Forms of current campaigns that are taken now and will not be taken after a moment between `begin` and `end`."""
    workbooks = Workbook.objects.filter(campaign__is_current=True).select_related("campaign", "assessment")
    plans = {key: plan_of(key) for key in set(workbooks.values_list("campaign_id", flat=True))}
    for workbook in workbooks.prefetch_related("assessment__windows", "assessment__waves").order_by("pk"):
        position = position_of(workbook, begin, plan=plans[workbook.campaign_id])
        until = position.deadline if position.is_open else None
        if until is not None and begin <= until < end:
            owing = Expectation.objects.filter(workbook=workbook, state__in=_OWED)
            usual = owing.exclude(extended_until__gt=until)
            yield _batch(workbook, list(usual.values_list("unit_id", flat=True)), until)
        yield from _extended(workbook, begin, end, until)


def _extended(workbook: Workbook, begin: datetime, end: datetime, until: datetime | None) -> Iterator[DeadlineBatch]:
    """Units with a later end of their own: a reserve day."""
    own = Expectation.objects.filter(
        workbook=workbook, state__in=_OWED, extended_until__gte=begin, extended_until__lt=end
    )
    if until is not None:
        own = own.filter(extended_until__gt=until)
    rows = own.order_by("extended_until", "unit_id").values_list("extended_until", "unit_id")
    for moment, group in groupby(rows, key=lambda row: row[0]):
        if moment is not None:
            yield _batch(workbook, [unit_id for _, unit_id in group], moment)


def _batch(workbook: Workbook, unit_ids: list[int], at: datetime) -> DeadlineBatch:
    return DeadlineBatch(unit_ids, f"загрузка формы: {workbook}", at, reverse("exchange:upload", args=[workbook.code]))
