"""The school's plan as the rules see it: people, rooms, lines of the timetable, commissions."""

from dataclasses import dataclass
from functools import cached_property

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, Campaign
from vpr.kernel.faults import Fault, Severity
from vpr.staffing.faults import CATALOGUE
from vpr.staffing.models import Expert, Room, RoomPlan, StaffMember
from vpr.staffing.rules.experts import expert_faults
from vpr.staffing.rules.people import Person, Place, Stand
from vpr.staffing.rules.rooms import room_faults
from vpr.timetable.models import DeliveryForm, Sitting
from vpr.timetable.queries import sittings_of


@dataclass(frozen=True)
class Commission:
    """Who marks one assessment in the school."""

    assessment: Assessment
    classes: dict[int, str]
    members: list[Person]
    faults: list[Fault]


@dataclass(frozen=True)
class SchoolPlan:
    """Everything that the pages and the orders of one school need, in a handful of queries."""

    staff: dict[int, Person]
    rooms: dict[int, Place]
    sittings: dict[int, Sitting]
    lines: dict[
        int, Sitting
    ]  # key of a line of the plan -> its sitting; a line that is not stored yet: minus the sitting
    stands: list[Stand]
    commissions: list[Commission]

    @cached_property
    def faults(self) -> dict[int, list[Fault]]:
        return room_faults(self.stands)

    @property
    def every_fault(self) -> list[Fault]:
        return [fault for found in self.faults.values() for fault in found] + [
            fault for commission in self.commissions for fault in commission.faults
        ]

    @property
    def errors(self) -> int:
        return sum(CATALOGUE[fault.code].severity is Severity.ERROR for fault in self.every_fault)


def school_plan(unit: Unit, campaign: Campaign) -> SchoolPlan:
    staff = {member.pk: _person(member) for member in staff_of(unit)}
    rooms = {room.pk: _place(room) for room in rooms_of(unit)}
    sittings = {item.pk: item for item in sittings_of(unit, campaign)}
    stored: dict[int, list[RoomPlan]] = {}
    for line in RoomPlan.objects.filter(sitting__in=list(sittings)).order_by("sitting", "ordinal"):
        stored.setdefault(line.sitting_id, []).append(line)
    lines, stands = {}, []
    for sitting in sittings.values():
        own = stored.get(sitting.pk) or [RoomPlan(pk=-sitting.pk, sitting=sitting)]
        for line in own:
            lines[line.pk] = sitting
            stands.append(_stand(line, sitting, len(own), staff, rooms))
    return SchoolPlan(staff, rooms, sittings, lines, stands, _commissions(unit, list(sittings.values()), staff))


def staff_of(unit: Unit) -> list[StaffMember]:
    """Those who work here now, by name."""
    return list(unit.staff.filter(left_at=None).prefetch_related("classes").order_by("name", "pk"))


def rooms_of(unit: Unit) -> list[Room]:
    return list(unit.rooms.order_by("number"))


def _person(member: StaffMember) -> Person:
    return Person(
        member.pk,
        member.name,
        member.is_administration,
        frozenset(member.subjects),
        frozenset(group.pk for group in member.classes.all()),
    )


def _place(room: Room) -> Place:
    return Place(room.pk, room.number, room.seats, room.computers)


def _stand(line: RoomPlan, sitting: Sitting, shares: int, staff: dict[int, Person], rooms: dict[int, Place]) -> Stand:
    return Stand(
        key=line.pk,
        class_key=sitting.class_group_id,
        class_name=sitting.class_group.name,
        subject=sitting.assessment.subject,
        on=sitting.on,
        lessons=tuple(range(sitting.lesson_from, sitting.lesson_to + 1)),
        participants=sitting.class_group.participants,
        needs_computers=sitting.form == DeliveryForm.COMPUTER,
        shares=shares,
        room=rooms.get(line.room_id or 0),
        first=staff.get(line.first_id or 0),
        second=staff.get(line.second_id or 0),
        title=str(sitting.assessment.title),
    )


def _commissions(unit: Unit, sittings: list[Sitting], staff: dict[int, Person]) -> list[Commission]:
    named: dict[int, list[Person]] = {}
    for expert in Expert.objects.filter(unit=unit, member__left_at=None).order_by("member__name", "pk"):
        if expert.member_id in staff:
            named.setdefault(expert.assessment_id, []).append(staff[expert.member_id])
    works: dict[int, Assessment] = {}
    classes: dict[int, dict[int, str]] = {}
    for item in sittings:
        works[item.assessment_id] = item.assessment
        classes.setdefault(item.assessment_id, {})[item.class_group_id] = item.class_group.name
    made = []
    for key, work in sorted(works.items(), key=lambda pair: (pair[1].grade, pair[1].title)):
        members = named.get(key, [])
        faults = expert_faults(work.subject, classes[key], members, list(staff.values()))
        made.append(Commission(work, classes[key], members, faults))
    return made
