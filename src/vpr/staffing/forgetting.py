"""Names of the school's staff end with the term: of those who left, of closed schools, in the orders of past years."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from vpr.cabinets.models import Unit
from vpr.enrollment.models import UnitSuccession
from vpr.enrollment.words import SuccessionKind
from vpr.staffing.models import OrderBook, StaffMember
from vpr.timetable.models import Sitting

_ENDS = (SuccessionKind.CLOSED, SuccessionKind.MERGED)


@transaction.atomic
def forget_members(since: datetime) -> int:
    """Erases what has not been needed since the moment (registered in `cabinets.erasing`). Returns how many names."""
    closed = _closed(since).values("pk")
    gone = StaffMember.objects.filter(Q(left_at__lt=since) | Q(unit__in=closed))
    forgotten = gone.delete()[1].get("staffing.StaffMember", 0)
    written_since = Sitting.objects.filter(
        class_group__unit=OuterRef("unit"), class_group__campaign=OuterRef("campaign"), on__gte=since.date()
    )
    over = Q(campaign__is_current=False) & ~Exists(written_since)
    return forgotten + OrderBook.objects.filter(over | Q(unit__in=closed)).exclude(head_name="").update(head_name="")


def _closed(since: datetime) -> QuerySet[Unit]:
    """Schools that are no more, and the event of it lies before the moment."""
    ended = UnitSuccession.objects.filter(unit=OuterRef("pk"), kind__in=_ENDS, recorded_at__lt=since)
    return Unit.objects.filter(Exists(ended), is_active=False)
