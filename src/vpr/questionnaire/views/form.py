"""The questionnaire in the browser: questions in plain order, those below «Нет» are folded away. Sent like a file.

Folding is done by the stylesheet (`:has`); a browser that cannot do it shows every question, and the check leaves out
the answers that were not asked for. What is typed is kept as the draft of the exchange's grid: both pages share it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.exchange.declared.kind import GRID
from vpr.exchange.kinds import Verdict
from vpr.exchange.queries.grid import FILE_NAME, GridPlace
from vpr.exchange.queries.steps import form_step
from vpr.exchange.queries.workbooks import workbook_by_code
from vpr.exchange.services import receive_upload
from vpr.exchange.services.drafts import StaleDraft, save_draft
from vpr.kernel.faults import Fault, Severity
from vpr.kernel.faults import render as fault_text
from vpr.kernel.roles import SCHOOL_ROLES
from vpr.questionnaire.kind import ContextKind
from vpr.questionnaire.queries import last_answers
from vpr.questionnaire.questions import Answers, Question, Questionnaire, questionnaire_of
from vpr.questionnaire.workbooks.context import shown_answer

_ANSWER = 3  # place of the answer in a row of the draft: sheet, number, question, answer, hint
_TONES = {Severity.ERROR: "stop", Severity.WARNING: "attention", Severity.NOTICE: "neutral"}


@dataclass
class Asked:
    """A question on the page, with the questions that hang on its answer."""

    question: Question
    answer: str
    before: str  # last year's answer
    said: list[tuple[str, str]]  # (tone, sentence)
    below: list["Asked"] = field(default_factory=list)
    opens: frozenset[str] = frozenset()  # labels that unfold what is below

    @property
    def options(self) -> list[tuple[str, bool, bool]]:
        """(label, chosen, unfolds)."""
        return [(label, label == self.answer, label in self.opens) for label in self.question.labels]

    @property
    def is_wrong(self) -> bool:
        return any(tone == "stop" for tone, _ in self.said)

    @property
    def is_short_list(self) -> bool:
        """Buttons instead of a drop-list."""
        return 0 < len(self.question.options) <= 5


@allow(*SCHOOL_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: CabinetRequest, code: str) -> HttpResponse:
    place = _place_or_404(request, code)
    if request.method != "POST":
        return _page(request, place, None)
    _take(place, {key.removeprefix("q-"): str(text) for key, text in request.POST.items() if key.startswith("q-")})
    try:
        _keep(request, place)
    except StaleDraft as stale:
        return _page(request, place, None, refusal=str(stale))
    if request.POST.get("do") == "send":
        return _sent(request, place)
    if request.POST.get("do") == "check":
        return _page(request, place, _checked(place))
    messages.success(request, "Черновик сохранён. Он пока не отправлен.")
    return redirect("questionnaire:form", code)


def _place_or_404(request: CabinetRequest, code: str) -> GridPlace:
    workbook = workbook_by_code(code)
    step = form_step(request.cabinet.unit, workbook, clock.now()) if workbook else None
    if step is None or not isinstance(step.kind, ContextKind):
        raise Http404
    return GridPlace(request.cabinet, step, step.kind)


def _take(place: GridPlace, typed: Mapping[str, str]) -> None:
    """Puts the posted answers into the rows of the draft; a question that the page did not send keeps its answer."""
    for row in place.rows:
        if row[1] in typed:
            row[_ANSWER] = " ".join(typed[row[1]].replace("\x00", "").split())[:1000]


def _keep(request: CabinetRequest, place: GridPlace) -> None:
    place.draft = save_draft(
        unit=place.cabinet.unit,
        workbook=place.step.workbook,
        revision=int(text) if (text := request.POST.get("revision", "")).isdecimal() and len(text) < 9 else 0,
        length=len(place.rows),
        rows=list(enumerate(place.rows)),
        account=request.cabinet.account,
        now=clock.now(),
    )


def _checked(place: GridPlace) -> Verdict:
    return place.kind.check(
        place.content,
        FILE_NAME,
        unit=place.cabinet.unit,
        workbook=place.step.workbook,
        expectation=place.step.expectation,
        channel=GRID,
    )


def _sent(request: CabinetRequest, place: GridPlace) -> HttpResponse:
    """What has errors is shown here at once and is not sent: nobody needs a receipt of a slip."""
    verdict = _checked(place)
    if not verdict.is_accepted:
        return _page(request, place, verdict)
    try:
        submission = receive_upload(
            unit=place.cabinet.unit,
            workbook=place.step.workbook,
            content=place.content,
            name=FILE_NAME,
            channel="grid",
            account=request.cabinet.account,
            now=clock.now(),
        )
    except Refusal as refusal:
        return _page(request, place, None, refusal=str(refusal))
    return redirect("exchange:receipt", submission.number)


def _page(request: CabinetRequest, place: GridPlace, verdict: Verdict | None, refusal: str = "") -> HttpResponse:
    campaign = place.step.workbook.campaign
    questionnaire = questionnaire_of(campaign.year)
    last, year = last_answers(campaign, place.cabinet.unit)
    said, general = _said(place, verdict)
    sections = _sections(questionnaire, {row[1]: row[_ANSWER] for row in place.rows}, last, said)
    position = place.step.position
    errors = sum(tone == "stop" for found in [*said.values(), general] for tone, _ in found)
    page = {
        "place": place,
        "campaign": campaign,
        "sections": sections,
        "last_year": year,
        "general": general,
        "is_checked": verdict is not None,
        "errors": errors,
        "refusal": refusal,
        "closed_because": "" if position.is_open else position.refusal(place.cabinet.unit.time_zone),
    }
    return render(request, "questionnaire/form.html", page, status=409 if refusal else 200)


def _said(place: GridPlace, verdict: Verdict | None) -> tuple[dict[str, list[tuple[str, str]]], list[tuple[str, str]]]:
    """Faults by number of the question, and those of the whole form."""
    by_number: dict[str, list[tuple[str, str]]] = {}
    general: list[tuple[str, str]] = []
    if verdict is None:
        return by_number, general
    numbers = place.layout.numbers(place.rows)
    for fault in verdict.faults:
        title, _, cell = fault.cell.rpartition("!")
        digits = "".join(char for char in cell if char.isdigit())
        at = numbers.get((title.strip("'"), int(digits))) if digits else None
        line = (
            _TONES[place.kind.catalogue[fault.code].severity],
            fault_text(Fault(fault.code, "", fault.details), place.kind.catalogue),
        )
        if at is None:
            general.append(line)
        else:
            by_number.setdefault(place.rows[at][1], []).append(line)
    return by_number, general


def _sections(
    form: Questionnaire, typed: Mapping[str, str], last: Answers, said: Mapping[str, list[tuple[str, str]]]
) -> list[dict[str, Any]]:
    return [
        {"key": section.key, "title": section.title, "asked": _asked(form, section.questions, typed, last, said)}
        for section in form.sections
    ]


def _asked(
    form: Questionnaire,
    questions: Iterable[Question],
    typed: Mapping[str, str],
    last: Answers,
    said: Mapping[str, list[tuple[str, str]]],
) -> list[Asked]:
    """Questions in order; one that hangs on the question right above it stands inside it."""
    found: list[Asked] = []
    for question in questions:
        item = Asked(
            question, typed.get(question.number, ""), shown_answer(question, last), said.get(question.number, [])
        )
        above = next((other for other in reversed(found) if _hangs_on(form, question, other.question)), None)
        if above is None or not above.is_short_list or above is not found[-1]:
            found.append(item)
        else:
            above.below.append(item)
            assert question.when is not None
            above.opens |= {above.question.label_of(code) for code in question.when.codes}
    return found


def _hangs_on(form: Questionnaire, question: Question, above: Question) -> bool:
    return question.when is not None and question.when.question == above.key
