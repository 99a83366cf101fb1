"""Ledger -> one wide Parquet file and its municipal counters. Reads in a stream, sorts in PostgreSQL, writes whole files."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from vpr.analytics import expressions, ledger, snapshots
from vpr.analytics.schema import ROW_GROUP, Relation, script_schema
from vpr.analytics.specification import Specification


@dataclass(frozen=True)
class Compacted:
    """What was written: the name of the wide file, its rows, its schools."""

    file_name: str
    scripts: int
    schools: int


def compact(spec: Specification, *, campaign_id: int, waves: list[int]) -> Compacted | None:
    """Writes the files of a snapshot; None when nothing is published. The same ledger gives the same names."""
    batches = ledger.published_scripts(
        campaign_id=campaign_id, assessment_id=spec.id, tasks=len(spec.tasks), waves=waves
    )
    wide = snapshots.written(lambda path: _write_wide(path, batches, len(spec.tasks)))
    try:
        rows = pq.read_metadata(wide).num_rows
        if rows == 0:
            return None
        stem = f"{spec.code}-{_digest(wide, spec)}"
        for relation, path in _counters(wide, spec).items():
            path.replace(snapshots.root() / f"{stem}.{relation}.parquet")
        name = f"{stem}.{Relation.SCRIPTS}.parquet"
        wide.replace(snapshots.root() / name)
    finally:
        wide.unlink(missing_ok=True)
    snapshots.settle()
    schools = pq.read_table(snapshots.root() / f"{stem}.{Relation.SCHOOLS}.parquet", columns=["school"])
    return Compacted(name, rows, len(schools["school"].unique()))


def _digest(wide: Path, spec: Specification) -> str:
    """Names the counters too, and those depend on the maxima of the tasks."""
    maxima = "-".join(str(task.max_points) for task in spec.tasks)
    return hashlib.sha256(f"{snapshots.digest_of(wide)} {maxima}".encode()).hexdigest()[:24]


def _write_wide(path: Path, batches: Iterator[pa.RecordBatch], tasks: int) -> None:
    """Row groups of 262,144 whatever the size of the batches, so that a school's rows are found by statistics."""
    schema = script_schema(tasks)
    held: list[pa.RecordBatch] = []
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=3) as writer:
        for batch in batches:
            held.append(batch)
            count += batch.num_rows
            if count >= ROW_GROUP:
                table = pa.Table.from_batches(held, schema=schema)
                whole = count - count % ROW_GROUP
                writer.write_table(table.slice(0, whole), row_group_size=ROW_GROUP)
                held = table.slice(whole).to_batches()
                count -= whole
        if count:
            writer.write_table(pa.Table.from_batches(held, schema=schema), row_group_size=ROW_GROUP)


def _counters(wide: Path, spec: Specification) -> dict[Relation, Path]:
    """The municipal counters, computed by the same expressions on the embedded engine."""
    backend = ibis.duckdb.connect()
    try:
        scripts = backend.read_parquet(wide, table_name="scripts")
        maxima = [task.max_points for task in spec.tasks]
        made: dict[Relation, ir.Table] = {
            Relation.SCORES: expressions.municipal_scores(scripts),
            Relation.TASKS: expressions.municipal_tasks(scripts, maxima),
            Relation.SCHOOLS: expressions.school_presence(scripts),
        }
        return {relation: snapshots.written(_saving(table)) for relation, table in made.items()}
    finally:
        backend.disconnect()


def _saving(table: ir.Table) -> Callable[[Path], None]:
    """Sorted by every key, so that the same scripts give the same bytes."""

    def save(path: Path) -> None:
        rows = table.to_pyarrow()
        keys = [name for name in rows.column_names if name in _KEYS]
        pq.write_table(rows.sort_by([(name, "ascending") for name in keys]), path, compression="zstd")

    return save


_KEYS = ("region", "municipality", "school", "variant_1", "variant_2", "raw_score", "journal_mark")
