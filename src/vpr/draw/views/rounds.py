"""Rounds of the federal organizer: announce, close the classes, draw, publish; or drop with a reason."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.campaigns.models import Campaign
from vpr.draw import services
from vpr.draw.forms import PublicValueForm, ReasonForm, RoundForm
from vpr.draw.models import DrawRound, RoundState
from vpr.draw.queries.balance import balance_of
from vpr.draw.queries.classes import waiting_classes
from vpr.draw.queries.monitor import behind_count
from vpr.draw.queries.plan import DrawPlan, draw_plan
from vpr.draw.views.doors import current_campaign, round_or_404
from vpr.kernel.roles import Role
from vpr.timetable.queries.register import drawn_grades


@allow(Role.FEDERAL_ORGANIZER)
@require_safe
def rounds(request: CabinetRequest) -> HttpResponse:
    campaign = current_campaign()
    plan = draw_plan(campaign) if campaign else None
    silent, schools = behind_count(request.cabinet.unit, campaign, plan) if campaign and plan else (0, 0)
    page = {
        "campaign": campaign,
        "rounds": DrawRound.objects.filter(campaign=campaign).order_by("-number"),
        "has_groups": bool(plan and plan.groups),
        "waiting": sum(_weeks(campaign, plan).values()) if campaign and plan else 0,
        "silent": silent,
        "schools": schools,
    }
    return render(request, "draw/rounds.html", page)


@allow(Role.FEDERAL_ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: CabinetRequest) -> HttpResponse:
    campaign = current_campaign()
    plan = draw_plan(campaign) if campaign else None
    if campaign is None or plan is None or not plan.groups:
        raise Http404
    form = RoundForm(
        plan.grades,
        _weeks(campaign, plan),
        request.POST if request.method == "POST" else None,
        initial={"grades": plan.grades},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.commit_round(campaign=campaign, by=request.cabinet.account, now=clock.now(), **form.chosen)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made} объявлен: обязательство опубликовано.")
            return redirect("draw:round", made.number)
    return render(request, "draw/new_round.html", {"campaign": campaign, "form": form})


@allow(Role.FEDERAL_ORGANIZER)
@require_safe
def round_page(request: CabinetRequest, number: int) -> HttpResponse:
    return render(request, "draw/round.html", _round_page(round_or_404(number)))


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def close(request: CabinetRequest, number: int) -> HttpResponse:
    return _step(
        request, number, services.start_closing, "Данные закрываются: обновите страницу через несколько секунд."
    )


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def draw(request: CabinetRequest, number: int) -> HttpResponse:
    value = request.POST.get("public_value", "")[:200]
    done = "Жребий считается: обновите страницу через несколько секунд."
    return _step(request, number, services.start_draw, done, public_value=value)


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def publish(request: CabinetRequest, number: int) -> HttpResponse:
    return _step(
        request, number, services.publish_round, "Зерно раскрыто, результат публикуется, школы получат сообщение."
    )


@allow(Role.FEDERAL_ORGANIZER)
@require_POST
def drop(request: CabinetRequest, number: int) -> HttpResponse:
    reason = request.POST.get("reason", "")[:1000]
    return _step(request, number, services.drop_round, "Раунд отменён. Причина видна всем.", reason=reason)


def _step(
    request: CabinetRequest, number: int, verb: Callable[..., DrawRound], done: str, **asked: Any
) -> HttpResponse:
    found = round_or_404(number)
    try:
        verb(round_id=found.pk, by=request.cabinet.account, now=clock.now(), **asked)
    except Refusal as refusal:
        found.refresh_from_db()
        return render(request, "draw/round.html", _round_page(found) | {"refusal": str(refusal)}, status=409)
    messages.success(request, done)
    return redirect("draw:round", number)


def _round_page(found: DrawRound) -> dict[str, Any]:
    """The round and the one press that comes next."""
    state = RoundState(found.state)
    plan = draw_plan(found.campaign)
    waiting = 0
    if state is RoundState.COMMITTED:
        weeks = found.weeks
        waiting = (
            len(found.only_classes) if found.is_redraw else waiting_classes(found.campaign, found.grades, weeks).count()
        )
    return {
        "round": found,
        "campaign": found.campaign,
        "figures": balance_of(found),
        "group_titles": plan.titles,
        "waiting": waiting,
        "may_close": state is RoundState.COMMITTED,
        "may_draw": state is RoundState.FROZEN,
        "may_publish": state is RoundState.DRAWN,
        "may_drop": state in (RoundState.COMMITTED, RoundState.FROZEN, RoundState.DRAWN),
        "is_busy": state in (RoundState.CLOSING, RoundState.DRAWING, RoundState.PUBLISHING),
        "tone": {RoundState.PUBLISHED: "ok", RoundState.DROPPED: "stop"}.get(state, "attention"),
        "value_form": PublicValueForm(),
        "reason_form": ReasonForm(),
        "refusal": "",
    }


def _weeks(campaign: Campaign, plan: DrawPlan) -> dict[date, int]:
    """Monday -> classes of drawn grades that wait for a round; weeks of the plan too, before any class has named one."""
    planned = {week: 0 for drawn in drawn_grades(campaign).values() for week in drawn.weeks}
    every = waiting_classes(campaign, plan.grades, None)
    rows = every.values_list("week_of").annotate(Count("pk")).order_by("week_of")
    return planned | {week: count for week, count in rows if week is not None}
