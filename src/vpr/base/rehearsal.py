"""The rehearsal clock of a training installation: one shift in the database, so that all processes agree.

Without `VPR_REHEARSAL=1` nothing here is asked and a stored shift has no effect. What is judged by the plan (windows,
waves, deadlines, what a receipt states) follows the shifted clock; what guards access follows the real one.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from vpr.base.models import RehearsalShift


#: Farther than this is a slip of the keyboard, not a rehearsal.
FARTHEST = timedelta(days=3 * 366)


def shift() -> timedelta:
    """By how much the clock of the rehearsal is ahead (behind, when negative). One query; zero when it runs true."""
    return _shifts().values_list("offset", flat=True).first() or timedelta()


def set_shift(*, offset: timedelta, by: str, now: datetime) -> None:
    """`now`: the real moment. A zero shift returns the clock to the real time."""
    if not offset:
        _shifts().delete()
        return
    _shifts().update_or_create(id=1, defaults={"offset": offset, "set_at": now, "set_by": by})


def _shifts() -> "QuerySet[RehearsalShift]":
    """Imported late: a console command names the clock before the apps are ready."""
    from vpr.base.models import RehearsalShift

    return RehearsalShift.objects.all()


def require_rehearsal() -> None:
    """The page of the clock does not exist where the setting is off."""
    if not settings.VPR_REHEARSAL:
        raise Http404
