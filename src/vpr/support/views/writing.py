"""Asking and answering. What was typed goes in the body of a POST only: an address would stand in the logs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.kernel.roles import EVERY_ROLE
from vpr.support import services
from vpr.support.forms import QuestionForm
from vpr.support.models import Topic
from vpr.support.personal import personal_data
from vpr.support.queries.lists import Line, faults_of, similar
from vpr.support.refusals import PersonalData
from vpr.support.screens import Screen, screen_of
from vpr.support.views.reading import answer_form, answer_or_404, question_or_404, question_page


@allow(*EVERY_ROLE)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: CabinetRequest) -> HttpResponse:
    """Without JavaScript the first press shows what has been answered, the second publishes."""
    screen = screen_of(request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        form = QuestionForm(initial={"topic": _topic(screen)})
        return _ask_page(request, form, screen, similar("", page=screen.about.page))
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _ask_page(request, form, screen, [])
    findings = personal_data(f"{form.cleaned_data['title']}\n{form.cleaned_data['text']}")
    if findings:  # before the search: nothing of it goes any further
        return _ask_page(request, form, screen, [], PersonalData(findings))
    known = [] if request.POST.get("seen") else similar(form.cleaned_data["title"], is_typing=False)
    if known:
        return _ask_page(request, form, screen, known)
    try:
        made = services.ask(by=request.cabinet, about=screen.about, now=clock.now(), **form.cleaned_data)
    except Refusal as refusal:
        return _ask_page(request, form, screen, [], refusal)
    messages.success(request, f"Вопрос № {made.pk} опубликован. Об ответе придёт уведомление.")
    return redirect("support:question", made.pk)


@allow(*EVERY_ROLE)
@require_POST
def similar_questions(request: CabinetRequest) -> HttpResponse:
    """The part of the form that htmx renews while the title is typed."""
    title = request.POST.get("title", "")[:200]
    screen = screen_of(request.POST)
    findings = personal_data(title)
    known = [] if findings else similar(title, page=screen.about.page)
    page = {"similar": known, "findings": findings, "title": title.strip(), "faults": faults_of(screen.about.faults)}
    return render(request, "support/_similar.html", page)


@allow(*EVERY_ROLE)
@require_POST
def answer(request: CabinetRequest, number: int) -> HttpResponse:
    shown = question_or_404(request, number)
    form = answer_form(request)
    if not form.is_valid():
        return question_page(request, shown, form=form)
    try:
        services.answer(by=request.cabinet, question=shown, now=clock.now(), **form.cleaned_data)
    except Refusal as refusal:
        return question_page(request, shown, form=form, refusal=str(refusal))
    messages.success(request, "Ответ опубликован.")
    return redirect("support:question", number)


@allow(*EVERY_ROLE)
@require_POST
def accept(request: CabinetRequest, number: int) -> HttpResponse:
    found = answer_or_404(request, number)
    services.accept(by=request.cabinet, answer=found, now=clock.now())
    return redirect("support:question", found.question_id)


@allow(*EVERY_ROLE)
@require_POST
def thank(request: CabinetRequest, number: int) -> HttpResponse:
    found = answer_or_404(request, number)
    services.thank(by=request.cabinet, answer=found)
    return redirect("support:question", found.question_id)


@allow(*EVERY_ROLE)
@require_POST
def follow(request: CabinetRequest, number: int) -> HttpResponse:
    shown = question_or_404(request, number)
    services.follow(by=request.cabinet, question=shown, wants=request.POST.get("wants") == "yes")
    return redirect("support:question", number)


def _ask_page(
    request: CabinetRequest, form: QuestionForm, screen: Screen, known: list[Line], refusal: Refusal | None = None
) -> HttpResponse:
    page = {
        "form": form,
        "screen": screen,
        "similar": known,
        "title": form.data.get("title", "").strip() if form.is_bound else "",
        "findings": refusal.findings if isinstance(refusal, PersonalData) else [],
        "faults": faults_of(screen.about.faults),
        "refusal": "" if refusal is None or isinstance(refusal, PersonalData) else str(refusal),
    }
    return render(request, "support/ask.html", page, status=409 if refusal else 200)


def _topic(screen: Screen) -> str:
    """The topic that the screen suggests."""
    room = screen.about.page.partition(":")[0]
    rooms = {
        "exchange": Topic.UPLOAD,
        "results": Topic.UPLOAD,
        "analytics": Topic.RESULTS,
        "enrollment": Topic.PREPARATION,
        "questionnaire": Topic.PREPARATION,
        "timetable": Topic.PREPARATION,
        "draw": Topic.PREPARATION,
        "staffing": Topic.PREPARATION,
        "objectivity": Topic.PREPARATION,
    }
    return rooms.get(room, Topic.UPLOAD if screen.about.faults else Topic.OTHER)
