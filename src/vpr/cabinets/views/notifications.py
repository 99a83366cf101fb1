"""Messages to the cabinet's unit, as this person has read them, and how they come by e-mail."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.cabinets import services
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.forms import letter_forms
from vpr.cabinets.models import Letter
from vpr.cabinets.notices import shown_to, unread_of
from vpr.cabinets.topics import TOPIC_TITLE, Pace
from vpr.kernel.roles import EVERY_ROLE


@allow(*EVERY_ROLE)
@require_safe
def notifications(request: CabinetRequest) -> HttpResponse:
    rows = shown_to(request.cabinet).select_related("sent_by").order_by("-sent_at", "-id")
    topic = request.GET.get("topic", "all")
    if topic in TOPIC_TITLE:
        rows = rows.filter(topic=topic)
    shown = Paginator(rows, 30).get_page(request.GET.get("page"))
    new = set(unread_of(request.cabinet).values_list("pk", flat=True))
    page = {
        "shown": shown,
        "notices": [(notice, notice.pk in new) for notice in shown.object_list],
        "unread": len(new),
        "topics": TOPIC_TITLE.items(),
        "topic": topic,
        "query": f"topic={topic}" if topic in TOPIC_TITLE else "",
    }
    return render(request, "cabinets/notifications.html", page)


@allow(*EVERY_ROLE)
@require_POST
def read(request: CabinetRequest) -> HttpResponse:
    """Marks one message as read, or all of them when none is named."""
    wanted = request.POST.get("notification", "")
    chosen = [int(wanted)] if wanted.isdecimal() else None
    services.mark_read(cabinet=request.cabinet, notification_ids=chosen, now=clock.now())
    return redirect("cabinets:notifications")


@allow(*EVERY_ROLE)
def letters(request: CabinetRequest) -> HttpResponse:
    """Which groups of topics come by e-mail, and how often."""
    account = request.cabinet.account
    forms = letter_forms(account, request.POST if request.method == "POST" else None)
    if request.method == "POST" and all(form.is_valid() for _, form in forms):
        for group, form in forms:
            services.choose_letters(
                account=account,
                group=group.key,
                pace=Pace(form.cleaned_data["pace"]),
                is_hidden=bool(form.cleaned_data.get("is_hidden")),
                now=clock.now(),
            )
        messages.success(request, "Настройки писем сохранены.")
        return redirect("cabinets:letters")
    refused = Letter.objects.filter(account=account, is_refused=True).exists()
    return render(request, "cabinets/letters.html", {"forms": forms, "refused": refused, "account": account})
