"""The verbs of the school's own staff, rooms and orders. Only they write these tables; a name never enters the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import record_audit
from vpr.campaigns.models import Assessment, Campaign
from vpr.kernel.roles import SCHOOL_ROLES
from vpr.staffing.models import Expert, LocalAct, OrderBook, Room, RoomPlan, StaffMember
from vpr.staffing.papers.acts import ACTS, document_of
from vpr.staffing.papers.document import Document
from vpr.staffing.queries import school_plan
from vpr.staffing.rules.experts import propose_experts
from vpr.staffing.rules.people import Person
from vpr.staffing.rules.proposing import propose_rooms
from vpr.timetable.models import ClassGroup, Sitting


class NotASchool(Refusal):
    """Сотрудников, аудитории и приказы ведёт сама школа."""


class RoomTaken(Refusal):
    """Аудитория с таким номером уже есть."""


class NoPlanYet(Refusal):
    """Сначала составьте расписание: из него берутся классы, предметы и дни."""


@dataclass(frozen=True)
class MemberCard:
    """What the school tells of one officer."""

    name: str
    post: str = ""
    is_administration: bool = False
    subjects: Sequence[str] = ()
    classes: Sequence[ClassGroup] = ()


@dataclass(frozen=True)
class Line:
    """One line of the plan as a person has chosen it: ids, None where nothing is chosen."""

    sitting: Sitting
    ordinal: int
    room: int | None
    first: int | None
    second: int | None


@transaction.atomic
def save_member(*, by: Cabinet, card: MemberCard, member: StaffMember | None = None, now: datetime) -> StaffMember:
    unit = _school(by)
    if member is not None and member.unit_id != unit.pk:
        raise NotASchool
    kept = member or StaffMember(unit=unit)
    kept.name, kept.post, kept.is_administration = card.name.strip(), card.post.strip(), card.is_administration
    kept.subjects = list(card.subjects)
    kept.save()
    kept.classes.set([group for group in card.classes if group.unit_id == unit.pk])
    return kept


@transaction.atomic
def dismiss_member(*, by: Cabinet, member: StaffMember, now: datetime) -> None:
    """Works here no more: leaves the plan at once; the name is erased after the term like any other officer's."""
    unit = _school(by)
    StaffMember.objects.filter(pk=member.pk, unit=unit, left_at=None).update(left_at=now)
    for seat in ("first", "second"):
        RoomPlan.objects.filter(**{seat: member.pk}).update(**{seat: None})
    Expert.objects.filter(member=member.pk, unit=unit).delete()


@transaction.atomic
def save_room(*, by: Cabinet, number: str, seats: int, computers: int, room: Room | None = None) -> Room:
    unit = _school(by)
    same = Room.objects.filter(unit=unit, number=number.strip())
    if (same.exclude(pk=room.pk) if room else same).exists():
        raise RoomTaken
    kept = room or Room(unit=unit)
    kept.number, kept.seats, kept.computers = number.strip(), seats, computers
    kept.save()
    return kept


def drop_room(*, by: Cabinet, room: Room) -> None:
    Room.objects.filter(pk=room.pk, unit=_school(by)).delete()


@transaction.atomic
def save_lines(*, by: Cabinet, lines: Sequence[Line], now: datetime) -> None:
    """The plan as it was chosen, right or wrong: the faults are shown beside it and do not keep it from being stored."""
    unit = _school(by)
    staff = set(StaffMember.objects.filter(unit=unit, left_at=None).values_list("pk", flat=True))
    rooms = set(Room.objects.filter(unit=unit).values_list("pk", flat=True))
    for line in lines:
        if line.sitting.class_group.unit_id != unit.pk:
            raise NotASchool
        RoomPlan.objects.update_or_create(
            sitting=line.sitting,
            ordinal=line.ordinal,
            defaults={
                "room_id": line.room if line.room in rooms else None,
                "first_id": line.first if line.first in staff else None,
                "second_id": line.second if line.second in staff else None,
            },
        )
    record_audit(account=by.account, unit=unit, verb="planned_rooms", subject=f"Строк: {len(lines)}", now=now)


@transaction.atomic
def divide(*, by: Cabinet, sitting: Sitting, rooms: int) -> None:
    """A class writes in so many rooms, one to four."""
    if sitting.class_group.unit_id != _school(by).pk:
        raise NotASchool
    wanted = min(max(rooms, 1), 4)
    RoomPlan.objects.filter(sitting=sitting, ordinal__gt=wanted).delete()
    for ordinal in range(1, wanted + 1):
        RoomPlan.objects.get_or_create(sitting=sitting, ordinal=ordinal)


