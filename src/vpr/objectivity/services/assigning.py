"""The coordinator distributes candidates over schools and days (S3 8.5, 9.5) and tells them date and time (S1)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from vpr.base.queue import defer
from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import notify, record_audit
from vpr.campaigns.models import Campaign
from vpr.objectivity.models import Duty, Observer
from vpr.objectivity.queries.posts import available, candidates_of, classes_by_post, duties_within, posts_of
from vpr.objectivity.refusals import AlreadyCame, NobodyToTell, NobodyWrites, NothingToDistribute, Unfit
from vpr.objectivity.rules.distributing import Gap, propose
from vpr.objectivity.rules.fitness import Post, obstacle, written_by
from vpr.timetable.queries.reserve import local_day


@dataclass(frozen=True)
class Distributed:
    placed: int
    from_here: int  # observers in the school that proposed them: nobody else could be sent
    gaps: list[Gap]


@transaction.atomic
def distribute(*, by: Cabinet, campaign: Campaign, now: datetime) -> Distributed:
    """Fills the posts that have nobody yet; what was decided by hand stays."""
    Unit.objects.select_for_update(of=("self",)).get(pk=by.unit.pk)  # two presses fill a post once
    covered = set(duties_within(by.scope, campaign).values_list("unit", "on"))
    today = local_day(by.unit, now)
    wanted = [
        post
        for post in posts_of(classes_by_post(by.scope, campaign))
        if (post.school, post.on) not in covered and post.on >= today
    ]
    people = candidates_of(available(by.scope, campaign))
    if not wanted or not people:
        raise NothingToDistribute
    made = propose(wanted, people)
    Duty.objects.bulk_create(
        Duty(
            observer_id=item.candidate,
            unit_id=item.post.school,
            on=item.post.on,
            assigned_at=now,
            assigned_by=by.account,
        )
        for item in made.placements
    )
    _tell_schools({item.post.school for item in made.placements}, by, now)
    subject = f"Назначений: {len(made.placements)}, без наблюдателя: {len(made.gaps)}"
    record_audit(account=by.account, unit=by.unit, verb="distributed_observers", subject=subject, now=now)
    return Distributed(len(made.placements), sum(item.is_from_here for item in made.placements), made.gaps)


@transaction.atomic
def assign(*, by: Cabinet, observer: Observer, school: Unit, on: date, now: datetime) -> Duty:
    """By hand, under the same rules."""
    observer = Observer.objects.select_for_update(of=("self",)).get(pk=observer.pk)
    names = classes_by_post(by.scope, observer.campaign, on=on).get((school.pk, on))
    if not names:
        raise NobodyWrites
    (candidate,) = candidates_of([observer])
    reason = obstacle(candidate, Post(school.pk, on, written_by(frozenset(names))))
    if reason is not None:
        raise Unfit(reason)
    duty = Duty.objects.create(observer=observer, unit=school, on=on, assigned_at=now, assigned_by=by.account)
    _tell_schools({school.pk}, by, now)
    _record("assigned_observer", by, duty, now)
    return duty


@transaction.atomic
def release(*, by: Cabinet, duty: Duty, now: datetime) -> None:
    duty = Duty.objects.select_for_update(of=("self",)).select_related("unit").get(pk=duty.pk)
    if duty.arrived_at is not None:
        raise AlreadyCame
    _tell_schools({duty.unit_id}, by, now)
    _record("released_observer", by, duty, now)
    duty.delete()


@transaction.atomic
def tell(*, by: Cabinet, campaign: Campaign, now: datetime) -> int:
    """Letters about date and time to those who agreed and have not been told. Returns how many letters."""
    waiting = duties_within(by.scope, campaign).filter(
        told_at=None, on__gte=local_day(by.unit, now), observer__may_be_mailed=True, observer__erased_at=None
    )
    keys = list(waiting.exclude(observer__email="").values_list("pk", flat=True))
    if not keys:
        raise NobodyToTell
    for start in range(0, len(keys), 100):
        defer("objectivity.tell_observers", duty_ids=keys[start : start + 100])
    record_audit(account=by.account, unit=by.unit, verb="told_observers", subject=f"Писем: {len(keys)}", now=now)
    return len(keys)


def _tell_schools(schools: set[int], by: Cabinet, now: datetime) -> None:
    notify(
        units=Unit.objects.filter(pk__in=schools),
        title="Общественные наблюдатели: изменены назначения",
        body="Координатор изменил список наблюдателей Вашей школы. Имена, телефоны и дни – на странице «Наблюдатели».",
        link="/objectivity/",
        topic="observers",
        sender=by.account,
        now=now,
    )


def _record(verb: str, by: Cabinet, duty: Duty, now: datetime) -> None:
    subject = f"{duty.unit.code}, {duty.on:%d.%m.%Y}"  # no name: the journal outlives the term of personal data
    record_audit(account=by.account, unit=duty.unit, verb=verb, subject=subject, now=now)
