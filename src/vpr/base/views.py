"""Doorway of the health check; every other page belongs to the app whose subject it shows."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.base.health import ailments


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database, queue and storage work; 503 names the part that does not."""
    found = ailments(clock.real_now())  # the queue keeps the real time
    sick = any(found.values())
    body = {"status": "sick" if sick else "ok", **{part: text or "ok" for part, text in found.items()}}
    return JsonResponse(body, status=503 if sick else 200)


healthz.allowed_roles = None  # type: ignore[attr-defined]  # open to all; `cabinets.access` is a floor above
