"""Scripts themselves as a table: wide (one row for a participant) or long (one row for a participant and a task).

Columns carry codes instead of internal ids; points keep -1 for «X» and -2 for «не пройд.», empty where absent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import xlsxwriter

from vpr.analytics import ledger, snapshots
from vpr.analytics.schema import PATH_COLUMNS, Relation, points_column
from vpr.analytics.specification import Specification
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment
from vpr.kernel.roles import UnitKind

BATCH = 65_536
EXCEL_ROWS = 1_048_575
PEOPLE = ("code", "class_name", "gender", "variant_1", "variant_2")
RESULTS = ("raw_score", "mark", "journal_mark", "wave")


class TooManyRows(ValueError):
    """Excel takes 1,048,575 rows on a sheet."""


@dataclass(frozen=True)
class Extract:
    """Whose scripts: of one unit and everything below; `is_ledger` takes unpublished ones too."""

    assessment: Assessment
    spec: Specification
    unit: Unit
    is_ledger: bool = False
    is_long: bool = False


def batches(extract: Extract) -> Iterator[pa.RecordBatch]:
    """The rows in the order region, municipality, school, class, code."""
    names = _Names()
    for batch in _source(extract):
        mine = _of_unit(batch, extract.unit)
        if mine.num_rows:
            wide = _wide(mine, extract.spec, names)
            yield from (_long(wide, extract.spec) if extract.is_long else wide).to_batches()


def _source(extract: Extract) -> Iterator[pa.RecordBatch]:
    if extract.is_ledger:
        yield from ledger.published_scripts(
            campaign_id=extract.assessment.campaign_id,
            assessment_id=extract.assessment.pk,
            tasks=len(extract.spec.tasks),
            waves=None,
        )
        return
    snapshot = snapshots.published(extract.assessment)
    if snapshot is not None:
        with pq.ParquetFile(snapshots.file_of(snapshot, Relation.SCRIPTS)) as file:
            yield from file.iter_batches(BATCH)


def _of_unit(batch: pa.RecordBatch, unit: Unit) -> pa.Table:
    table = pa.Table.from_batches([batch])
    if unit.kind == UnitKind.COUNTRY:
        return table
    return table.filter(pc.equal(table[unit.kind], unit.pk))


class _Names:
    """Codes of the units of the path, read once."""

    def __init__(self) -> None:
        rows = list(Unit.objects.values_list("pk", "code", "login"))
        self.keys = pa.array([pk for pk, _, _ in rows], pa.int32())
        self.codes = pa.array([code for _, code, _ in rows], pa.string())
        self.logins = pa.array([login for _, _, login in rows], pa.string())

    def of(self, column: pa.ChunkedArray, names: pa.Array) -> pa.Array:
        return names.take(pc.index_in(column, self.keys).combine_chunks())


def _wide(table: pa.Table, spec: Specification, names: _Names) -> pa.Table:
    columns: dict[str, Any] = {name: names.of(table[name], names.codes) for name in PATH_COLUMNS}
    columns["login"] = names.of(table["school"], names.logins)
    columns |= {name: table[name] for name in PEOPLE}
    columns |= {task.code: table[points_column(task.position)] for task in spec.tasks}
    columns["raw_score"] = table["raw_score"]
    columns["mark"] = _marks(table["raw_score"], spec)
    columns |= {name: table[name] for name in ("journal_mark", "wave")}
    return pa.table(columns)


def _marks(scores: pa.ChunkedArray, spec: Specification) -> pa.Array:
    values = scores.to_pylist()
    return pa.array([None if score is None else spec.mark(score) for score in values], pa.int16())


def _long(wide: pa.Table, spec: Specification) -> pa.Table:
    """Rows task by task; a part in which the participant was absent gives no rows."""
    people = [*PATH_COLUMNS, "login", *PEOPLE, *RESULTS]
    pieces = []
    for task in spec.tasks:
        piece = wide.select(people)
        count = wide.num_rows
        piece = piece.append_column("task", pa.array([task.code] * count, pa.string()))
        piece = piece.append_column("max_points", pa.array([task.max_points] * count, pa.int16()))
        piece = piece.append_column("points", wide[task.code])
        pieces.append(piece.filter(pc.is_valid(piece["points"])))
    return pa.concat_tables(pieces)


def save(extract: Extract, path: Path, kind: str) -> int:
    """Writes csv, parquet or xlsx; returns the rows. A stream: memory does not grow with the file (xlsx excepted)."""
    writers = {"csv": _csv, "parquet": _parquet, "xlsx": _xlsx}
    return writers[kind](batches(extract), path)


def _csv(rows: Iterator[pa.RecordBatch], path: Path) -> int:
    """UTF-8 with BOM and semicolons, as Russian spreadsheets open it."""
    count = 0
    options = arrow_csv.WriteOptions(delimiter=";", quoting_style="needed")
    with path.open("wb") as file:
        file.write("\ufeff".encode())
        writer = None
        for batch in rows:
            writer = writer or arrow_csv.CSVWriter(file, batch.schema, write_options=options)
            writer.write_batch(batch)
            count += batch.num_rows
        if writer is not None:
            writer.close()
    return count


def _parquet(rows: Iterator[pa.RecordBatch], path: Path) -> int:
    count = 0
    writer = None
    for batch in rows:
        writer = writer or pq.ParquetWriter(path, batch.schema, compression="zstd", compression_level=3)
        writer.write_batch(batch)
        count += batch.num_rows
    if writer is not None:
        writer.close()
    return count


def _xlsx(rows: Iterator[pa.RecordBatch], path: Path) -> int:
    count = 0
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Работы")
        sheet.freeze_panes(1, 0)
        for batch in rows:
            if count == 0:
                sheet.write_row(0, 0, batch.schema.names)
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                count += 1
                if count > EXCEL_ROWS:
                    raise TooManyRows
                sheet.write_row(count, 0, values)
    return count
