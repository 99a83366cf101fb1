"""The queue of unanswered questions and the moderator's buttons."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from vpr.base import clock
from vpr.base.clock import MOSCOW
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.support import services
from vpr.support.forms import HideForm, MergeForm, PinForm, TitleForm
from vpr.support.models import Question
from vpr.support.queries.lists import overdue_count
from vpr.support.queries.lists import queue as queued
from vpr.support.rules import ANSWERERS, MODERATORS, waiting_since
from vpr.support.views.reading import answer_or_404, question_or_404


@allow(*ANSWERERS)
@require_safe
def queue(request: CabinetRequest) -> HttpResponse:
    now = clock.now()
    page = {
        "shown": Paginator(queued(request.cabinet), 50).get_page(request.GET.get("page")),
        "overdue": overdue_count(request.cabinet, now),
        "overdue_before": waiting_since(now.astimezone(MOSCOW)),
        "now": now,
    }
    return render(request, "support/queue.html", page)


@allow(*MODERATORS)
@require_POST
def load_answers(request: CabinetRequest) -> HttpResponse:
    count = services.load_first_answers(by=request.cabinet, now=clock.now())
    messages.success(request, f"Добавлено готовых ответов: {count}.")
    return redirect("support:faq")


@allow(*MODERATORS)
@require_POST
def moderate(request: CabinetRequest, number: int) -> HttpResponse:
    """One address for the moderator's buttons: the pressed one names the action."""
    shown = question_or_404(request, number)
    action = _ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        raise Refusal("Действие не выбрано. Вернитесь к вопросу и нажмите одну из кнопок.")
    messages.success(request, action(request, shown))
    return redirect("support:question", number)


@allow(*MODERATORS)
@require_POST
def moderate_answer(request: CabinetRequest, number: int) -> HttpResponse:
    found = answer_or_404(request, number)
    if request.POST.get("action") == "show":
        services.show_answer(by=request.cabinet, answer=found, now=clock.now())
    else:
        chosen = _valid(HideForm(request.POST))
        services.hide_answer(by=request.cabinet, answer=found, now=clock.now(), **chosen)
    messages.success(request, "Сделано.")
    return redirect("support:question", found.question_id)


def _pin(request: CabinetRequest, shown: Question) -> str:
    services.pin(by=request.cabinet, question=shown, now=clock.now(), **_valid(PinForm(request.POST)))
    return "Сохранено."


def _merge(request: CabinetRequest, shown: Question) -> str:
    into = _valid(MergeForm(request.POST))["into"]
    target = services.merge(by=request.cabinet, question=shown, into=into, now=clock.now())
    return f"Вопрос объединён с № {target.pk}: ответы и подписчики перенесены."


def _close(request: CabinetRequest, shown: Question) -> str:
    services.close(by=request.cabinet, question=shown, now=clock.now())
    return "Вопрос закрыт."


def _reopen(request: CabinetRequest, shown: Question) -> str:
    services.reopen(by=request.cabinet, question=shown, now=clock.now())
    return "Вопрос снова открыт."


def _retitle(request: CabinetRequest, shown: Question) -> str:
    services.retitle(by=request.cabinet, question=shown, now=clock.now(), **_valid(TitleForm(request.POST)))
    return "Заголовок изменён."


def _hide(request: CabinetRequest, shown: Question) -> str:
    services.hide_question(by=request.cabinet, question=shown, now=clock.now(), **_valid(HideForm(request.POST)))
    return "Вопрос скрыт."


def _show(request: CabinetRequest, shown: Question) -> str:
    services.show_question(by=request.cabinet, question=shown, now=clock.now())
    return "Вопрос снова виден."


def _valid(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise Refusal(" ".join(f"{form[name].label}: {errors[0]}" for name, errors in form.errors.items()))
    return form.cleaned_data


_ACTIONS: dict[str, Callable[[CabinetRequest, Question], str]] = {
    "pin": _pin,
    "merge": _merge,
    "close": _close,
    "reopen": _reopen,
    "retitle": _retitle,
    "hide": _hide,
    "show": _show,
}
