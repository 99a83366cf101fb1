"""The clock: only the web edge and the job doorway ask it; everything below takes `now` as an argument."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

MOSCOW = ZoneInfo("Europe/Moscow")


def now() -> datetime:
    return timezone.now()
