"""Who should upload what: expectations are made and changed in bulk, never one by one."""

from collections.abc import Iterable

from django.db import connection, transaction

from vpr.campaigns.models import Assessment

#: (unit id, expected participants, first and last issued participant code); None: not known.
ExpectedRow = tuple[int, int | None, int | None, int | None]

_EXPECT = """
insert into exchange_expectation (unit_id, region_id, municipality_id, assessment_id, kind, participants,
                                  code_from, code_to, state, is_late, participants_accepted)
select unit.id, unit.region_id, unit.municipality_id, %(assessment)s, %(kind)s, named.participants,
       named.code_from, named.code_to, 0, false, 0
from unnest(%(units)s::bigint[], %(participants)s::int[], %(froms)s::int[], %(tos)s::int[])
         as named(unit_id, participants, code_from, code_to)
join cabinets_unit unit on unit.id = named.unit_id and unit.kind = 'school'
order by unit.id
on conflict (unit_id, assessment_id, kind) do update
    set participants = excluded.participants, code_from = excluded.code_from, code_to = excluded.code_to,
        region_id = excluded.region_id, municipality_id = excluded.municipality_id
"""

# TRAP: every active school is expected until applications say which of them have the grade.
_EXPECT_SCHOOLS = """
insert into exchange_expectation (unit_id, region_id, municipality_id, assessment_id, kind, state, is_late,
                                  participants_accepted)
select id, region_id, municipality_id, %(assessment)s, %(kind)s, 0, false, 0
from cabinets_unit where kind = 'school' and is_active
order by id
on conflict (unit_id, assessment_id, kind) do nothing
"""


@transaction.atomic
def expect(*, assessment: Assessment, rows: Iterable[ExpectedRow], kind: str = "scores") -> int:
    """Schools that should upload, with participants and issued codes; what is already expected is changed.

    The state of uploads is never touched. Returns the number of expectations written; a unit that is not a school
    is passed over; of rows that name the same school the last one counts.
    """
    once = {row[0]: row for row in rows}
    if not once:
        return 0
    units, participants, froms, tos = (list(column) for column in zip(*once.values(), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            _EXPECT,
            {
                "assessment": assessment.pk,
                "kind": kind,
                "units": units,
                "participants": participants,
                "froms": froms,
                "tos": tos,
            },
        )
        return int(cursor.rowcount)


@transaction.atomic
def expect_schools(*, assessment: Assessment, kind: str = "scores") -> int:
    """Expects the assessment from every active school that is not expected yet; returns how many were added."""
    with connection.cursor() as cursor:
        cursor.execute(_EXPECT_SCHOOLS, {"assessment": assessment.pk, "kind": kind})
        return int(cursor.rowcount)
