"""What the base adds to the frame of every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from vpr.base import clock


def rehearsal_banner(request: HttpRequest) -> dict[str, Any]:
    """The shifted moment of a training installation; None where the clock is real."""
    return {"rehearsal_now": clock.now() if settings.VPR_REHEARSAL else None}
