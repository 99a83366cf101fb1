"""How far the steps of the roadmap are that this room counts: registers, timetables, requests for reserve days."""

from django.db.models import F, Q, QuerySet

from vpr.cabinets.models import Unit
from vpr.campaigns.statuses import Progress, StatusProvider, StatusQuestion
from vpr.kernel.roles import UnitKind
from vpr.timetable.models import TimetableState
from vpr.timetable.queries.reserve import state_counts
from vpr.timetable.rules.reserve import State


def _inside(unit: Unit, path: str) -> Q:
    match UnitKind(unit.kind):
        case UnitKind.COUNTRY:
            return Q()
        case UnitKind.REGION:
            return Q(**{f"{path}region": unit})
        case UnitKind.MUNICIPALITY:
            return Q(**{f"{path}municipality": unit})
        case UnitKind.SCHOOL:
            return Q(**{path.removesuffix("__") or "pk": unit.pk})


def _states(question: StatusQuestion) -> QuerySet[TimetableState]:
    return TimetableState.objects.filter(
        _inside(question.unit, "unit__"), campaign=question.campaign, unit__is_active=True
    )


def _schools(question: StatusQuestion) -> int:
    return Unit.objects.schools().filter(_inside(question.unit, "")).count()


def _classes(question: StatusQuestion) -> Progress | None:
    total = _schools(question)
    return Progress(_states(question).filter(classes__gt=0).count(), total, "школ") if total else None


def _timetables(question: StatusQuestion) -> Progress | None:
    total = _schools(question)
    complete = _states(question).filter(placed__gt=0, placed__gte=F("duties")).count()
    return Progress(complete, total, "школ") if total else None


def _reserve(question: StatusQuestion) -> Progress | None:
    """Requests that were decided; nothing to count while nobody asked."""
    counts = state_counts(question.unit, question.campaign)
    total = sum(counts.values())
    waiting = counts[State.SUBMITTED] + counts[State.AGREED]
    return Progress(total - waiting, total, "запросов") if total else None


STATUSES: dict[str, StatusProvider] = {
    "timetable:classes": _classes,
    "timetable:timetable": _timetables,
    "timetable:reserve": _reserve,
}
