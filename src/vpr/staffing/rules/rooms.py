"""Two organizers in every room, none of whom teaches the subject; nobody and nothing in two places at once."""

from collections.abc import Sequence

from vpr.kernel.faults import Fault
from vpr.staffing.rules.people import Person, Stand


def room_faults(stands: Sequence[Stand]) -> dict[int, list[Fault]]:
    """Key of a line -> what is wrong with it. Every line has an entry."""
    by_day: dict[object, list[Stand]] = {}
    for stand in stands:
        by_day.setdefault(stand.on, []).append(stand)
    return {
        stand.key: [*_of_room(stand), *_of_people(stand), *_of_meeting(stand, by_day[stand.on])] for stand in stands
    }


def may_be_first(person: Person, stand: Stand) -> bool:
    """A teacher who does not work in this class and does not teach the subject (S5, 2.6 and 8.1)."""
    return not person.teaches(stand.subject) and stand.class_key not in person.classes


def may_be_second(person: Person, stand: Stand) -> bool:
    """A representative of the administration who does not teach the subject (S5, 2.6 and 8.1)."""
    return person.is_administration and not person.teaches(stand.subject)


def _of_room(stand: Stand) -> list[Fault]:
    room = stand.room
    if room is None:
        return [Fault.at("N-01")]
    found = []
    if room.seats < stand.seated:
        found.append(Fault.at("N-09", seats=room.seats, participants=stand.seated))
    if stand.needs_computers and room.computers < stand.seated:
        found.append(Fault.at("N-10", computers=room.computers, participants=stand.seated))
    return found


def _of_people(stand: Stand) -> list[Fault]:
    first, second = stand.first, stand.second
    found = []
    if len(stand.people) < 2:
        found.append(Fault.at("N-02", count=2 - len(stand.people)))
    if first is not None and second is not None and first.key == second.key:
        found.append(Fault.at("N-03", name=first.name))
    found += [Fault.at("N-04", name=person.name) for person in stand.people if person.teaches(stand.subject)]
    if first is not None and stand.class_key in first.classes:
        found.append(Fault.at("N-05", name=first.name))
    if second is not None and not second.is_administration:
        found.append(Fault.at("N-06"))
    return found


def _of_meeting(stand: Stand, same_day: Sequence[Stand]) -> list[Fault]:
    found = []
    for other in same_day:
        if other.key == stand.key or not stand.meets(other):
            continue
        if stand.room is not None and other.room is not None and stand.room.key == other.room.key:
            found.append(Fault.at("N-08", room=stand.room.number, other=other.class_name))
        busy = {person.key for person in other.people}
        where = f"{other.class_name}, ауд. {other.room.number}" if other.room else other.class_name
        found += [Fault.at("N-07", name=p.name, place=where) for p in stand.people if p.key in busy]
    return found
