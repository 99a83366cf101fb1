"""Commissions: administration and teachers of the subject; a teacher does not mark the own class where possible."""

from collections.abc import Mapping, Sequence

from vpr.kernel.faults import Fault
from vpr.staffing.rules.people import Person


def expert_faults(
    subject: str, classes: Mapping[int, str], members: Sequence[Person], staff: Sequence[Person]
) -> list[Fault]:
    """`classes`: key -> name of the classes that write; `staff`: everyone in the school."""
    teachers = [person for person in staff if person.teaches(subject)]
    found = [Fault.at("N-15")] if len(teachers) == 1 else []
    if not members:
        return [*found, Fault.at("N-11")]
    if not any(member.teaches(subject) for member in members):
        found.append(Fault.at("N-12"))
    if not any(member.is_administration for member in members):
        found.append(Fault.at("N-13"))
    for member in members:
        own = [name for key, name in sorted(classes.items()) if key in member.classes and member.teaches(subject)]
        if own:
            found.append(Fault.at("N-14", name=member.name, classes=", ".join(own)))
    return found


def propose_experts(subject: str, staff: Sequence[Person], load: Mapping[int, int]) -> list[Person]:
    """Every teacher of the subject, and from the administration whoever sits in the fewest commissions."""
    teachers = [person for person in staff if person.teaches(subject)]
    if any(person.is_administration for person in teachers):
        return teachers
    heads = sorted((p for p in staff if p.is_administration), key=lambda p: (load.get(p.key, 0), p.key))
    return [*teachers, *heads[:1]]
