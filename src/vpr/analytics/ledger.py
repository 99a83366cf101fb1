"""Scripts out of the ledger as Arrow batches of the fixed schema: COPY streams rows, memory stays bounded."""

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.csv as arrow_csv
from django.db import connection

from vpr.analytics.schema import points_column, script_schema

_COLUMNS = (
    "region_id AS region, municipality_id AS municipality, school_id AS school, code, class_name, gender, "
    "variant_1, variant_2, raw_score, journal_mark, wave"
)
_PUBLISHED = (
    "(wave = ANY(%(waves)s) OR wave IS NULL AND load_id NOT IN "
    "(SELECT id FROM results_loadrecord WHERE source = 'submission' AND assessment_id = %(assessment)s))"
)
_BLOCK = 4 * 1024 * 1024


class _CopyStream:
    """The blocks of a COPY as a readable binary file, which is what the CSV reader of Arrow wants."""

    closed = False

    def __init__(self, blocks: Iterator[memoryview]) -> None:
        self._blocks = blocks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        parts, held = [self._rest], len(self._rest)
        while size < 0 or held < size:
            block = next(self._blocks, None)
            if block is None:
                break
            parts.append(bytes(block))
            held += len(block)
        whole = b"".join(parts)
        cut = len(whole) if size < 0 else size
        self._rest = whole[cut:]
        return whole[:cut]

    def close(self) -> None:
        self.closed = True


def _select(tasks: int, condition: str) -> str:
    points = "".join(f", points[{n}] AS {points_column(n)}" for n in range(1, tasks + 1))
    return (
        f"SELECT {_COLUMNS}{points} FROM results_script "
        f"WHERE campaign_id = %(campaign)s AND assessment_id = %(assessment)s AND {condition} "
        'ORDER BY region_id, municipality_id, school_id, class_name COLLATE "C", code'
    )


def _stream(sql: str, values: dict[str, Any], tasks: int) -> Iterator[pa.RecordBatch]:
    schema = script_schema(tasks)
    with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv, HEADER)", values) as copy:
        stream = pa.PythonFile(cast(BinaryIO, _CopyStream(iter(copy))), mode="r")
        try:
            reader = arrow_csv.open_csv(
                stream,
                read_options=arrow_csv.ReadOptions(block_size=_BLOCK, use_threads=False),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=schema, null_values=[""], strings_can_be_null=False
                ),
            )
        except pa.ArrowInvalid as empty:  # a header and no rows is an error for this reader
            if "Empty CSV" not in str(empty):
                raise
            return
        yield from reader


def published_scripts(
    *, campaign_id: int, assessment_id: int, tasks: int, waves: Sequence[int] | None
) -> Iterator[pa.RecordBatch]:
    """Scripts of these waves, in the order of the file; `None`: every script of the ledger.

    Imported scripts of no wave belong to a finished campaign and are published; a school's own upload of no wave
    (it came after the last one) is not.
    """
    values: dict[str, Any] = {"campaign": campaign_id, "assessment": assessment_id, "waves": list(waves or ())}
    condition = "TRUE" if waves is None else _PUBLISHED
    return _stream(_select(tasks, condition), values, tasks)


def school_scripts(*, campaign_id: int, assessment_id: int, school_id: int, tasks: int) -> pa.Table:
    """The school's own rows as they stand in the ledger now: its preliminary results."""
    values = {"campaign": campaign_id, "assessment": assessment_id, "school": school_id}
    batches = _stream(_select(tasks, "school_id = %(school)s"), values, tasks)
    return pa.Table.from_batches(list(batches), schema=script_schema(tasks))
