"""Search, frequent questions, one question."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.kernel.roles import EVERY_ROLE
from vpr.support.forms import AnswerForm, ChoiceForm, HideForm, MergeForm, PinForm, TitleForm
from vpr.support.models import Answer, Question, QuestionState
from vpr.support.queries.lists import Choice, frequent, listing
from vpr.support.rules import ANSWERERS, MODERATORS, speaks_for_region
from vpr.support.screens import screen_title


@allow(*EVERY_ROLE)
@require_safe
def questions(request: CabinetRequest) -> HttpResponse:
    form = ChoiceForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    choice = Choice(
        chosen.get("q", ""), chosen.get("topic", ""), chosen.get("state", ""), bool(chosen.get("mine", False))
    )
    query = {name: value for name, value in chosen.items() if value}
    page = {
        "form": form,
        "choice": choice,
        "listing": listing(choice, request.cabinet, request.GET.get("page")),
        "query": urlencode({name: "on" if value is True else value for name, value in query.items()}),
        "is_answerer": request.cabinet.role in ANSWERERS,
    }
    return render(request, "support/questions.html", page)


@allow(*EVERY_ROLE)
@require_safe
def faq(request: CabinetRequest) -> HttpResponse:
    is_moderator = request.cabinet.role in MODERATORS
    return render(request, "support/faq.html", {"topics": frequent(), "is_moderator": is_moderator})


@allow(*EVERY_ROLE)
@require_safe
def question(request: CabinetRequest, number: int) -> HttpResponse:
    shown = question_or_404(request, number)
    return question_page(request, shown)


def question_page(
    request: CabinetRequest, shown: Question, *, form: AnswerForm | None = None, refusal: str = ""
) -> HttpResponse:
    cabinet = request.cabinet
    is_moderator, is_own = cabinet.role in MODERATORS, shown.unit_id == cabinet.unit.pk
    answers = shown.answers.select_related("unit__region", "region")
    visible = [item for item in answers if is_moderator or not item.is_hidden or item.unit_id == cabinet.unit.pk]
    page = {
        "question": shown,
        "answers": visible,
        "thanked": set(shown.answers.filter(thanks__account=cabinet.account).values_list("pk", flat=True)),
        "screen": screen_title(shown.about_page),
        "is_own": is_own,
        "is_moderator": is_moderator,
        "is_followed": shown.follows.filter(unit=cabinet.unit).exists(),
        "may_answer": shown.state in (QuestionState.OPEN, QuestionState.ANSWERED) and not shown.is_hidden,
        "may_accept": is_own or is_moderator,
        "form": form or answer_form(request),
        "refusal": refusal,
        "now": clock.now(),
    }
    if is_moderator:
        page |= _moderation_forms(shown)
    return render(request, "support/question.html", page, status=409 if refusal else 200)


def answer_form(request: CabinetRequest) -> AnswerForm:
    chosen = request.POST if request.method == "POST" else None
    return AnswerForm(chosen, may_speak_for_region=speaks_for_region(request.cabinet.role))


def question_or_404(request: CabinetRequest, number: int) -> Question:
    """The door of a question: a hidden one exists for its asker and for the moderators only."""
    found = get_object_or_404(Question.objects.select_related("unit__region", "merged_into", "campaign"), pk=number)
    if found.is_hidden and request.cabinet.role not in MODERATORS and found.unit_id != request.cabinet.unit.pk:
        raise Http404
    return found


def answer_or_404(request: CabinetRequest, number: int) -> Answer:
    found = get_object_or_404(Answer.objects.select_related("question", "unit__region"), pk=number)
    question_or_404(request, found.question_id)
    if found.is_hidden and request.cabinet.role not in MODERATORS:
        raise Http404
    return found


def _moderation_forms(shown: Question) -> dict[str, object]:
    return {
        "pin_form": PinForm(initial={"topic": shown.topic}, auto_id="pin_%s"),
        "merge_form": MergeForm(auto_id="merge_%s"),
        "title_form": TitleForm(initial={"title": shown.title}, auto_id="retitle_%s"),
        "hide_form": HideForm(auto_id="hide_%s"),
    }
