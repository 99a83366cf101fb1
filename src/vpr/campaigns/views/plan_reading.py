"""The plan by dates for everybody, its calendar file, the preview of a role at a moment, the rehearsal clock."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from vpr.base import clock, rehearsal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.deadlines import Deadline, deadline_of
from vpr.cabinets.downloads import attachment
from vpr.cabinets.services import record_audit
from vpr.campaigns.calendar_file import calendar_of
from vpr.campaigns.models import Campaign
from vpr.campaigns.own_moments import own_moments
from vpr.campaigns.participation import participation_of
from vpr.campaigns.plan import PlanMoment, acts, concerns, month_of, plan_of
from vpr.campaigns.plan_forms import PreviewForm, RehearsalForm
from vpr.campaigns.plan_versions import rows_of
from vpr.campaigns.queries import assessment_lines, plan_in_force
from vpr.campaigns.rules.plan_dates import MATERIALS_TITLES, MOSCOW
from vpr.campaigns.rules.plan_difference import span_of
from vpr.campaigns.rules.plan_rows import PlanRows, StepRow, period_text, step_text
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.campaigns.views.doors import campaign_or_404, may_edit
from vpr.kernel.roles import EVERY_ROLE, ROLE_TITLE, SCHOOL_ROLES, Role

#: Roles whose plans differ in words or in what they show.
PLAN_READERS = (
    Role.FEDERAL_ORGANIZER,
    Role.REGIONAL_COORDINATOR,
    Role.MUNICIPAL_COORDINATOR,
    Role.SCHOOL_ORGANIZER,
)
_NEXT = 6


@allow(*EVERY_ROLE)
@require_safe
def plan(request: CabinetRequest) -> HttpResponse:
    """Dates of the campaign in order, worded for the role, in Moscow and local time."""
    campaign, now, role = campaign_or_404(request), clock.now(), _reader(request)
    zone = request.cabinet.unit.time_zone
    own = _own_codes(request, campaign)
    only = own if request.GET.get("all") != "1" else None
    moments = own_moments(campaign, request.cabinet.unit) if campaign else []
    days = plan_of(campaign, role, now, zone, only=only, own=moments) if campaign else []
    in_force = plan_in_force(campaign) if campaign else None
    page = {
        "campaign": campaign,
        "in_force": in_force,
        "span": span_of(rows_of(in_force)) if in_force else "",
        "months": [(month, list(moments)) for month, moments in groupby(days, key=lambda day: month_of(day, zone))],
        "has_local": any(day.deadline.local for day in days),
        "readers": [(item.value, ROLE_TITLE[item]) for item in PLAN_READERS] if may_edit(request) else [],
        "reader": role.value,
        "own": own,
        "shows_all": only is None,
        "is_editor": may_edit(request),
    }
    return render(request, "campaigns/plan.html", page)


def _reader(request: CabinetRequest) -> Role:
    """Whose plan: the organizer may look at what another role will read."""
    asked = {role.value: role for role in PLAN_READERS}.get(request.GET.get("reader", ""))
    return asked if asked and may_edit(request) else request.cabinet.role


def _own_codes(request: CabinetRequest, campaign: Campaign | None) -> set[str] | None:
    """Assessments of the own school when they are known, else None: then everything is shown."""
    if campaign is None or request.cabinet.role not in SCHOOL_ROLES:
        return None
    return participation_of(campaign, request.cabinet.unit.pk).get(request.cabinet.unit.pk)


@allow(*EVERY_ROLE)
@require_safe
def plan_calendar(request: CabinetRequest) -> HttpResponse:
    """The same moments as a file for the calendar of a telephone or a mail program."""
    campaign = campaign_or_404(request)
    zone, role = request.cabinet.unit.time_zone, request.cabinet.role
    own = _own_codes(request, campaign)
    moments = own_moments(campaign, request.cabinet.unit) if campaign else []
    days = plan_of(campaign, role, clock.now(), zone, only=own, own=moments) if campaign else []
    content = calendar_of(days, title=f"План {campaign}" if campaign else "План", zone=zone, stamp=clock.now())
    return attachment(content, f"План {campaign or 'ВПР'}.ics", "text/calendar; charset=utf-8")


@dataclass(frozen=True)
class _Seen:
    """What a role sees at a moment: open steps and windows, and what comes next."""

    steps: list[tuple[StepRow, str, bool]]  # step, its term, does the role act itself
    windows: list[tuple[str, str, Deadline]]  # assessment, what is open, until when by both clocks
    days: list[tuple[str, str, str]]  # assessment, period, materials of a work tomorrow
    coming: list[PlanMoment]


@allow(Role.FEDERAL_ORGANIZER)
@require_safe
def plan_preview(request: CabinetRequest) -> HttpResponse:
    """«Что увидит каждая роль»: any date, role and clock, by the plan in force or by a draft (`?version=`)."""
    campaign, now = campaign_or_404(request), clock.now()
    initial = {"at": now, "role": Role.SCHOOL_ORGANIZER, "zone": MOSCOW}
    form = PreviewForm(request.GET if "at" in request.GET else None, initial=initial)
    page: dict[str, object] = {"campaign": campaign, "form": form, "seen": None}
    if campaign and form.is_bound and form.is_valid():
        data = form.cleaned_data
        unit, role = data["unit"], Role(data["role"])
        zone = unit.time_zone if unit else data["zone"]
        only = participation_of(campaign, unit.pk).get(unit.pk) if unit else None
        page |= {
            "seen": _seen(campaign, role, data["at"], zone, only),
            "unit": unit,
            "role_title": ROLE_TITLE[role],
            "moscow": _clock_text(data["at"], MOSCOW),
            "local": "" if _is_moscow(data["at"], zone) else _clock_text(data["at"], zone),
        }
    return render(request, "campaigns/plan_preview.html", page)


def _seen(campaign: Campaign, role: Role, at: datetime, zone: str, only: set[str] | None) -> _Seen:
    found = plan_in_force(campaign)
    rows = rows_of(found) if found else PlanRows()
    if only is not None:
        rows = replace(rows, items=tuple(item for item in rows.items if item.code in only))
    steps = [
        (step, step_text(step), acts(role, STEPS[step.key].roles))
        for step in rows.steps
        if step.opens_at <= at < step.closes_at and concerns(role, STEPS[step.key].roles)
    ]
    today = at.astimezone(ZoneInfo(zone)).date()
    days = [
        (item.title, period_text(item.period_from, item.period_to), MATERIALS_TITLES.get(item.materials_rule, ""))
        for item in rows.items
        if item.period_from and item.period_to and item.period_from <= today <= item.period_to
    ]
    coming = [moment for moment in plan_of(campaign, role, at, zone, only=only) if moment.at > at]
    return _Seen(steps, _open_windows(campaign, role, at, zone, only), days, coming[:_NEXT])


def _open_windows(
    campaign: Campaign, role: Role, at: datetime, zone: str, only: set[str] | None
) -> list[tuple[str, str, Deadline]]:
    shown = campaign.assessments.all() if role is Role.FEDERAL_ORGANIZER else campaign.assessments.filter(is_open=True)
    return [
        (line.assessment.title, window.get_kind_display(), deadline_of(window.closes_at, now=at, time_zone=zone))
        for line in assessment_lines(shown)
        if only is None or line.assessment.code in only
        for window in line.windows.values()
        if window.contains(at)
    ]


def _clock_text(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}"


def _is_moscow(moment: datetime, zone: str) -> bool:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() == moment.astimezone(ZoneInfo(MOSCOW)).utcoffset()


@allow(Role.FEDERAL_ORGANIZER)
def rehearsal_clock(request: CabinetRequest) -> HttpResponse:
    """Shifts the clock of a training installation; elsewhere the page does not exist."""
    rehearsal.require_rehearsal()
    real = clock.real_now()
    form = RehearsalForm(request.POST or None, initial={"moment": clock.now()})
    if request.method == "POST" and ("real" in request.POST or form.is_valid()):
        moment = real if "real" in request.POST else form.cleaned_data["moment"]
        if abs(moment - real) > rehearsal.FARTHEST:
            form.add_error("moment", "Не дальше трёх лет от настоящего времени.")
        else:
            _shift(request, moment, real)
            return redirect("campaigns:rehearsal")
    page = {"form": form, "real": real}
    return render(request, "campaigns/rehearsal.html", page)


def _shift(request: CabinetRequest, moment: datetime, real: datetime) -> None:
    account = request.cabinet.account
    rehearsal.set_shift(offset=moment - real, by=account.login, now=real)
    words = _clock_text(moment, MOSCOW) if moment != real else "настоящее время"
    record_audit(account=account, unit=request.cabinet.unit, verb="shifted_clock", subject=words, now=real)
    messages.success(request, f"Часы репетиции: {words}.")