@transaction.atomic
def propose(*, by: Cabinet, campaign: Campaign, now: datetime) -> int:
    """«Предложить состав»: fills empty places of the plan and empty commissions. Returns how many it filled."""
    unit = _school(by)
    plan = school_plan(unit, campaign)
    if not plan.stands:
        raise NoPlanYet
    staff, before = list(plan.staff.values()), {stand.key: stand for stand in plan.stands}
    filled = 0
    for stand in propose_rooms(plan.stands, staff, list(plan.rooms.values())):
        old = before[stand.key]
        changes = {
            f"{name}_id": value.key
            for name in ("room", "first", "second")
            if (value := getattr(stand, name)) is not None and getattr(old, name) is None
        }
        if changes:
            _store(stand.key, plan.lines[stand.key], changes)
            filled += len(changes)
    return filled + _propose_commissions(unit, campaign)


def _store(key: int, sitting: Sitting, changes: Mapping[str, int]) -> None:
    if key > 0:
        RoomPlan.objects.filter(pk=key).update(**changes)
    else:
        RoomPlan.objects.create(sitting=sitting, **changes)


def _propose_commissions(unit: Unit, campaign: Campaign) -> int:
    plan = school_plan(unit, campaign)
    load: dict[int, int] = {}
    made = 0
    for commission in plan.commissions:
        if commission.members:
            continue
        members = propose_experts(commission.assessment.subject, list(plan.staff.values()), load)
        for member in members:
            load[member.key] = load.get(member.key, 0) + 1
        made += _write_commission(unit, commission.assessment, members)
    return made


@transaction.atomic
def save_commission(*, by: Cabinet, assessment: Assessment, members: Sequence[int], now: datetime) -> None:
    unit = _school(by)
    own = StaffMember.objects.filter(unit=unit, left_at=None, pk__in=list(members))
    Expert.objects.filter(unit=unit, assessment=assessment).exclude(member__in=own).delete()
    _write_commission(unit, assessment, [Person(member.pk, member.name) for member in own])
    record_audit(account=by.account, unit=unit, verb="named_experts", subject=assessment.title, now=now)


def _write_commission(unit: Unit, assessment: Assessment, members: Sequence[Person]) -> int:
    Expert.objects.bulk_create(
        [Expert(unit=unit, assessment=assessment, member_id=person.key) for person in members], ignore_conflicts=True
    )
    return len(members)


@transaction.atomic
def save_book(
    *, by: Cabinet, campaign: Campaign, head_post: str, head_name: str, coordinator: int | None, technician: int | None
) -> OrderBook:
    """Who signs the orders, who is put in charge."""
    unit = _school(by)
    staff = set(StaffMember.objects.filter(unit=unit, left_at=None).values_list("pk", flat=True))
    book, _ = OrderBook.objects.update_or_create(
        unit=unit,
        campaign=campaign,
        defaults={
            "head_post": head_post.strip(),
            "head_name": head_name.strip(),
            "coordinator_id": coordinator if coordinator in staff else None,
            "technician_id": technician if technician in staff else None,
        },
    )
    return book


@transaction.atomic
def number_act(*, by: Cabinet, campaign: Campaign, kind: str, number: str, signed_on: date | None) -> LocalAct:
    return LocalAct.objects.update_or_create(
        unit=_school(by), campaign=campaign, kind=kind, defaults={"number": number.strip(), "signed_on": signed_on}
    )[0]


@transaction.atomic
def print_act(*, by: Cabinet, campaign: Campaign, kind: str, now: datetime) -> Document:
    """The order as it stands now; its fingerprint stays, its text with the names does not."""
    unit = _school(by)
    document = document_of(kind, unit, campaign)
    LocalAct.objects.update_or_create(
        unit=unit,
        campaign=campaign,
        kind=kind,
        defaults={"printed_at": now, "printed_by": by.account, "fingerprint": document.fingerprint},
    )
    record_audit(account=by.account, unit=unit, verb="printed_act", subject=ACTS[kind], now=now)
    return document


def _school(by: Cabinet) -> Unit:
    if by.role not in SCHOOL_ROLES:
        raise NotASchool
    return by.unit
