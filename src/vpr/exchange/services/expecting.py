"""Who should upload what: expectations are made, changed and withdrawn in bulk, never one by one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction

from vpr.base.copying import array_of
from vpr.cabinets.models import Account, Unit
from vpr.cabinets.services import record_audit
from vpr.campaigns.models import Campaign
from vpr.exchange.kinds import campaign_kinds, kind_of
from vpr.exchange.models import Expectation, Withdrawal, Workbook
from vpr.exchange.position import plan_of
from vpr.exchange.services.workbooks import workbook_of

#: (unit id, expected participants, first and last issued participant code); None: not known.
ExpectedRow = tuple[int, int | None, int | None, int | None]
_Row = TypeVar("_Row", bound=tuple[int | None, ...])

# A municipality is its own municipality, a region its own region and municipality (see the model).
_PATH = "coalesce(unit.region_id, unit.id), coalesce(unit.municipality_id, unit.id)"

# Several workbooks at once, joined with their units once. What is known already is not written again: a row that
# changes is written into every index and counted twice by the trigger.
_EXPECT = f"""
with wanted(unit_id, region_id, municipality_id, workbook_id, participants, code_from, code_to) as (
    select unit.id, {_PATH}, named.workbook_id, named.participants, named.code_from, named.code_to
    from unnest(%(of)s::bigint[], %(units)s::bigint[], %(participants)s::int[], %(froms)s::int[], %(tos)s::int[])
             as named(workbook_id, unit_id, participants, code_from, code_to)
    join unnest(%(workbooks)s::bigint[], %(levels)s::text[]) as book(id, level) on book.id = named.workbook_id
    join cabinets_unit unit on unit.id = named.unit_id and unit.kind = book.level
), written as (
    insert into exchange_expectation as old (unit_id, region_id, municipality_id, workbook_id, participants, code_from,
                                             code_to, state, is_late, participants_accepted)
    select *, 0, false, 0 from wanted order by workbook_id, unit_id
    on conflict (unit_id, workbook_id) do update
        set participants = excluded.participants, code_from = excluded.code_from, code_to = excluded.code_to,
            region_id = excluded.region_id, municipality_id = excluded.municipality_id
        where (old.participants, old.code_from, old.code_to, old.region_id, old.municipality_id) is distinct from
              (excluded.participants, excluded.code_from, excluded.code_to, excluded.region_id, excluded.municipality_id)
)
select count(*) from wanted
"""

_EXPECT_AGAIN = """
delete from exchange_withdrawal gone using unnest(%(of)s::bigint[], %(units)s::bigint[]) as named(workbook_id, unit_id)
where gone.workbook_id = named.workbook_id and gone.unit_id = named.unit_id
"""

# TRAP: every active unit of the level is expected until applications say which of the schools have the grade.
_EXPECT_UNITS = f"""
insert into exchange_expectation (unit_id, region_id, municipality_id, workbook_id, state, is_late,
                                  participants_accepted)
select unit.id, {_PATH}, %(workbook)s, 0, false, 0
from cabinets_unit unit
where unit.kind = %(level)s and unit.is_active
  and not exists (select from exchange_expectation old where old.unit_id = unit.id and old.workbook_id = %(workbook)s)
  and not exists (select from exchange_withdrawal gone where gone.unit_id = unit.id and gone.workbook_id = %(workbook)s)
order by unit.id
on conflict (unit_id, workbook_id) do nothing
"""

_REPATH = """
update exchange_expectation moved set region_id = unit.region_id, municipality_id = unit.municipality_id
from cabinets_unit unit, exchange_workbook workbook, campaigns_campaign campaign
where unit.id = any(%(units)s::bigint[]) and unit.kind = 'school' and moved.unit_id = unit.id
  and workbook.id = moved.workbook_id and campaign.id = workbook.campaign_id and campaign.is_current
  and (moved.region_id, moved.municipality_id) is distinct from (unit.region_id, unit.municipality_id)
"""

_FORGET = """
delete from exchange_expectation gone using unnest(%(of)s::bigint[], %(units)s::bigint[]) as named(workbook_id, unit_id)
where gone.workbook_id = named.workbook_id and gone.unit_id = named.unit_id and gone.latest_id is null
"""

_WITHDRAW = """
insert into exchange_withdrawal (unit_id, workbook_id)
select unit.id, named.workbook_id
from unnest(%(of)s::bigint[], %(units)s::bigint[]) as named(workbook_id, unit_id)
join unnest(%(workbooks)s::bigint[], %(levels)s::text[]) as book(id, level) on book.id = named.workbook_id
join cabinets_unit unit on unit.id = named.unit_id and unit.kind = book.level
where not exists (select from exchange_expectation kept where kept.unit_id = unit.id
                  and kept.workbook_id = named.workbook_id and kept.latest_id is not null)
