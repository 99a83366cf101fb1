"""The roadmap: reading, printing, ticks; a copy of an own one and its rows."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.downloads import PDF, attachment
from vpr.campaigns.models import Campaign, Roadmap, RoadmapStep
from vpr.campaigns.roadmap import RoadmapView, is_for, read_roadmap
from vpr.campaigns.roadmap_forms import RoadmapForm, RoadmapStepForm
from vpr.campaigns.roadmap_paper import roadmap_pdf
from vpr.campaigns.services import roadmaps
from vpr.campaigns.services.amending import Author
from vpr.campaigns.views.doors import author_of, campaign_or_404
from vpr.kernel.roles import EVERY_ROLE, MUNICIPAL_ROLES, Role

#: Who may keep a roadmap of the own unit.
KEEPERS = (Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR, *MUNICIPAL_ROLES)


def _view(request: CabinetRequest) -> RoadmapView | None:
    campaign = _campaign(request)
    return read_roadmap(request.cabinet, campaign, clock.now()) if campaign else None


def _campaign(request: CabinetRequest) -> Campaign | None:
    return campaign_or_404(request)


@allow(*EVERY_ROLE)
@require_safe
def roadmap(request: CabinetRequest) -> HttpResponse:
    """Own rows first of all: `?own=1` leaves those of the reader's role."""
    view, campaign = _view(request), _campaign(request)
    only_own = request.GET.get("own") == "1"
    stages = [] if view is None else view.stages
    if only_own:
        stages = [(title, [step for step in steps if step.is_own]) for title, steps in stages]
    page = {
        "campaign": campaign,
        "view": view,
        "stages": [(title, steps) for title, steps in stages if steps],
        "only_own": only_own,
        "is_keeper": request.cabinet.role in KEEPERS,
        "is_federal": request.cabinet.role is Role.FEDERAL_ORGANIZER,
    }
    return render(request, "campaigns/roadmap.html", page)


@allow(*EVERY_ROLE)
@require_safe
def roadmap_print(request: CabinetRequest) -> HttpResponse:
    view = _view(request)
    if view is None:
        raise Http404
    content = roadmap_pdf(view, unit=request.cabinet.unit, now=clock.now())
    return attachment(content, f"Дорожная карта {view.roadmap.campaign}.pdf", PDF)


@allow(*EVERY_ROLE)
@require_POST
def roadmap_tick(request: CabinetRequest, number: int) -> HttpResponse:
    """«Выполнено» or its withdrawal, by the role that answers for the row, for the own unit."""
    view = _view(request)
    shown = next((step for step in view.steps if step.step.pk == number), None) if view else None
    if shown is None or not is_for(request.cabinet.role, Role(shown.step.role)):
        raise Http404
    unit, author = request.cabinet.unit, author_of(request)
    if "undo" in request.POST:
        roadmaps.untick_step(step=shown.step, unit=unit, author=author)
    else:
        roadmaps.tick_step(step=shown.step, unit=unit, note=request.POST.get("note", ""), author=author)
    return _back(request)


@allow(*KEEPERS)
@require_POST
def roadmap_copy(request: CabinetRequest) -> HttpResponse:
    """An own roadmap: from the one above, for the country from the package."""
    campaign, view = _campaign(request), _view(request)
    if campaign is None:
        raise Http404
    author = author_of(request)
    if view is None:
        _require_federal(request)
        roadmaps.ensure_template(campaign=campaign, author=author)
    else:
        roadmaps.copy_roadmap(source=view.roadmap, unit=request.cabinet.unit, author=author)
    messages.success(request, "Дорожная карта составлена. Её можно изменить.")
    return redirect("campaigns:roadmap_edit")


def _require_federal(request: CabinetRequest) -> None:
    if request.cabinet.role is not Role.FEDERAL_ORGANIZER:
        raise Http404


def _own(request: CabinetRequest) -> Roadmap:
    """Only a roadmap of the own unit is edited."""
    campaign = _campaign(request)
    found = Roadmap.objects.filter(campaign=campaign, unit=request.cabinet.unit).select_related("campaign", "unit")
    own = found.first()
    if own is None:
        raise Http404
    return own


def _own_step(request: CabinetRequest, number: int) -> RoadmapStep:
    step = _own(request).steps.filter(pk=number).select_related("roadmap").first()
    if step is None:
        raise Http404
    return step


@allow(*KEEPERS)
def roadmap_edit(request: CabinetRequest) -> HttpResponse:
    """The head and the list of rows with their buttons."""
    own = _own(request)
    form = RoadmapForm(request.POST or None, initial={"title": own.title, "basis": own.basis})
    if request.method == "POST" and form.is_valid():
        roadmaps.change_title(roadmap=own, author=author_of(request), **form.cleaned_data)
        messages.success(request, "Сохранено.")
        return redirect("campaigns:roadmap_edit")
    page = {"campaign": own.campaign, "roadmap": own, "form": form, "view": _view(request)}
    return render(request, "campaigns/roadmap_edit.html", page)


@allow(*KEEPERS)
def roadmap_add(request: CabinetRequest) -> HttpResponse:
    own = _own(request)
    form = RoadmapStepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        roadmaps.add_step(roadmap=own, content=form.content(), after=_last_of(own, form), author=author_of(request))
        messages.success(request, "Строка добавлена.")
        return redirect("campaigns:roadmap_edit")
    return render(request, "campaigns/roadmap_step.html", {"campaign": own.campaign, "form": form, "step": None})


def _last_of(own: Roadmap, form: RoadmapStepForm) -> int | None:
    """A new row stands at the end of its stage."""
    last = own.steps.filter(stage=form.cleaned_data["stage"]).order_by("-position").first()
    return last.position if last else None


@allow(*KEEPERS)
def roadmap_step(request: CabinetRequest, number: int) -> HttpResponse:
    """Edits, moves or removes a row."""
    step = _own_step(request, number)
    author: Author = author_of(request)
    if request.method == "POST" and "remove" in request.POST:
        roadmaps.remove_step(step=step, author=author)
        return redirect("campaigns:roadmap_edit")
    if request.method == "POST" and {"up", "down"} & set(request.POST):
        roadmaps.move_step(step=step, up="up" in request.POST, author=author)
        return redirect("campaigns:roadmap_edit")
    form = RoadmapStepForm(request.POST or None, initial=RoadmapStepForm.initial_of(step))
    if request.method == "POST" and form.is_valid():
        roadmaps.change_step(step=step, content=form.content(step), author=author)
        messages.success(request, "Строка сохранена.")
        return redirect("campaigns:roadmap_edit")
    return render(
        request, "campaigns/roadmap_step.html", {"campaign": step.roadmap.campaign, "form": form, "step": step}
    )


@allow(*KEEPERS)
@require_POST
def roadmap_remove(request: CabinetRequest) -> HttpResponse:
    """Back to the roadmap of the level above."""
    roadmaps.remove_roadmap(roadmap=_own(request), author=author_of(request))
    messages.success(request, "Своя дорожная карта удалена.")
    return _back(request)


def _back(request: CabinetRequest) -> HttpResponse:
    response = redirect("campaigns:roadmap")
    if code := request.GET.get("campaign"):
        response["Location"] += f"?campaign={code}"
    return response
