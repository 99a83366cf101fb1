"""Messages to the cabinet's unit."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.cabinets import services
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.models import Notification
from vpr.kernel.roles import EVERY_ROLE


@allow(*EVERY_ROLE)
@require_safe
def notifications(request: CabinetRequest) -> HttpResponse:
    rows = Notification.objects.filter(unit=request.cabinet.unit).select_related("sent_by").order_by("-sent_at", "-id")
    shown = Paginator(rows, 30).get_page(request.GET.get("page"))
    unread = Notification.objects.filter(unit=request.cabinet.unit, read_at=None).count()
    return render(request, "cabinets/notifications.html", {"notices": shown, "unread": unread})


@allow(*EVERY_ROLE)
@require_POST
def read(request: CabinetRequest) -> HttpResponse:
    """Marks one message as read, or all of them when none is named."""
    wanted = request.POST.get("notification", "")
    chosen = [int(wanted)] if wanted.isdecimal() else None
    services.mark_read(cabinet=request.cabinet, notification_ids=chosen, now=clock.now())
    return redirect("cabinets:notifications")
