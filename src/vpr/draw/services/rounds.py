"""A round before the draw: announced, its classes closed; or dropped. Every step is public and in the journal."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from vpr.base import files
from vpr.base.copying import copy_rows
from vpr.base.queue import defer
from vpr.cabinets.models import Account, Unit
from vpr.cabinets.services import record_audit
from vpr.campaigns.models import Campaign
from vpr.draw.engine import ClassRow, Group
from vpr.draw.models import DrawnSubject, DrawRound, FrozenClass, RoundState
from vpr.draw.proof.letters import commitment_letter, inputs_letter
from vpr.draw.proof.scheme import RoundName, commitment_of
from vpr.draw.proof.tables import write_inputs
from vpr.draw.queries.balance import count_figures, count_short
from vpr.draw.queries.classes import classes_for, relevant, row_of
from vpr.draw.queries.plan import draw_plan
from vpr.draw.refusals import (
    NoClasses,
    NoPlannedDraw,
    NothingChosen,
    NothingToRedraw,
    ReasonNeeded,
    RoundRuns,
    WrongState,
)
from vpr.draw.secrets import fresh_secret, opened, sealed
from vpr.draw.services.extending import extend_form
from vpr.exchange.receipts import installation_key
from vpr.kernel.roles import UnitKind
from vpr.timetable.models import ClassGroup


@transaction.atomic
def commit_round(
    *, campaign: Campaign, grades: Iterable[int], weeks: Iterable[date], source: str = "", by: Account, now: datetime
) -> DrawRound:
    """Binds the secret of a new round and publishes its commitment. `source` names the public value to come."""
    wanted, mondays = sorted(set(grades)), sorted(set(weeks))
    if not wanted or not mondays:
        raise NothingChosen
    _only_one(campaign)
    if not set(wanted) <= set(draw_plan(campaign).grades):
        raise NoPlannedDraw
    open_rounds = DrawRound.objects.filter(campaign=campaign, grades__overlap=wanted, weeks__overlap=mondays)
    if open_rounds.exclude(state__in=(RoundState.PUBLISHED, RoundState.DROPPED)).filter(only_classes=[]).exists():
        raise RoundRuns
    return _begin(campaign, wanted, mondays, source, by, now)


@transaction.atomic
def order_redraw(
    *, campaign: Campaign, classes: Sequence[int], reason: str, source: str = "", by: Account, now: datetime
) -> DrawRound:
    """A new round for classes whose draw was published; they are set free for corrections until it closes."""
    if not reason.strip():
        raise ReasonNeeded
    _only_one(campaign)
    drawn = DrawnSubject.objects.in_force().filter(class_group__in=classes, class_group__campaign=campaign)
    found = list(
        drawn.order_by().values_list("class_group_id", "class_group__grade", "class_group__week_of").distinct()
    )
    if not found or {row[0] for row in found} != set(classes):
        raise NothingToRedraw
    running = DrawRound.objects.filter(campaign=campaign, only_classes__overlap=list(classes))
    if running.exclude(state__in=(RoundState.PUBLISHED, RoundState.DROPPED)).exists():
        raise RoundRuns
    weeks = sorted({row[2] for row in found if row[2]})
    grades = sorted({row[1] for row in found})
    made = _begin(campaign, grades, weeks, source, by, now, only=sorted(classes), reason=reason.strip())
    freed = ClassGroup.objects.filter(pk__in=classes).select_related("unit")
    extend_form(found=made, kind="classes", classes=freed, by=by, now=now)
    return made


@transaction.atomic
def start_closing(*, round_id: int, by: Account, now: datetime) -> DrawRound:
    """Puts the closing of the classes into the queue: a whole country is read for some seconds."""
    found = locked_round(round_id, RoundState.COMMITTED)
    if not draw_plan(found.campaign).of_grades(found.grades):
        raise NoPlannedDraw
    if not classes_for(found).exists():
        raise NoClasses
    found.state, found.trouble = RoundState.CLOSING, ""
    found.save()
    audit(found, "closed_draw_classes", by, now)
    defer("draw.close", round_id=found.pk)
    return found


@transaction.atomic
def run_closing(*, round_id: int, now: datetime) -> None:
    """Closes the classes: inputs.csv is written once and for all, its digest published, the classes locked."""
    found = DrawRound.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=round_id)
    if found.state != RoundState.CLOSING:
        return
    plan = draw_plan(found.campaign)
    classes = list(classes_for(found))
    rows = [relevant(row_of(item), plan) for item in classes]
    chosen = [(item, row) for item, row in zip(classes, rows, strict=True) if row.subjects]
    if chosen:
        _close(found, chosen, plan.of_grades(found.grades), now)
    else:
        found.state, found.trouble = RoundState.COMMITTED, str(NoClasses())
        found.save()


def _close(found: DrawRound, chosen: list[tuple[ClassGroup, ClassRow]], groups: list[Group], now: datetime) -> None:
    rows = [row for _, row in chosen]
    found.inputs_sha256 = files.keep(write_inputs(rows))
    found.classes, found.schools = len(rows), len({row.school for row in rows})
    found.figures, found.short_classes = count_figures(rows, groups, None), count_short(rows, groups)
    letter = inputs_letter(
        name_of(found),
        found.commitment,
        inputs=found.inputs_sha256,
        groups=groups,
        classes=len(chosen),
        at=moment(now),
        key=installation_key(),
    )
    found.inputs_letter, found.frozen_at, found.state = letter.decode(), now, RoundState.FROZEN
    found.save()
    copy_rows(FrozenClass, ["round_id", "class_group_id"], ((found.pk, item.pk) for item, _ in chosen))


@transaction.atomic
def drop_round(*, round_id: int, reason: str, by: Account, now: datetime) -> DrawRound:
    """Ends a round without a result. Its secret is shown, so that anybody can see what would have been drawn."""
    if not reason.strip():
        raise ReasonNeeded
    found = locked_round(round_id, RoundState.COMMITTED, RoundState.FROZEN, RoundState.DRAWN)
    found.secret = opened(bytes(found.sealed_secret), installation_key()).hex()
    found.state, found.drop_reason = RoundState.DROPPED, reason.strip()
    found.save()
    audit(found, "dropped_draw", by, now, reason=found.drop_reason)
    return found


def locked_round(round_id: int, *states: RoundState) -> DrawRound:
    found = DrawRound.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=round_id)
    if found.state not in states:
        raise WrongState
    return found


def name_of(found: DrawRound) -> RoundName:
    return RoundName(found.campaign.code, found.number)


def moment(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


def audit(found: DrawRound, verb: str, by: Account | None, now: datetime, **details: object) -> None:
    record_audit(
        account=by,
        unit=Unit.objects.filter(kind=UnitKind.COUNTRY).first(),
        verb=verb,
        subject=f"{found}, {found.campaign}",
        now=now,
        details=details or None,
    )


def _only_one(campaign: Campaign) -> None:
    """Rounds of a campaign are numbered one after another."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)


def _begin(
    campaign: Campaign,
    grades: list[int],
    weeks: list[date],
    source: str,
    by: Account,
    now: datetime,
    *,
    only: Sequence[int] = (),
    reason: str = "",
) -> DrawRound:
    last = DrawRound.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    name, secret, key = RoundName(campaign.code, last + 1), fresh_secret(), installation_key()
    commitment = commitment_of(secret, name)
    days = [day.isoformat() for day in weeks]
    letter = commitment_letter(
        name, commitment, grades=grades, weeks=days, source=source.strip(), at=moment(now), key=key
    )
    found = DrawRound.objects.create(
        campaign=campaign,
        number=name.number,
        grades=grades,
        weeks=weeks,
        only_classes=list(only),
        reason=reason,
        commitment=commitment,
        sealed_secret=sealed(secret, key),
        public_value_source=source.strip(),
        commitment_letter=letter.decode(),
        committed_at=now,
        committed_by=by,
    )
    audit(found, "announced_draw", by, now, commitment=commitment, **({"reason": reason} if reason else {}))
    return found
