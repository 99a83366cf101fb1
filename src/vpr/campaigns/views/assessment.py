"""The card of one assessment; opening and closing it for schools; its title, minutes and variants."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.campaigns import services
from vpr.campaigns.forms import CardForm
from vpr.campaigns.ledger import stored_scripts
from vpr.campaigns.queries import line_of, skills_of
from vpr.campaigns.views.doors import assessment_or_404, author_of, may_edit
from vpr.kernel.roles import EVERY_ROLE, Role


@allow(*EVERY_ROLE)
@require_safe
def assessment(request: CabinetRequest, code: str) -> HttpResponse:
    found = assessment_or_404(request, code)
    is_editor = may_edit(request)
    page = {
        "assessment": found,
        "line": line_of(found),
        "tasks": found.tasks.select_related("depends_on").order_by("position"),
        "skills": skills_of(found),
        "amendments": found.amendments.select_related("made_by")[:30] if is_editor else [],
        "scripts": stored_scripts(found) if is_editor else 0,
        "is_editor": is_editor,
        "now": clock.now(),
    }
    return render(request, "campaigns/assessment.html", page)


@allow(Role.FEDERAL_ORGANIZER)
def card(request: CabinetRequest, code: str) -> HttpResponse:
    found = assessment_or_404(request, code)
    form = CardForm(request.POST or None, initial=CardForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        services.change_card(assessment=found, author=author_of(request), **form.cleaned_data)
        messages.success(request, "Карточка работы сохранена.")
        return redirect("campaigns:assessment", code=code)
    return render(request, "campaigns/card.html", {"assessment": found, "form": form})


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def open_for_schools(request: CabinetRequest, code: str) -> HttpResponse:
    found = assessment_or_404(request, code)
    services.open_assessment(assessment=found, author=author_of(request))
    messages.success(request, "Работа открыта: школы видят её, список ожидаемых загрузок составляется.")
    return redirect("campaigns:assessment", code=code)


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def close_for_schools(request: CabinetRequest, code: str) -> HttpResponse:
    found = assessment_or_404(request, code)
    services.close_assessment(assessment=found, author=author_of(request))
    messages.success(request, "Работа закрыта: школы её больше не видят. Загруженное сохранено.")
    return redirect("campaigns:assessment", code=code)
