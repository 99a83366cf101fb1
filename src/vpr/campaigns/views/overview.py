"""The campaign: list of assessments, plan of dates, new campaign, new assessment."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.campaigns import services
from vpr.campaigns.forms import AssessmentForm, CampaignForm
from vpr.campaigns.models import Assessment, Campaign, PlanSchedule
from vpr.campaigns.queries import assessment_lines
from vpr.campaigns.reference import plan_years, reference_years
from vpr.campaigns.views.doors import author_of, campaign_or_404, may_edit
from vpr.kernel.roles import EVERY_ROLE, Role
from vpr.kernel.subjects import SUBJECTS


@allow(*EVERY_ROLE)
@require_safe
def overview(request: CabinetRequest) -> HttpResponse:
    campaign, is_editor = campaign_or_404(request), may_edit(request)
    lines = []
    if campaign is not None:
        own = campaign.assessments.all() if is_editor else campaign.assessments.filter(is_open=True)
        lines = assessment_lines(own)
    grades = sorted({line.assessment.grade for line in lines})
    keys = {line.assessment.subject for line in lines}
    grade, subject = request.GET.get("grade", ""), request.GET.get("subject", "")
    page = {
        "campaign": campaign,
        "campaigns": Campaign.objects.order_by("-year", "-code"),
        "lines": [
            line
            for line in lines
            if grade in ("", str(line.assessment.grade)) and subject in ("", line.assessment.subject)
        ],
        "grades": [(str(number), f"{number} класс") for number in grades],
        "subjects": [(s.key, s.title) for s in SUBJECTS.values() if s.key in keys],
        "grade": grade,
        "subject": subject,
        "is_editor": is_editor,
        "now": clock.now(),
        "packaged": campaign is not None and campaign.code in {*reference_years(), *plan_years()},
    }
    return render(request, "campaigns/overview.html", page)


@allow(Role.FEDERAL_ORGANIZER)
def new_campaign(request: CabinetRequest) -> HttpResponse:
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            campaign = services.create_campaign(**form.cleaned_data)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, f"Кампания «{campaign.title}» создана.")
            return _to(campaign)
    packaged = sorted({*reference_years(), *plan_years()})
    missing = [code for code in packaged if not Campaign.objects.filter(code=code).exists()]
    return render(request, "campaigns/new_campaign.html", {"form": form, "missing": missing})


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def load_reference(request: CabinetRequest) -> HttpResponse:
    """Creates what is missing of a packaged campaign."""
    code = request.POST.get("campaign", "")
    if code not in {*reference_years(), *plan_years()}:
        messages.error(request, "Выберите кампанию из справочника.")
        return redirect("campaigns:overview")
    works = Assessment.objects.filter(campaign__code=code)
    before = works.count()
    if code in reference_years():
        services.load_reference(campaign=code)
    draft = _with_plan(request, code)  # brings works of which only the plan knows
    messages.success(request, f"Добавлено работ из справочника: {works.count() - before}.{draft}")
    return _to(get_object_or_404(Campaign, code=code))


def _with_plan(request: CabinetRequest, code: str) -> str:
    """The packaged plan-schedule comes along as a draft, unless the campaign has one of its own."""
    if code not in plan_years() or PlanSchedule.objects.filter(campaign__code=code).exists():
        return ""
    services.load_reference_plan(code=code, author=author_of(request))
    return " План-график года лежит в черновике: проверьте и опубликуйте его."


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def make_current(request: CabinetRequest) -> HttpResponse:
    campaign = get_object_or_404(Campaign, code=request.POST.get("campaign", ""))
    services.make_current(campaign=campaign)
    messages.success(request, f"Текущая кампания: «{campaign.title}».")
    return _to(campaign)


@allow(Role.FEDERAL_ORGANIZER)
def new_assessment(request: CabinetRequest, campaign: str) -> HttpResponse:
    found = get_object_or_404(Campaign, code=campaign)
    form = AssessmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            assessment = _create(request, form, found)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Работа «{assessment.title}» добавлена. Внесите задания.")
            return redirect("campaigns:specification", code=assessment.code)
    return render(request, "campaigns/new_assessment.html", {"form": form, "campaign": found})


def _create(request: CabinetRequest, form: AssessmentForm, campaign: Campaign) -> Assessment:
    return services.create_assessment(
        code=form.code(campaign.code),
        minutes=form.cleaned_data["minutes"],
        source=form.cleaned_data["source"],
        generation=services.generation_of(campaign),
        author=author_of(request),
    )


def _to(campaign: Campaign) -> HttpResponse:
    response = redirect("campaigns:overview")
    response["Location"] += f"?campaign={campaign.code}"
    return response
