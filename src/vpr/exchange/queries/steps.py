"""The forms of one unit: what to upload until when, and how each of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, Wave, Window
from vpr.exchange.kinds import WorkbookKind, keys_of_levels, kind_of
from vpr.exchange.models import Expectation, ExpectationState, Submission, Withdrawal, Workbook
from vpr.exchange.position import Plan, Position, plan_of, position_of
from vpr.exchange.queries.workbooks import grid_url, unsaved_workbook
from vpr.kernel.roles import UnitKind

_TONES = {
    ExpectationState.EXPECTED: "attention",
    ExpectationState.CHECKING: "neutral",
    ExpectationState.FAULTY: "stop",
    ExpectationState.ACCEPTED: "ok",
}


@dataclass(frozen=True)
class FormStep:
    """One form of one unit."""

    workbook: Workbook
    expectation: Expectation | None
    position: Position
    unit: Unit

    @property
    def assessment(self) -> Assessment | None:
        return self.workbook.assessment

    @property
    def kind(self) -> WorkbookKind:
        return kind_of(self.workbook.kind)

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
        return self.is_ready and self.state == ExpectationState.EXPECTED and self.position.upload_closed

    @property
    def tone(self) -> str:
        if self.state != ExpectationState.EXPECTED:
            return _TONES[self.state]
        if self.is_overdue:
            return "stop"
        return "attention" if self.needs_work else "neutral"

    @property
    def is_returned(self) -> bool:
        """It was sent and taken, and somebody gave it back."""
        return self.state == ExpectationState.EXPECTED and self.latest is not None

    @property
    def is_ready(self) -> bool:
        """Whether there is a form at all: that of an assessment comes with its specification, once it is opened."""
        return self.assessment is None or self.assessment.is_open

    @property
    def label(self) -> str:
        if self.state == ExpectationState.EXPECTED and not (self.position.has_begun and self.is_ready):
            return "загрузка ещё не открыта"
        if self.is_returned:
            return "возвращено, пришлите снова"
        return "срок прошёл, не загружено" if self.is_overdue else str(self.state.label)

    @property
    def grid_url(self) -> str:
        return grid_url(self.workbook)

    @property
    def needs_work(self) -> bool:
        """Something for the unit to do now."""
        waits = self.state in (ExpectationState.EXPECTED, ExpectationState.FAULTY)
        return self.is_ready and self.position.is_open and waits


def form_steps(unit: Unit, now: datetime) -> list[FormStep]:
    """Forms of the current campaign that the unit is expected to upload, nearest deadline first. Six queries."""
    steps = [
        FormStep(row.workbook, row, _position(row.workbook, row, now, plan), unit)
        for row, plan in _expected(unit).items()
    ]
    return sorted(steps, key=_order)


def other_open_forms(unit: Unit, now: datetime) -> list[FormStep]:
    """Open assessments that nobody expects from this school: it may have written them all the same."""
    if unit.kind != UnitKind.SCHOOL:
        return []
    known = Expectation.objects.filter(unit=unit, workbook__assessment__isnull=False).values("workbook__assessment")
    others = (
        Assessment.objects.filter(is_open=True, campaign__is_current=True)
        .exclude(pk__in=known)
        .select_related("campaign")
        .prefetch_related(*_dates(""))
    )
    steps = [FormStep(workbook, None, position_of(workbook, now), unit) for workbook in map(unsaved_workbook, others)]
    return sorted((step for step in steps if step.position.is_open), key=_order)


def form_step(unit: Unit, workbook: Workbook, now: datetime) -> FormStep | None:
    """One form; None when the unit exchanges no such form, or it is neither expected nor open to whoever comes."""
    if kind_of(workbook.kind).level != unit.kind:
        return None
    expectation = (
        Expectation.objects.filter(unit=unit, workbook=workbook.pk)
        .select_related("latest", "accepted", "workbook__assessment")
        .first()
    )
    if expectation is None and not _is_open_to_all(unit, workbook):
        return None
    return FormStep(workbook, expectation, _position(workbook, expectation, now, None), unit)


def history(unit: Unit, workbook: Workbook) -> list[Submission]:
    """Every version ever received, newest first."""
    found = Submission.objects.filter(unit=unit, workbook=workbook.pk)
    return list(found.select_related("received_by").order_by("-version"))


def _expected(unit: Unit) -> dict[Expectation, Plan]:
    rows = (
        Expectation.objects.filter(unit=unit, workbook__campaign__is_current=True)
        .filter(workbook__kind__in=keys_of_levels(UnitKind(unit.kind)))
        .select_related("workbook__campaign", "workbook__assessment__campaign", "latest", "accepted")
        .prefetch_related(*_dates("workbook__assessment__"))
    )
    plans: dict[int, Plan] = {}
    found: dict[Expectation, Plan] = {}
    for row in rows:
        campaign = row.workbook.campaign_id
        if not row.workbook.is_of_scores and campaign not in plans:
            plans[campaign] = plan_of(campaign)
        found[row] = plans.get(campaign, {})
    return found


def _position(workbook: Workbook, expectation: Expectation | None, now: datetime, plan: Plan | None) -> Position:
    extended_until = expectation.extended_until if expectation else None
    return position_of(workbook, now, extended_until=extended_until, plan=plan)


def _is_open_to_all(unit: Unit, workbook: Workbook) -> bool:
    if workbook.assessment:
        return workbook.assessment.is_open
    return unit.is_active and not Withdrawal.objects.filter(unit=unit, workbook=workbook.pk).exists()


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
        step.workbook.code,
    )
