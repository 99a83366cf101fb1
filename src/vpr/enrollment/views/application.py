"""The application of one school: figures, history, and what a coordinator does with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.models import Unit
from vpr.cabinets.rules import COORDINATORS
from vpr.campaigns.models import Campaign
from vpr.enrollment.faults import APPLICATION
from vpr.enrollment.models import ApplicationChange
from vpr.enrollment.queries.applications import Filled, filled_of_unit, is_frozen
from vpr.enrollment.queries.lineage import lineage
from vpr.enrollment.queries.places import places_of, work_places
from vpr.enrollment.queries.records import record_of
from vpr.enrollment.refusals import WrongFigures
from vpr.enrollment.rules.application_rows import Typed, understand
from vpr.enrollment.rules.applying import Lines, Numbers, WorkPlace
from vpr.enrollment.services import applications as services
from vpr.enrollment.views.doors import campaign_or_404, form_door, school_or_404
from vpr.enrollment.words import ApplicationState
from vpr.kernel.faults import Severity
from vpr.kernel.faults import render as fault_text
from vpr.kernel.roles import EVERY_ROLE, ROLE_TITLE, SCHOOL_ROLES, Role

_PARTS = (("class_count", "классов"), ("participants", "участников"), ("experts", "экспертов"))


@dataclass(frozen=True)
class Row:
    """One work of the table; `cells` for the correction: (name of the input, label, value)."""

    place: WorkPlace
    numbers: Numbers | None
    cells: list[tuple[str, str, str]]


@allow(*EVERY_ROLE)
@require_safe
def application(request: CabinetRequest, unit: str) -> HttpResponse:
    school, campaign = school_or_404(request, unit), campaign_or_404()
    known = filled_of_unit(school, campaign)
    places, cabinet = _places(school, campaign, known), request.cabinet
    rows = [_row(place, known.lines.get(key) if known else None) for key, place in places.items()]
    frozen = is_frozen(school, campaign)
    is_school = cabinet.role in SCHOOL_ROLES
    history = ApplicationChange.objects.filter(application__unit=school, application__campaign=campaign)
    page = {
        "school": school,
        "campaign": campaign,
        "known": known,
        "rows": rows,
        "filled": [row for row in rows if row.numbers],
        "total": sum(row.numbers.participants for row in rows if row.numbers),
        "door": form_door(campaign, "application", school, clock.now()) if is_school else None,
        "may_correct": cabinet.role in COORDINATORS and (not frozen or cabinet.role in _AFTER_FREEZE),
        "may_confirm": cabinet.role in services.STEP_OF and known is not None and not frozen,
        "may_return": cabinet.role in COORDINATORS
        and known is not None
        and not frozen
        and known.application.state != "draft",
        "is_frozen": frozen,
        "history": [(change, _who(change)) for change in history.select_related("account")[:100]],
        "states": dict(ApplicationState.choices),
        "lineage": lineage(school),
    }
    return render(request, "enrollment/application.html", page)


_AFTER_FREEZE = (Role.REGIONAL_COORDINATOR, Role.FEDERAL_ORGANIZER)


@allow(*COORDINATORS)
@require_POST
def act(request: CabinetRequest, unit: str) -> HttpResponse:
    """Confirm, correct or return: one press each, refused with a sentence."""
    school, campaign, by, now = school_or_404(request, unit), campaign_or_404(), request.cabinet, clock.now()
    reason = request.POST.get("reason", "")
    try:
        match request.POST.get("act"):
            case "confirm":
                done = services.confirm_applications(by=by, campaign=campaign, units=[school], now=now)
                messages.success(request, "Заявка подтверждена." if done else "Заявка уже подтверждена.")
            case "return":
                services.return_application(by=by, campaign=campaign, unit=school, reason=reason, now=now)
                messages.success(request, "Заявка возвращена школе.")
            case _:
                takes_part = request.POST.get("takes_part") != "no"
                services.correct_application(
                    by=by,
                    campaign=campaign,
                    unit=school,
                    takes_part=takes_part,
                    lines=_typed(request, _places(school, campaign, filled_of_unit(school, campaign)))
                    if takes_part
                    else {},
                    reason=reason,
                    now=now,
                )
                messages.success(request, "Исправления сохранены.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("enrollment:application", unit=school.code)


def _places(school: Unit, campaign: Campaign, known: Filled | None) -> dict[str, WorkPlace]:
    """Works of the school's grades, and those that its application names all the same."""
    every = work_places(campaign)
    offered = places_of(record_of(school, campaign), every)
    return {key: place for key, place in every.items() if key in offered or (known and key in known.lines)}


def _row(place: WorkPlace, numbers: Numbers | None) -> Row:
    parts = _PARTS if place.wants_experts else _PARTS[:2]
    cells = [
        (f"{place.key}|{part}", f"{place.title}: {word}", str(getattr(numbers, part) or "") if numbers else "")
        for part, word in parts
    ]
    return Row(place, numbers, cells)


def _typed(request: CabinetRequest, places: Mapping[str, WorkPlace]) -> Lines:
    """Figures of the page under the same rules as those of the forms; the first wrong one refuses all."""
    typed = {key: Typed(*(_number(request, key, part) for part, _ in _PARTS)) for key in places}
    found = understand(typed, places, lambda key, part: places[key].title)
    wrong = [fault for fault in found.faults if APPLICATION[fault.code].severity is Severity.ERROR]
    if wrong:
        raise WrongFigures(f"Не сохранено. {fault_text(wrong[0], APPLICATION)}.")
    return found.lines


def _number(request: CabinetRequest, key: str, part: str) -> int | None:
    text = request.POST.get(f"{key}|{part}", "").strip()
    if text and not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise WrongFigures(f"Не сохранено: «{text[:20]}» не целое число.")
    return int(text) if text else None


def _who(change: ApplicationChange) -> str:
    title = ROLE_TITLE[Role(change.role)] if change.role else ""
    login = change.account.login if change.account else ""
    return ", ".join(part for part in (title, login) if part)
