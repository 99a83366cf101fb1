"""Reserve days: the list of a role, the request of a school, the decisions of those above."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.campaigns.models import Assessment, Campaign
from vpr.kernel.roles import EVERY_ROLE, Role
from vpr.timetable.forms import DecisionForm, GrantForm, ReserveForm
from vpr.timetable.models import ReserveRequest
from vpr.timetable.queries.placed import sittings_of
from vpr.timetable.queries.register import classes_of
from vpr.timetable.queries.reserve import (
    STATE_TITLE,
    STATE_TONE,
    bounds_of,
    requests_within,
    state_counts,
    suggested_upload_day,
    waiting_first,
)
from vpr.timetable.queries.week import school_week
from vpr.timetable.rules.days import period_text
from vpr.timetable.rules.reserve import MOVES, Move, State, moves_of, suggested_days
from vpr.timetable.services import ask_reserve_day, change_reserve
from vpr.timetable.services.reserve import Decision
from vpr.timetable.views.doors import campaign_or_404

_ON_A_PAGE = 100
_BUTTON = {
    Move.AGREE: "Согласовать и передать региону",
    Move.RETURN: "Вернуть школе",
    Move.GRANT: "Разрешить резервный день",
    Move.REFUSE: "Отклонить",
    Move.RESUBMIT: "Исправить и отправить снова",
    Move.WITHDRAW: "Отозвать запрос",
    Move.REVOKE: "Отменить резервный день",
}
_DONE = {
    State.SUBMITTED: "Запрос отправлен.",
    State.AGREED: "Запрос согласован и передан региону.",
    State.GRANTED: "Резервный день разрешён. Срок загрузки школы продлён, школа уведомлена.",
    State.RETURNED: "Запрос возвращён школе.",
    State.REFUSED: "Решение записано, школа уведомлена.",
    State.WITHDRAWN: "Запрос отозван.",
}


@allow(*EVERY_ROLE)
@require_safe
def reserve(request: CabinetRequest) -> HttpResponse:
    """Requests that the cabinet reaches; those that wait for it first."""
    campaign = campaign_or_404()
    shown = request.GET.get("state", "")
    found = requests_within(request.cabinet, campaign)
    if shown in {state.value for state in State}:
        found = found.filter(state=shown)
    ordered = waiting_first(found, request.cabinet, campaign)
    shown_page = Paginator(ordered, _ON_A_PAGE).get_page(request.GET.get("page"))
    counts = state_counts(request.cabinet.unit, campaign)
    page = {
        "campaign": campaign,
        "unit": request.cabinet.unit,
        "lines": [_line(item, item.waits) for item in shown_page],
        "page": shown_page,
        "states": [(state, STATE_TITLE[state], counts[state.value]) for state in State],
        "shown": shown,
        "may_ask": request.cabinet.role == Role.SCHOOL_ORGANIZER,
        "total": sum(counts.values()),
    }
    return render(request, "timetable/reserve.html", page)


@allow(Role.SCHOOL_ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: CabinetRequest) -> HttpResponse:
    """First the work, then what is asked for it: the grade decides which classes there are."""
    campaign = campaign_or_404()
    works = _works(request, campaign)
    assessment = next((work for work in works if work.code == request.GET.get("work")), None)
    if assessment is None:
        return render(request, "timetable/reserve_work.html", {"campaign": campaign, "works": works})
    form = ReserveForm(request.POST or None, classes=classes_of(request.cabinet.unit, campaign, assessment.grade))
    if request.method == "POST" and form.is_valid():
        asked = ask_reserve_day(by=request.cabinet, campaign=campaign, wish=form.wish(assessment), now=clock.now())
        messages.success(request, "Запрос отправлен муниципальному координатору.")
        return redirect("timetable:reserve_request", asked.pk)
    return render(request, "timetable/reserve_ask.html", _asking(request, campaign, assessment, form))


@allow(*EVERY_ROLE)
@require_safe
def reserve_request(request: CabinetRequest, number: int) -> HttpResponse:
    """A request with its history and the buttons of this role."""
    found = _request_or_404(request, number)
    moves = moves_of(State(found.state), request.cabinet.role)
    page: dict[str, Any] = {
        "item": found,
        "line": _line(found, False),
        "events": [
            (event, STATE_TITLE[State(event.state)]) for event in found.events.select_related("account", "unit")
        ],
        "moves": [(move, _BUTTON[move], _needs_words(found, move)) for move in moves if move is not Move.GRANT],
        "period": period_text(*_period(found)),
        "decision": DecisionForm(),
    }
    if Move.GRANT in moves:
        last = suggested_upload_day(found.assessment, found.unit, found.wanted_on, clock.now())
        page["grant"] = GrantForm.of(found.wanted_on, last)
    return render(request, "timetable/reserve_request.html", page)


@allow(*EVERY_ROLE)
@require_POST
def decide(request: CabinetRequest, number: int, move: str) -> HttpResponse:
    found = _request_or_404(request, number)
    if move not in {item.value for item in Move}:
        raise Http404
    form = GrantForm(request.POST) if move == Move.GRANT else DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Решение не записано: проверьте даты.")
        return redirect("timetable:reserve_request", number)
    fields = form.cleaned_data
    decision = Decision(fields["words"], fields.get("granted_on"), fields.get("upload_day"))
    changed = change_reserve(by=request.cabinet, request=found, move=Move(move), decision=decision, now=clock.now())
    messages.success(request, _DONE[State(changed.state)])
    return redirect("timetable:reserve_request", number)


@allow(Role.SCHOOL_ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: CabinetRequest, number: int) -> HttpResponse:
    """A returned request, put right by the school."""
    found = _request_or_404(request, number)
    if found.state != State.RETURNED:
        raise Http404
    groups = classes_of(found.unit, found.campaign, found.assessment.grade)
    form = ReserveForm(request.POST or None, classes=groups, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        decision = Decision(form.cleaned_data["words"], wish=form.wish(found.assessment))
        change_reserve(by=request.cabinet, request=found, move=Move.RESUBMIT, decision=decision, now=clock.now())
        messages.success(request, _DONE[State.SUBMITTED])
        return redirect("timetable:reserve_request", number)
    return render(request, "timetable/reserve_ask.html", _asking(request, found.campaign, found.assessment, form))


def _request_or_404(request: CabinetRequest, number: int) -> ReserveRequest:
    within = ReserveRequest.objects.within(request.cabinet.scope)
    return get_object_or_404(
        within.select_related("unit__municipality", "unit__region", "assessment", "campaign"), pk=number
    )


def _works(request: CabinetRequest, campaign: Campaign) -> list[Assessment]:
    """Works of the timetable first; without one every open work of the school's grades."""
    planned = {item.assessment for item in sittings_of(request.cabinet.unit, campaign)}
    if not planned:
        grades = {group.grade for group in classes_of(request.cabinet.unit, campaign)}
        planned = set(Assessment.objects.filter(campaign=campaign, grade__in=grades, plan_items__isnull=False))
    return sorted(planned, key=lambda work: (work.grade, work.title))


