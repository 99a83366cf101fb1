"""Answers as read by people: a school's own page of answers, the overview of coordinators, the export for analysis."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from vpr.cabinets.access import CabinetRequest, allow, unit_or_404
from vpr.cabinets.downloads import XLSX, attachment
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.exchange.services import workbook_of
from vpr.kernel.roles import EVERY_ROLE, SCHOOL_ROLES, Role, UnitKind
from vpr.questionnaire.kind import ContextKind
from vpr.questionnaire.models import ContextData
from vpr.questionnaire.questions import Questionnaire, questionnaire_of
from vpr.questionnaire.tables import answers_csv, answers_workbook, codebook_rows
from vpr.questionnaire.workbooks.context import shown_answer

_ON_PAGE = 100
ABOVE_SCHOOL = tuple(role for role in Role if role not in SCHOOL_ROLES)


@allow(*EVERY_ROLE)
@require_safe
def home(request: CabinetRequest) -> HttpResponse:
    """A school fills in, the others look."""
    if request.cabinet.role not in SCHOOL_ROLES:
        return redirect("questionnaire:overview")
    return redirect("questionnaire:form", workbook_of(_campaign_or_404(), ContextKind.key).code)


@allow(*EVERY_ROLE)
@require_safe
def school(request: CabinetRequest, unit: str) -> HttpResponse:
    """What a school has answered; the name of the director too: the coordinators above must be able to call."""
    found, campaign = unit_or_404(request.cabinet, unit), _campaign_or_404()
    if found.kind != UnitKind.SCHOOL:
        raise Http404
    data = ContextData.objects.filter(unit=found, campaign=campaign).first()
    form = questionnaire_of(campaign.year)
    page = {
        "unit": found,
        "campaign": campaign,
        "data": data,
        "sections": _shown(form, data) if data else [],
        "is_own": found.pk == request.cabinet.unit.pk,
    }
    return render(request, "questionnaire/school.html", page)


@allow(*ABOVE_SCHOOL)
@require_safe
def overview(request: CabinetRequest) -> HttpResponse:
    """How many schools have answered, the export, the codebook; who has not is told by the monitoring."""
    campaign = Campaign.objects.filter(is_current=True).first()
    scope = request.cabinet.scope
    page = {
        "campaign": campaign,
        "unit": request.cabinet.unit,
        "done": ContextData.objects.within(scope).filter(campaign=campaign).count() if campaign else 0,
        "total": Unit.objects.within(scope).schools().count(),
        "shown": Paginator(_answered(request, campaign), _ON_PAGE).get_page(request.GET.get("page")),
        "codebook": list(codebook_rows(questionnaire_of(campaign.year))) if campaign else [],
    }
    return render(request, "questionnaire/overview.html", page)


@allow(*ABOVE_SCHOOL)
@require_safe
def workbook(request: CabinetRequest) -> HttpResponse:
    campaign = _campaign_or_404()
    content = answers_workbook(campaign, request.cabinet.scope)
    return attachment(content, f"Контекстные данные, {request.cabinet.unit.name}, {campaign}.xlsx", XLSX)


@allow(*ABOVE_SCHOOL)
@require_safe
def table(request: CabinetRequest) -> HttpResponse:
    campaign = _campaign_or_404()
    content = answers_csv(campaign, request.cabinet.scope)
    return attachment(content, f"Контекстные данные, {request.cabinet.unit.name}, {campaign}.csv", "text/csv")


def _answered(request: CabinetRequest, campaign: Campaign | None) -> QuerySet[ContextData]:
    found = ContextData.objects.within(request.cabinet.scope).filter(campaign=campaign)
    return found.select_related("unit__municipality").order_by("unit__code")


def _shown(form: Questionnaire, data: ContextData) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(section, (number, question, answer)) of everything that was asked."""
    return [
        (
            section.title,
            [
                (question.number, question.text, shown_answer(question, data.answers))
                for question in section.questions
                if form.is_asked(question, data.answers)
            ],
        )
        for section in form.sections
    ]


def _campaign_or_404() -> Campaign:
    found = Campaign.objects.filter(is_current=True).first()
    if found is None:
        raise Http404
    return found
