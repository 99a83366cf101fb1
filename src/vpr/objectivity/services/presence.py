"""Who came: marked by the school or by its coordinator on the day (S3 10.1)."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db import transaction

from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import record_audit
from vpr.objectivity.models import Duty
from vpr.objectivity.refusals import NotTheDay


class Mark(StrEnum):
    ARRIVED = "arrived"
    LEFT = "left"
    ABSENT = "absent"
    CLEAR = "clear"


@transaction.atomic
def mark(*, by: Cabinet, duty: Duty, what: Mark, now: datetime) -> Duty:
    duty = Duty.objects.select_for_update(of=("self",)).select_related("unit").get(pk=duty.pk)
    if now.astimezone(ZoneInfo(duty.unit.time_zone)).date() < duty.on:
        raise NotTheDay
    match what:
        case Mark.ARRIVED:
            duty.arrived_at, duty.left_at, duty.is_absent = duty.arrived_at or now, None, False
        case Mark.LEFT:
            duty.arrived_at, duty.left_at, duty.is_absent = duty.arrived_at or now, now, False
        case Mark.ABSENT:
            duty.arrived_at, duty.left_at, duty.is_absent = None, None, True
        case Mark.CLEAR:
            duty.arrived_at, duty.left_at, duty.is_absent = None, None, False
    duty.marked_by = by.account
    duty.save()
    subject = f"{duty.unit.code}, {duty.on:%d.%m.%Y}: {duty.presence.label}"
    record_audit(account=by.account, unit=duty.unit, verb="marked_observer", subject=subject, now=now)
    return duty
