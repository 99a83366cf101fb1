"""Schools that change their place: to another municipality, into a set of a responsible coordinator and out of it.

A set is a unit of kind municipality outside municipalities (`is_direct`), see docs/adr/0008: any list of schools,
state, federal, private, vocational (S3, 3).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from vpr.base.copying import among
from vpr.base.queue import defer
from vpr.base.refusals import Refusal
from vpr.cabinets.models import Account, Unit, UnitMove
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services.journal import record_audit
from vpr.kernel.roles import Role, UnitKind

_FIRST_SET = 900  # municipalities of reference lists stay below: a set never takes a code that one may bring


class SetsNotYours(Refusal):
    """Наборы организаций ведёт региональный координатор в своём регионе."""


class ForeignPlace(Refusal):
    """Школу можно перевести только внутри её региона, в действующий муниципалитет или набор."""


class SetNotEmpty(Refusal):
    """В наборе ещё есть школы. Сначала верните их в муниципалитеты или переведите в другой набор."""


class NoNameOfSet(Refusal):
    """Назовите набор, например «Негосударственные организации»."""


@transaction.atomic
def create_set(*, by: Cabinet, name: str, now: datetime) -> Unit:
    """An empty set of the region; its responsible coordinator is appointed like any other."""
    _require_keeper(by)
    if not name.strip():
        raise NoNameOfSet
    region = Unit.objects.select_for_update().get(pk=by.unit.pk)  # two sets at once get two codes
    prefix = f"reg{region.code[3:5]}_m"
    taken = set(Unit.objects.filter(code__startswith=prefix).values_list("code", flat=True))
    free = next(code for number in range(_FIRST_SET, 1000) if (code := f"{prefix}{number}") not in taken)
    made = Unit.objects.create(
        kind=UnitKind.MUNICIPALITY,
        code=free,
        name=name.strip()[:400],
        parent=region,
        region=region,
        is_direct=True,
        time_zone=region.time_zone,
    )
    record_audit(account=by.account, unit=made, verb="created_set", subject=made.name, now=now)
    return made


@transaction.atomic
def rename_set(*, by: Cabinet, chosen: Unit, name: str, now: datetime) -> None:
    _require_keeper(by, chosen)
    if not name.strip():
        raise NoNameOfSet
    Unit.objects.filter(pk=chosen.pk).update(name=name.strip()[:400])
    record_audit(account=by.account, unit=chosen, verb="renamed_set", subject=name.strip(), now=now)


@transaction.atomic
def close_set(*, by: Cabinet, chosen: Unit, now: datetime) -> None:
    """An empty set is closed; its history stays."""
    _require_keeper(by, chosen)
    if Unit.objects.schools().filter(municipality=chosen).exists():
        raise SetNotEmpty
    Unit.objects.filter(pk=chosen.pk).update(is_active=False)
    record_audit(account=by.account, unit=chosen, verb="closed_set", subject=chosen.name, now=now)


@transaction.atomic
def move_schools(*, by: Cabinet, schools: Sequence[Unit], to: Unit, reason: str = "", now: datetime) -> int:
    """Schools of the region go to another of its municipalities or sets."""
    _require_keeper(by, to)
    if any(not by.scope.reaches(school) for school in schools):
        raise SetsNotYours
    return relocate(schools=schools, to=to, account=by.account, reason=reason, now=now)


@transaction.atomic
def relocate(*, schools: Sequence[Unit], to: Unit, account: Account | None, reason: str = "", now: datetime) -> int:
    """The same for a caller that has its own right to move (reconciliation). Returns how many really changed place.

    What is open in the exchange follows by a job; what is closed stays where it was counted.
    """
    locked = Unit.objects.select_for_update().filter(pk__in=among([school.pk for school in schools])).order_by("pk")
    moving = [school for school in locked if school.parent_id != to.pk]
    if to.kind != UnitKind.MUNICIPALITY or not to.is_active or any(s.region_id != to.region_id for s in moving):
        raise ForeignPlace
    if any(school.kind != UnitKind.SCHOOL for school in moving):
        raise ForeignPlace
    UnitMove.objects.bulk_create(
        [
            UnitMove(
                unit=school,
                came_from_id=school.parent_id or to.pk,
                went_to=to,
                moved_at=now,
                moved_by=account,
                reason=reason[:300],
            )
            for school in moving
        ]
    )
    keys = [school.pk for school in moving]
    Unit.objects.filter(pk__in=among(keys)).update(parent=to, municipality=to)
    for school in moving:
        record_audit(account=account, unit=school, verb="moved_school", subject=f"в: {to.name}", now=now)
    if keys:
        defer("exchange.repath_units", unit_ids=keys)
    return len(keys)


def _require_keeper(by: Cabinet, chosen: Unit | None = None) -> None:
    if by.role is not Role.REGIONAL_COORDINATOR or (chosen is not None and not by.scope.reaches(chosen)):
        raise SetsNotYours
