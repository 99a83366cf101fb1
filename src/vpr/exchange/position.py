"""Where a moment falls in the plan of a form: may it be uploaded now, into which wave, is it late."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from vpr.base.clock import MOSCOW
from vpr.campaigns.models import Assessment, PlanState, PlanStep, WindowKind
from vpr.campaigns.rules import upload_position
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Workbook

_UPLOADS = (WindowKind.UPLOAD, WindowKind.LATE_UPLOAD)
#: Windows of the organizational steps of a campaign, by the key of the step.
Plan = Mapping[str, PlanStep]


@dataclass(frozen=True)
class Position:
    is_open: bool
    wave: int | None = None
    is_late: bool = False
    opens_at: datetime | None = None  # the next opening, when there is one
    closed_at: datetime | None = None  # the last closing, when it has passed
    deadline: datetime | None = None  # end of the window that runs or comes next
    upload_closed: bool = False  # the main window is over: what is missing is overdue
    is_dated: bool = True  # False: a form of the preparation to which the plan-schedule gives no dates yet
    has_begun: bool = True  # it is time or has been
    is_extended: bool = False  # open for this unit alone
    is_of_scores: bool = True

    def refusal(self, time_zone: str) -> str:
        """Why nothing is taken now, with the dates that the user needs."""
        if not self.is_dated:
            return (
                "Приём формы ещё не открыт: в плане-графике её сроков пока нет. "
                "Как только федеральный организатор их назначит, они появятся здесь."
            )
        if self.opens_at:
            return f"Загрузка ещё не открыта: она начнётся {moment_text(self.opens_at, time_zone)}."
        closed = f" {moment_text(self.closed_at, time_zone)}" if self.closed_at else ""
        what, owed = ("результатов", "результаты не сданы") if self.is_of_scores else ("формы", "форма не сдана")
        return (
            f"Загрузка {what} закрыта{closed}. "
            f"Если {owed}, обратитесь к координатору: срок меняет федеральный организатор."
        )


def position_of(
    workbook: Workbook, now: datetime, *, extended_until: datetime | None = None, plan: Plan | None = None
) -> Position:
    """Where `now` falls for a unit that may upload until `extended_until`, if that is later than the plan.

    For many workbooks: prefetch the windows and waves of the assessments, give the plan of the campaign (`plan_of`).
    """
    if workbook.assessment:
        return _of_assessment(workbook.assessment, now, extended_until)
    step = kind_of(workbook.kind).step or ""
    return _of_step((plan_of(workbook.campaign_id) if plan is None else plan).get(step), now, extended_until)


def plan_of(campaign_id: int | None) -> Plan:
    """Windows of the plan-schedule in force. One query."""
    steps = PlanStep.objects.filter(plan__campaign=campaign_id, plan__state=PlanState.PUBLISHED)
    return {step.key: step for step in steps}


def _of_assessment(assessment: Assessment, now: datetime, extended_until: datetime | None) -> Position:
    windows = [window for window in assessment.windows.all() if window.kind in _UPLOADS]
    is_open, wave, is_late = upload_position(windows, assessment.waves.all(), now)
    ends = [window.closes_at for window in windows]
    main = next((window.closes_at for window in windows if window.kind == WindowKind.UPLOAD), None)
    found = Position(
        is_open,
        wave,
        is_late,
        opens_at=None if is_open else min((w.opens_at for w in windows if w.opens_at > now), default=None),
        closed_at=max((end for end in ends if end <= now), default=None),
        deadline=min((end for end in ends if end > now), default=None),
        upload_closed=main is not None and main <= now,
        has_begun=not windows or any(window.opens_at <= now for window in windows),
    )
    return _extended(found, now, extended_until, main)


def _of_step(step: PlanStep | None, now: datetime, extended_until: datetime | None) -> Position:
    """A form of the preparation has one window and no waves: after it nothing is late, it is closed."""
    if step is None:
        undated = Position(False, is_dated=False, has_begun=False, is_of_scores=False)
        return _extended(undated, now, extended_until, None)
    has_begun, is_over = step.opens_at <= now, step.closes_at <= now
    found = Position(
        has_begun and not is_over,
        opens_at=None if has_begun else step.opens_at,
        closed_at=step.closes_at if is_over else None,
        deadline=None if is_over else step.closes_at,
        upload_closed=is_over,
        has_begun=has_begun,
        is_of_scores=False,
    )
    return _extended(found, now, extended_until, step.closes_at)


def _extended(found: Position, now: datetime, until: datetime | None, main: datetime | None) -> Position:
    """The same position for a unit with a later end of its own: open and in time until then, once it has begun."""
    if until is None or (main is not None and until <= main):
        return found
    if until <= now:
        return replace(found, closed_at=max(filter(None, (found.closed_at, until))))
    if found.opens_at and not found.has_begun:
        return replace(found, deadline=until)
    return replace(
        found,
        is_open=True,
        is_late=False,
        opens_at=None,
        closed_at=None,
        deadline=until,
        upload_closed=False,
        is_dated=True,
        has_begun=True,
        is_extended=main is not None and main <= now,
    )


def moment_text(moment: datetime, time_zone: str) -> str:
    """«30.04.2026 в 18:00 по Москве (22:00 по местному времени)»."""
    moscow, local = moment.astimezone(MOSCOW), moment.astimezone(ZoneInfo(time_zone))
    text = f"{moscow:%d.%m.%Y в %H:%M} по Москве"
    if moscow.utcoffset() == local.utcoffset():
        return text
    shown = f"{local:%H:%M}" if local.date() == moscow.date() else f"{local:%d.%m.%Y %H:%M}"
    return f"{text} ({shown} по местному времени)"
