"""The clock: only the web edge and the job doorway ask it; everything below takes `now` as an argument.

A training installation (`VPR_REHEARSAL=1`) may shift `now()`; see `rehearsal`. `real_now()` is never shifted: sign-in,
sessions, lock-outs, activation codes and the health check live by it, so that a shift revives no expired secret.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from vpr.base import rehearsal

MOSCOW = ZoneInfo("Europe/Moscow")


def now() -> datetime:
    """The moment by which windows, waves and deadlines are judged."""
    if settings.VPR_REHEARSAL:
        return real_now() + rehearsal.shift()
    return real_now()


def real_now() -> datetime:
    return timezone.now()
