"""Lineage: whose results belong to one series. Merged and renamed schools stay comparable over years."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from vpr.cabinets.models import Unit, UnitMove
from vpr.enrollment.models import UnitSuccession
from vpr.enrollment.queries.records import event_sentence
from vpr.kernel.roles import UnitKind


@dataclass(frozen=True)
class Lineage:
    """A school with everything that has become part of it.

    Results of past campaigns stay in the ledger under the unit that earned them: a series of this school adds the
    results of `unit_ids`. `successor` is where the school itself has gone, if it is closed.
    """

    unit_ids: frozenset[int]
    predecessors: tuple[Unit, ...]
    successor: Unit | None
    sentences: tuple[str, ...]  # events in their order, for a page


def lineage(unit: Unit, as_of: date | None = None) -> Lineage:
    """The lineage as it was known on a day; without one, as it is known now."""
    ids, before = {unit.pk}, []
    waiting = [unit.pk]
    while waiting:
        merged = _events(as_of).filter(kind="merged", successor__in=waiting).select_related("unit")
        fresh = [event.unit for event in merged if event.unit_id not in ids]
        before += fresh
        waiting = [item.pk for item in fresh]
        ids.update(waiting)
    events = _events(as_of).filter(unit__in=ids).select_related("unit", "successor")
    moves = UnitMove.objects.filter(unit__in=ids).select_related("unit", "came_from", "went_to")
    if as_of is not None:
        moves = moves.filter(moved_at__date__lte=as_of)
    told = [(event.happened_on, event_sentence(event)) for event in events]
    told += [(move.moved_at.date(), move_sentence(move)) for move in moves]
    return Lineage(frozenset(ids), tuple(before), _successor(unit, as_of), tuple(s for _, s in sorted(told)))


def move_sentence(move: UnitMove) -> str:
    return f"{move.moved_at:%d.%m.%Y}: {move.unit.code} {move.unit} передана: {move.came_from} → {move.went_to}"


def _successor(unit: Unit, as_of: date | None) -> Unit | None:
    """The last school of the chain: a successor may have been merged too."""
    found, seen, at = None, {unit.pk}, unit.pk
    while True:
        event = _events(as_of).filter(kind="merged", unit=at).select_related("successor").last()
        if event is None or event.successor is None or event.successor.pk in seen:
            return found
        found, at = event.successor, event.successor.pk
        seen.add(at)


def _events(as_of: date | None) -> QuerySet[UnitSuccession]:
    events = UnitSuccession.objects.all()
    return events if as_of is None else events.filter(happened_on__lte=as_of)


def history_notes(unit: Unit) -> list[str]:
    """Mergers and renamings for the page of a unit; changes of place stand there by themselves."""
    if unit.kind != UnitKind.SCHOOL:
        return []
    found = lineage(unit)
    events = UnitSuccession.objects.filter(unit__in=found.unit_ids).select_related("unit", "successor")
    notes = [event_sentence(event) for event in events]
    if found.successor is not None:
        notes.append(f"Ряд результатов продолжает {found.successor.code} {found.successor}.")
    if found.predecessors:
        named = ", ".join(f"{item.code} {item}" for item in found.predecessors)
        notes.append(f"Ряд результатов включает присоединённые организации: {named}.")
    return notes
