"""«Предложить состав»: fills what is empty, keeps what a person has chosen, breaks no rule."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from vpr.staffing.rules.people import Person, Place, Stand
from vpr.staffing.rules.rooms import may_be_first, may_be_second

_Rule = Callable[[Person, Stand], bool]


def propose_rooms(stands: Sequence[Stand], staff: Sequence[Person], rooms: Sequence[Place]) -> list[Stand]:
    """The lines in the order of days and lessons, filled as far as people and rooms suffice.

    The hardest to find comes first: of an hour's lines those that may be served by the fewest people.
    """
    done = {stand.key: stand for stand in stands}
    load: dict[int, int] = {}
    for stand in stands:
        for person in stand.people:
            load[person.key] = load.get(person.key, 0) + 1
    for stand in sorted(stands, key=lambda s: (s.on, s.lessons, _choice(s, staff), s.key)):
        together = [other for key, other in done.items() if key != stand.key and stand.meets(other)]
        filled = stand if stand.room else replace(stand, room=_room(stand, rooms, together))
        if filled.second is None:  # the administration is scarcer: it is seated first
            filled = replace(filled, second=_person(filled, "second", staff, together, load))
        if filled.first is None:
            filled = replace(filled, first=_person(filled, "first", staff, together, load))
        for person in set(filled.people) - set(stand.people):
            load[person.key] = load.get(person.key, 0) + 1
        done[stand.key] = filled
    return [done[stand.key] for stand in stands]


def _choice(stand: Stand, staff: Sequence[Person]) -> int:
    return sum(may_be_first(person, stand) for person in staff)


def _room(stand: Stand, rooms: Sequence[Place], together: Sequence[Stand]) -> Place | None:
    """The smallest free room in which everybody has a seat, and a computer where one is needed."""
    taken = {other.room.key for other in together if other.room}
    fitting = [
        room
        for room in rooms
        if room.key not in taken
        and room.seats >= stand.seated
        and (not stand.needs_computers or room.computers >= stand.seated)
    ]
    return min(
        fitting,
        key=lambda room: (room.computers if not stand.needs_computers else 0, room.seats, room.key),
        default=None,
    )


def _person(
    stand: Stand, seat: str, staff: Sequence[Person], together: Sequence[Stand], load: dict[int, int]
) -> Person | None:
    """Whoever is least needed elsewhere in this hour, then whoever has stood least.

    For the first seat teachers go before the administration, who are fewer.
    """
    rule = _RULES[seat]
    waiting = [other for other in together if getattr(other, seat) is None]
    taken = {person.key for other in (stand, *together) for person in other.people}

    def order(person: Person) -> tuple[bool, int, int, int]:
        needed = sum(rule(person, other) for other in waiting)
        return seat == "first" and person.is_administration, needed, load.get(person.key, 0), person.key

    return min((p for p in staff if p.key not in taken and rule(p, stand)), key=order, default=None)


_RULES: dict[str, _Rule] = {"first": may_be_first, "second": may_be_second}
