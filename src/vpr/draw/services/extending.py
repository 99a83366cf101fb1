"""The draws go on week after week: a school may change its forms after the draw, whenever the plan closed them."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vpr.cabinets.models import Account
from vpr.cabinets.services import record_audit
from vpr.campaigns.queries import step_window
from vpr.draw.models import DrawRound
from vpr.exchange.services import workbook_of
from vpr.exchange.services.extending import extend_uploads
from vpr.timetable.models import ClassGroup

#: At least so many days, when a draw is repeated in the very week of the classes or after it.
_AT_LEAST = timedelta(days=3)


def extend_form(
    *, found: DrawRound, kind: str, classes: Iterable[ClassGroup], by: Account | None, now: datetime
) -> None:
    """Schools of these classes (with their units) may send the form until the end of the week that the classes planned."""
    step = step_window(found.campaign, kind)
    ends: dict[int, datetime] = {}
    for item in classes:
        end = _end(item.week_of, item.unit.time_zone, now)
        if step is None or end > step.closes_at:
            ends[item.unit_id] = max(end, ends.get(item.unit_id, end))
    if ends:
        changed = extend_uploads(workbook=workbook_of(found.campaign, kind), until=ends)
        record_audit(
            account=by,
            unit=None,
            verb="extended_upload",
            subject=f"{found}, {found.campaign}",
            now=now,
            details={"form": kind, "schools": changed},
        )


def _end(monday: date | None, zone: str, now: datetime) -> datetime:
    """Midnight after the week, or after the least days, by the clock of the school."""
    least = now.astimezone(ZoneInfo(zone)).date() + _AT_LEAST
    last = max(least, monday + timedelta(days=6)) if monday else least
    return datetime.combine(last + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))
