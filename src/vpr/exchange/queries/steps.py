"""The forms of one school: what to upload until when, and how each of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, Wave, Window
from vpr.exchange.models import Expectation, ExpectationState, Submission
from vpr.exchange.position import Position, position_of

_TONES = {
    ExpectationState.EXPECTED: "attention",
    ExpectationState.CHECKING: "neutral",
    ExpectationState.FAULTY: "stop",
    ExpectationState.ACCEPTED: "ok",
}


@dataclass(frozen=True)
class FormStep:
    """One form of one school."""

    assessment: Assessment
    expectation: Expectation | None
    position: Position
    unit: Unit

    @property
    def state(self) -> ExpectationState:
        return ExpectationState(self.expectation.state) if self.expectation else ExpectationState.EXPECTED

    @property
    def latest(self) -> Submission | None:
        return self.expectation.latest if self.expectation else None

    @property
    def accepted(self) -> Submission | None:
        return self.expectation.accepted if self.expectation else None

    @property
    def is_overdue(self) -> bool:
        return self.state == ExpectationState.EXPECTED and self.position.upload_closed

    @property
    def tone(self) -> str:
        if self.state != ExpectationState.EXPECTED:
            return _TONES[self.state]
        if self.is_overdue:
            return "stop"
        return "attention" if self.position.is_open else "neutral"

    @property
    def label(self) -> str:
        if self.state == ExpectationState.EXPECTED and not self.position.is_open and self.position.opens_at:
            return "загрузка ещё не открыта"
        return "срок прошёл, не загружено" if self.is_overdue else str(self.state.label)

    @property
    def needs_work(self) -> bool:
        """Something for the school to do now."""
        return self.position.is_open and self.state in (ExpectationState.EXPECTED, ExpectationState.FAULTY)


def form_steps(unit: Unit, now: datetime, kind: str = "scores") -> list[FormStep]:
    """Forms of the current campaign that the school is expected to upload, nearest deadline first. Four queries."""
    expected = (
        Expectation.objects.filter(unit=unit, kind=kind, assessment__campaign__is_current=True)
        .select_related("assessment__campaign", "latest", "accepted")
        .prefetch_related(*_dates("assessment__"))
    )
    steps = [FormStep(row.assessment, row, position_of(row.assessment, now), unit) for row in expected]
    return sorted(steps, key=_order)


def other_open_forms(unit: Unit, now: datetime, kind: str = "scores") -> list[FormStep]:
    """Open assessments that nobody expects from this school: it may have written them all the same."""
    known = Expectation.objects.filter(unit=unit, kind=kind).values("assessment")
    others = (
        Assessment.objects.filter(is_open=True, campaign__is_current=True)
        .exclude(pk__in=known)
        .select_related("campaign")
        .prefetch_related(*_dates(""))
    )
    steps = [FormStep(assessment, None, position_of(assessment, now), unit) for assessment in others]
    return sorted((step for step in steps if step.position.is_open), key=_order)


def form_step(unit: Unit, assessment: Assessment, now: datetime, kind: str = "scores") -> FormStep | None:
    """The form of one assessment; None when it neither is expected nor open to whoever comes."""
    expectation = (
        Expectation.objects.filter(unit=unit, assessment=assessment, kind=kind)
        .select_related("latest", "accepted")
        .first()
    )
    if expectation is None and not assessment.is_open:
        return None
    return FormStep(assessment, expectation, position_of(assessment, now), unit)


def history(unit: Unit, assessment: Assessment, kind: str = "scores") -> list[Submission]:
    """Every version ever received, newest first."""
    found = Submission.objects.filter(Q(unit=unit), assessment=assessment, kind=kind)
    return list(found.select_related("received_by").order_by("-version"))


def _dates(path: str) -> list[Prefetch[str]]:
    return [
        Prefetch(f"{path}windows", queryset=Window.objects.order_by("opens_at")),
        Prefetch(f"{path}waves", queryset=Wave.objects.order_by("number")),
    ]


def _order(step: FormStep) -> tuple[bool, bool, float, str]:
    deadline = step.position.deadline
    return (
        not step.needs_work,
        deadline is None,
        deadline.timestamp() if deadline else 0.0,
        step.assessment.code,
    )
