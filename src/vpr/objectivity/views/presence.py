"""One duty: the mark of presence, the text to send, the papers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.objectivity import memo, services
from vpr.objectivity.queries.posts import duties_within
from vpr.objectivity.roles import NAMED
from vpr.objectivity.views.doors import campaign_or_404, duty_or_404, school_or_404


@allow(*NAMED)
@require_POST
def mark(request: CabinetRequest, number: int) -> HttpResponse:
    duty = duty_or_404(request, number)
    what = request.POST.get("what", "")
    if what not in set(services.Mark):
        raise Http404
    services.mark(by=request.cabinet, duty=duty, what=services.Mark(what), now=clock.now())
    messages.success(request, "Отмечено.")
    return redirect("objectivity:observers")


@allow(*NAMED)
@require_safe
def memo_page(request: CabinetRequest, number: int) -> HttpResponse:
    """The text to send or to read out, and the printable sheet."""
    duty = duty_or_404(request, number)
    return render(request, "objectivity/memo.html", {"duty": duty, "text": memo.memo_text(duty)})


@allow(*NAMED)
@require_safe
def appointment(request: CabinetRequest, number: int) -> HttpResponse:
    duty = duty_or_404(request, number)
    content = memo.appointment_pdf(duty, now=clock.now())
    return _pdf(f"Назначение наблюдателя {duty.unit.code} {duty.on:%d.%m.%Y}.pdf", content)


@allow(*NAMED)
@require_safe
def school_list(request: CabinetRequest, unit: str) -> HttpResponse:
    school = school_or_404(request, unit)
    duties = list(duties_within(request.cabinet.scope, campaign_or_404()).filter(unit=school))
    content = memo.school_list_pdf(school, duties, now=clock.now())
    return _pdf(f"Наблюдатели {school.code}.pdf", content)


def _pdf(name: str, content: bytes) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
