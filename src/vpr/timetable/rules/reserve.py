"""Reserve days: states of a request, who may do what, which day may be granted (S1, S2 2.4, S5 3.11-3.12). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vpr.kernel.roles import Role
from vpr.timetable.rules.days import SchoolWeek


class State(StrEnum):
    SUBMITTED = "submitted"  # waits for the municipality or the responsible coordinator
    AGREED = "agreed"  # waits for the region
    GRANTED = "granted"
    RETURNED = "returned"  # to the school, with words
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    AGREE = "agree"
    RETURN = "return"
    GRANT = "grant"
    REFUSE = "refuse"
    RESUBMIT = "resubmit"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"


_MUNICIPAL = frozenset({Role.MUNICIPAL_COORDINATOR, Role.RESPONSIBLE_COORDINATOR})
_REGIONAL = frozenset({Role.REGIONAL_COORDINATOR})
_SCHOOL = frozenset({Role.SCHOOL_ORGANIZER})


@dataclass(frozen=True)
class Rule:
    """A legal change of state: who does it, where it leads, whether it needs words."""

    by: frozenset[Role]
    to: State
    needs_words: bool = False


#: Everything that is not here is refused. S2 2.4.1: a reserve day is agreed with the regional coordinator.
MOVES: dict[tuple[State, Move], Rule] = {
    (State.SUBMITTED, Move.AGREE): Rule(_MUNICIPAL, State.AGREED),
    (State.SUBMITTED, Move.RETURN): Rule(_MUNICIPAL, State.RETURNED, needs_words=True),
    (State.SUBMITTED, Move.WITHDRAW): Rule(_SCHOOL, State.WITHDRAWN),
    (State.AGREED, Move.GRANT): Rule(_REGIONAL, State.GRANTED),
    (State.AGREED, Move.RETURN): Rule(_REGIONAL, State.RETURNED, needs_words=True),
    (State.AGREED, Move.REFUSE): Rule(_REGIONAL, State.REFUSED, needs_words=True),
    (State.AGREED, Move.WITHDRAW): Rule(_SCHOOL, State.WITHDRAWN),
    (State.RETURNED, Move.RESUBMIT): Rule(_SCHOOL, State.SUBMITTED),
    (State.RETURNED, Move.WITHDRAW): Rule(_SCHOOL, State.WITHDRAWN),
    (State.GRANTED, Move.REVOKE): Rule(_REGIONAL, State.REFUSED, needs_words=True),
}
#: States in which a request still occupies its assessment: no second one for the same class.
LIVE = frozenset({State.SUBMITTED, State.AGREED, State.GRANTED, State.RETURNED})


def moves_of(state: State, role: Role) -> list[Move]:
    """Buttons of a role on a request in a state."""
    return [move for (start, move), rule in MOVES.items() if start == state and role in rule.by]


@dataclass(frozen=True)
class ReserveBounds:
    """What a plan says of reserve days of an assessment."""

    period_from: date | None
    period_to: date | None
    late_until: date | None  # last day of late uploads
    today: date


def wrong_day(day: date, bounds: ReserveBounds, week: SchoolWeek) -> str:
    """Why a reserve day may not be on this day, with the cure; "" when it may."""
    if day < bounds.today:
        return "Этот день уже прошёл. Выберите день не раньше сегодняшнего."
    if bounds.period_from and bounds.period_to and bounds.period_from <= day <= bounds.period_to:
        return (
            f"Этот день внутри срока работы (до {bounds.period_to:%d.%m.%Y}): резервный день не нужен, "
            "перенесите работу в расписании."
        )
    if bounds.period_from and day < bounds.period_from:
        return "Этот день раньше срока работы: материалов ещё не будет. Выберите день после срока."
    if bounds.late_until and day > bounds.late_until:
        return (
            f"Результаты принимаются до {bounds.late_until:%d.%m.%Y}, этот день позже. "
            "Выберите более ранний день: позже результаты не попадут ни в одну волну."
        )
    reason = week.closed(day)
    return f"В этот день уроков нет: {reason}. Выберите учебный день." if reason else ""


def default_upload_day(granted: date, bounds: ReserveBounds, upload_until: date | None) -> date:
    """The last day of uploads after a reserve day: as many days as the plan leaves after the period, three at least."""
    usual = (upload_until - bounds.period_to).days if upload_until and bounds.period_to else 0
    until = granted + timedelta(days=max(3, usual))
    return max(granted, min(until, bounds.late_until)) if bounds.late_until else until


def suggested_days(bounds: ReserveBounds, week: SchoolWeek, busy: Sequence[date], count: int = 10) -> list[date]:
    """Nearest days that may be asked for, not taken by another work of the class."""
    start = max(bounds.today, bounds.period_to + timedelta(days=1) if bounds.period_to else bounds.today)
    last = bounds.late_until or start + timedelta(days=30)
    return [day for day in week.days(start, last) if day not in busy and not wrong_day(day, bounds, week)][:count]
