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
from vpr.campaigns.models import Assessment, Campaign
from vpr.campaigns.plan import plan_of
from vpr.campaigns.queries import assessment_lines
from vpr.campaigns.reference import reference_years
from vpr.campaigns.views.doors import author_of, campaign_or_404, may_edit
from vpr.kernel.roles import EVERY_ROLE, ROLE_TITLE, Role
from vpr.kernel.subjects import SUBJECTS

#: Roles whose plans differ in words or in what they show.
PLAN_READERS = (Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR, Role.SCHOOL_ORGANIZER)


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
        "packaged": campaign is not None and campaign.code in reference_years(),
    }
    return render(request, "campaigns/overview.html", page)


@allow(*EVERY_ROLE)
@require_safe
def plan(request: CabinetRequest) -> HttpResponse:
    """Dates of the campaign in order, worded for the role, in Moscow and local time."""
    campaign, now = campaign_or_404(request), clock.now()
    role = _reader(request)
    days = plan_of(campaign, role, now, request.cabinet.unit.time_zone) if campaign else []
    page = {
        "campaign": campaign,
        "days": days,
        "has_local": any(day.deadline.local for day in days),
        "readers": [(item.value, ROLE_TITLE[item]) for item in PLAN_READERS] if may_edit(request) else [],
        "reader": role.value,
    }
    return render(request, "campaigns/plan.html", page)


def _reader(request: CabinetRequest) -> Role:
    """Whose plan: the organizer may look at what another role will read."""
    asked = {role.value: role for role in PLAN_READERS}.get(request.GET.get("reader", ""))
    return asked if asked and may_edit(request) else request.cabinet.role


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
    missing = [code for code in reference_years() if not Campaign.objects.filter(code=code).exists()]
    return render(request, "campaigns/new_campaign.html", {"form": form, "missing": missing})


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def load_reference(request: CabinetRequest) -> HttpResponse:
    """Creates what is missing of a packaged campaign."""
    code = request.POST.get("campaign", "")
    created = services.load_reference(campaign=code)
    messages.success(request, f"Добавлено работ из справочника: {len(created)}.")
    return _to(get_object_or_404(Campaign, code=code))


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