def _asking(request: CabinetRequest, campaign: Campaign, assessment: Assessment, form: ReserveForm) -> dict[str, Any]:
    unit, now = request.cabinet.unit, clock.now()
    bounds = bounds_of(assessment, unit, now)
    busy = [item.on for item in sittings_of(unit, campaign) if item.class_group.grade == assessment.grade]
    return {
        "campaign": campaign,
        "assessment": assessment,
        "form": form,
        "period": period_text(bounds.period_from, bounds.period_to),
        "late_until": bounds.late_until,
        "days": suggested_days(bounds, school_week(unit, campaign), busy, 6),
    }


def _initial(found: ReserveRequest) -> dict[str, Any]:
    return {
        "classes": [str(group.pk) for group in found.classes.all()],
        "who": "whole" if found.is_whole_class else "absent",
        "participants": found.participants,
        "wanted_on": found.wanted_on,
        "reason": found.reason,
        "words": found.words,
    }


def _line(item: ReserveRequest, is_waiting: bool) -> dict[str, Any]:
    state = State(item.state)
    return {
        "item": item,
        "classes": ", ".join(group.name for group in item.classes.all()),
        "day": item.granted_on or item.wanted_on,
        "words": STATE_TITLE[state],
        "tone": STATE_TONE[state],
        "is_waiting": is_waiting,
    }


def _needs_words(item: ReserveRequest, move: Move) -> bool:
    return MOVES[State(item.state), move].needs_words


def _period(item: ReserveRequest) -> tuple[Any, Any]:
    bounds = bounds_of(item.assessment, item.unit, clock.now())
    return bounds.period_from, bounds.period_to
