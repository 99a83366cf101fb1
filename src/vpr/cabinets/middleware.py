"""Sets `request.cabinet`: the appointment in which the signed-in person acts now."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from vpr.base import clock
from vpr.cabinets.frame import frame_of
from vpr.cabinets.help import asking_address
from vpr.cabinets.models import Account
from vpr.cabinets.scope import Cabinet, scope_of

SESSION_KEY = "appointment"


def cabinet_of_request(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.cabinet = _cabinet(request)  # type: ignore[attr-defined]
        return respond(request)

    return middleware


def _cabinet(request: HttpRequest) -> Cabinet | None:
    account = request.user
    if not isinstance(account, Account):
        return None
    live = account.appointments.filter(ended_at=None).select_related("unit", "unit__region", "unit__municipality")
    appointments = list(live.order_by("id"))
    chosen = request.session.get(SESSION_KEY)
    appointment = next((a for a in appointments if a.pk == chosen), appointments[0] if appointments else None)
    return Cabinet(account, appointment, scope_of(appointment)) if appointment else None


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """What every page shows: the cabinet, the rail, the role switch, the clocks."""
    cabinet = getattr(request, "cabinet", None)
    frame = frame_of(cabinet, path=request.path, now=clock.now()) if cabinet else None
    return {"cabinet": cabinet, "frame": frame, "asking_url": asking_address(request) if cabinet else ""}
