"""How rows get into the partitioned ledger: partitions on demand, COPY, replacement by the natural key.

Only `services.py` calls this; every function works inside the caller's transaction.
"""

from collections.abc import Collection, Iterable

from django.db import connection

from vpr.results.copying import COLUMNS

_LOCK_PARTITION, _LOCK_ASSESSMENT = 0x5652_0001, 0x5652_0002

#: What an existing script takes from a new load; the path too, because a school may have moved.
_REPLACED = ", ".join(
    f"{name} = excluded.{name}"
    for name in COLUMNS.split(", ")
    if name not in ("campaign_id", "assessment_id", "school_id", "code")
)


def ensure_partition(campaign_id: int) -> None:
    """The campaign's own partition. Rows that already lie in the default one stay there: nothing is moved."""
    name = f"results_script_c{int(campaign_id)}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        if cursor.fetchone()[0]:
            return
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_PARTITION])
        cursor.execute("SELECT EXISTS (SELECT FROM results_script_default WHERE campaign_id = %s)", [campaign_id])
        if cursor.fetchone()[0]:
            return
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF results_script FOR VALUES IN ({int(campaign_id)})"
        )


def delete_school(*, campaign_id: int, assessment_id: int, school_id: int) -> int | None:
    """Removes the school's scripts of the assessment; returns the wave they were in, None for none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM results_script WHERE campaign_id = %s AND assessment_id = %s AND school_id = %s"
            " RETURNING wave) SELECT min(wave) FROM gone",
            [campaign_id, assessment_id, school_id],
        )
        found: tuple[int | None] | None = cursor.fetchone()
        return found[0] if found else None


def lock_assessment(assessment_id: int) -> None:
    """One bulk load of an assessment at a time, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_ASSESSMENT, assessment_id])


def delete_schools(
    *, campaign_id: int, assessment_id: int, school_ids: Collection[int], kept_loads: Collection[int]
) -> None:
    """Removes the scripts of the assessment in these schools, except those that came with the kept loads."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM results_script WHERE campaign_id = %s AND assessment_id = %s AND school_id = ANY(%s)"
            " AND load_id <> ALL(%s)",
            [campaign_id, assessment_id, list(school_ids), list(kept_loads)],
        )


def append(blocks: Iterable[bytes]) -> int:
    """COPY straight into the ledger; the rows must be new. Returns how many there were."""
    return _copy("results_script", blocks)


def replace(blocks: Iterable[bytes], *, campaign_id: int, assessment_id: int) -> int:
    """COPY that replaces scripts with the same natural key; one bulk load of an assessment at a time."""
    lock_assessment(assessment_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM results_script WHERE campaign_id = %s AND assessment_id = %s)",
            [campaign_id, assessment_id],
        )
        if not cursor.fetchone()[0]:
            return append(blocks)
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS script_staging (LIKE results_script) ON COMMIT DELETE ROWS")
        cursor.execute("TRUNCATE script_staging")
    count = _copy("script_staging", blocks)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO results_script ({COLUMNS}) SELECT {COLUMNS} FROM script_staging "
            f"ON CONFLICT (campaign_id, assessment_id, school_id, code) DO UPDATE SET {_REPLACED}"
        )
        cursor.execute("TRUNCATE script_staging")
    return count


def _copy(table: str, blocks: Iterable[bytes]) -> int:
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({COLUMNS}) FROM STDIN (FORMAT csv)") as copy:
            for block in blocks:
                copy.write(block)
        return int(cursor.rowcount)
