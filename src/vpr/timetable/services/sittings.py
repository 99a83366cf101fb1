"""The timetable of a school is replaced as a whole; what did not change keeps its time of change, calendars see that."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from vpr.base.queue import defer
from vpr.cabinets.models import Account, Unit
from vpr.cabinets.services import record_audit
from vpr.campaigns.models import Campaign, PlanItem
from vpr.timetable.models import ReserveRequest, Sitting, TimetableState
from vpr.timetable.queries.duties import duties_of, plan_items
from vpr.timetable.queries.placed import placed_of
from vpr.timetable.queries.register import classes_of
from vpr.timetable.rules.reserve import State
from vpr.timetable.rules.sittings import Placed

_Key = tuple[int, int, int]


@transaction.atomic
def replace_timetable(
    *, unit: Unit, campaign: Campaign, placed: Sequence[Placed], account: Account | None, now: datetime
) -> None:
    """`placed` has passed the rules. Days for those who were absent are not part of the form and stay."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    own = Sitting.objects.filter(class_group__unit=unit, class_group__campaign=campaign)
    present = {
        (item.class_group_id, item.assessment_id, item.part): item
        for item in own.exclude(reserve__is_whole_class=False)
    }
    wanted = {item.duty.key: item for item in placed}
    Sitting.objects.filter(pk__in=[item.pk for key, item in present.items() if key not in wanted]).delete()
    reserve = _reserve_of(unit, campaign)
    for key, item in wanted.items():
        request = reserve.get((key[0], key[1])) if item.on in item.duty.reserve else None
        _save(item, present.get(key), request, now)
    record_audit(
        account=account,
        unit=unit,
        verb="saved_timetable",
        subject=campaign.title,
        now=now,
        details={"sittings": len(wanted)},
    )
    recount(unit=unit, campaign=campaign, now=now)
    TimetableState.objects.filter(unit=unit, campaign=campaign).update(saved_at=now, saved_by=account)


def _reserve_of(unit: Unit, campaign: Campaign) -> dict[tuple[int, int], ReserveRequest]:
    """(class, assessment) -> the granted request of the whole class."""
    granted = ReserveRequest.objects.filter(unit=unit, campaign=campaign, state=State.GRANTED, is_whole_class=True)
    return {
        (group.pk, request.assessment_id): request
        for request in granted.prefetch_related("classes")
        for group in request.classes.all()
    }


def _save(item: Placed, present: Sitting | None, request: ReserveRequest | None, now: datetime) -> None:
    row = present or Sitting(class_group_id=item.duty.group, assessment_id=item.duty.assessment, part=item.duty.part)
    fresh = (item.on, item.lesson, item.last_lesson, item.form, item.room, request.pk if request else None)
    if present and fresh == (row.on, row.lesson_from, row.lesson_to, row.form, row.room, row.reserve_id):
        return
    row.on, row.lesson_from, row.lesson_to, row.form, row.room, row.reserve_id = fresh
    row.changed_at = now
    row.save()


def recount(
    *, unit: Unit, campaign: Campaign, now: datetime, items: Sequence[PlanItem] | None = None
) -> TimetableState:
    """How complete the timetable is by now; the draw makes new duties. `items`: of the plan, asked once for many schools."""
    duties = duties_of(unit, campaign, now.astimezone(ZoneInfo(unit.time_zone)).date(), items)
    required = {duty.key for duty in duties if not duty.is_optional}
    placed = {item.duty.key for item in placed_of(unit, campaign, duties)}
    state, _ = TimetableState.objects.update_or_create(
        campaign=campaign,
        unit=unit,
        defaults={
            "classes": len(classes_of(unit, campaign)),
            "duties": len(required),
            "placed": len(required & placed),
            "counted_at": now,
        },
    )
    return state


def recount_units(*, units: Iterable[Unit], campaign: Campaign, now: datetime) -> int:
    """For the rooms above: the draw and a new plan change what classes write."""
    items = plan_items(campaign)
    counted = [recount(unit=unit, campaign=campaign, now=now, items=items) for unit in units]
    return len(counted)


def recount_campaign(*, campaign_id: int) -> int:
    """A job of its own for every municipality with schools that told of their classes; how many were put into the queue.

    One job for the country would run for hours and begin anew when a worker is restarted.
    """
    told = TimetableState.objects.filter(campaign=campaign_id).order_by("unit__municipality_id")
    places = list(told.values_list("unit__municipality_id", flat=True).distinct())
    for place in places:
        once = f"recount-{campaign_id}-{place}"
        defer("timetable.recount_municipality", once_as=once, campaign_id=campaign_id, municipality_id=place)
    return len(places)


def recount_municipality(*, campaign_id: int, municipality_id: int | None, now: datetime) -> int:
    """Every school of a municipality that has told something of its classes; each in its own transaction."""
    campaign = Campaign.objects.get(pk=campaign_id)
    told = TimetableState.objects.filter(campaign=campaign, unit__municipality=municipality_id)
    units = [state.unit for state in told.select_related("unit__region").order_by("unit_id")]
    return recount_units(units=units, campaign=campaign, now=now)