order by named.workbook_id, unit.id
on conflict (workbook_id, unit_id) do nothing
"""


def expect(*, workbook: Workbook, rows: Iterable[ExpectedRow]) -> int:
    """Units that should upload, with participants and issued codes; what is already expected is changed.

    The state of uploads is never touched. Returns the number of expectations named; a unit of another level is
    passed over; of rows that name the same unit the last one counts. A unit that was withdrawn is expected again.
    """
    return expect_all(demands=[(workbook, rows)])


@transaction.atomic
def expect_all(*, demands: Iterable[tuple[Workbook, Iterable[ExpectedRow]]]) -> int:
    """`expect` of several workbooks: a region with its 45 works costs one statement, not 45."""
    books, once = _books(demands)
    named = [(book, *row) for book, own in once.items() for row in own.values()]
    if not named:
        return 0
    of, units, participants, froms, tos = (array_of(column) for column in zip(*named, strict=True))
    pairs = {"of": of, "units": units}
    with connection.cursor() as cursor:
        cursor.execute(_EXPECT_AGAIN, pairs)
        cursor.execute(_EXPECT, {**books, **pairs, "participants": participants, "froms": froms, "tos": tos})
        return int(cursor.fetchone()[0])


def expect_one(*, unit: Unit, workbook: Workbook) -> None:
    """The unit is expected; what is known of it already stays as it is."""
    Withdrawal.objects.filter(workbook=workbook, unit=unit).delete()
    fresh = Expectation(
        unit=unit,
        region_id=unit.region_id or unit.pk,
        municipality_id=unit.municipality_id or unit.pk,
        workbook=workbook,
    )
    Expectation.objects.bulk_create([fresh], ignore_conflicts=True)


@transaction.atomic
def expect_units(*, workbook: Workbook) -> int:
    """Expects the form from every active unit of its level that is neither expected nor withdrawn; how many were added."""
    return _run(_EXPECT_UNITS, workbook)


def withdraw(*, workbook: Workbook, units: Iterable[int]) -> int:
    """These units need not upload any more and are not expected again by `expect_units`; how many expectations went.

    What was uploaded is never forgotten: a unit that has sent something stays.
    """
    return withdraw_all(demands=[(workbook, units)])


@transaction.atomic
def withdraw_all(*, demands: Iterable[tuple[Workbook, Iterable[int]]]) -> int:
    """`withdraw` of several workbooks in one statement."""
    books, once = _books((workbook, [(unit,) for unit in units]) for workbook, units in demands)
    named = [(book, unit) for book, own in once.items() for unit in own]
    if not named:
        return 0
    pairs = {"of": array_of(book for book, _ in named), "units": array_of(unit for _, unit in named)}
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, pairs)
        gone = int(cursor.rowcount)
        cursor.execute(_WITHDRAW, {**books, **pairs})
    return gone


@transaction.atomic
def extend_upload(
    *, unit: Unit, workbook: Workbook, until: datetime | None, by: Account | None, now: datetime
) -> Expectation:
    """This unit alone may upload until `until` (a reserve day) and is not overdue before; None takes it back.

    The wave follows from the moment of the upload. Whoever decides tells the unit.
    """
    expect_one(unit=unit, workbook=workbook)
    expectation = Expectation.objects.select_for_update().get(unit=unit, workbook=workbook)
    expectation.extended_until = until
    expectation.save(update_fields=["extended_until"])
    record_audit(
        account=by,
        unit=unit,
        verb="extended_upload",
        subject=str(workbook),
        details={"workbook": workbook.code, "until": until.isoformat() if until else None},
        now=now,
    )
    return expectation


def expect_campaign_forms(*, now: datetime) -> int:
    """Expects every form of the preparation whose window is open from all its units; runs again without effect."""
    added = 0
    for campaign in Campaign.objects.filter(is_current=True):
        plan = plan_of(campaign.pk)
        for kind in campaign_kinds():
            step = plan.get(kind.step or "")
            if step is not None and step.opens_at <= now < step.closes_at:
                added += expect_units(workbook=workbook_of(campaign, kind.key))
    return added


@transaction.atomic
def repath_units(*, unit_ids: list[int]) -> int:
    """Schools that changed their municipality are counted there in the current campaign; past ones stay as they were."""
    with connection.cursor() as cursor:
        cursor.execute(_REPATH, {"units": unit_ids})
        return int(cursor.rowcount)


def _run(statement: str, workbook: Workbook) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"workbook": workbook.pk, "level": kind_of(workbook.kind).level.value})
        return int(cursor.rowcount)


def _books(
    demands: Iterable[tuple[Workbook, Iterable[_Row]]],
) -> tuple[dict[str, Any], dict[int, dict[int, _Row]]]:
    """The workbooks with the levels that exchange them, and workbook -> unit -> the last row that names it."""
    levels: dict[int, str] = {}
    once: dict[int, dict[int, _Row]] = defaultdict(dict)
    for workbook, rows in demands:
        levels[workbook.pk] = kind_of(workbook.kind).level.value
        once[workbook.pk] |= {row[0]: row for row in rows if row[0] is not None}
    return {"workbooks": array_of(levels), "levels": list(levels.values())}, once
