"""The fixed schema of the columnar files: signed integers, one column for each task, NULL where a participant was absent.

`scripts`: one row for a script, sorted by region, municipality, school, class, code. Points keep the special values of
`kernel.points` (-1 «X», -2 «не пройд.»). The other three are municipal counters, small enough to be read whole.
"""

from enum import StrEnum

import pyarrow as pa

ROW_GROUP = 262_144
PATH_COLUMNS = ("region", "municipality", "school")
VARIANTS = ("variant_1", "variant_2")


class Relation(StrEnum):
    """Files of one snapshot."""

    SCRIPTS = "scripts"
    SCORES = "scores"  # region, municipality, variants, raw score, journal mark -> n
    TASKS = "tasks"  # region, municipality, variants, raw score -> n and five counters for each task
    SCHOOLS = "schools"  # region, municipality, school, variants -> full, partial, absent


#: Counters of a task: sum of points, scripts with the maximum, with zero (X included), with «X», with «не пройд.».
TASK_COUNTERS = ("points", "full", "zero", "not_attempted", "not_taught")


def points_column(position: int) -> str:
    """Column of the task at this 1-based position."""
    return f"p{position}"


def counter_column(counter: str, position: int) -> str:
    return f"{counter}_{position}"


def script_schema(tasks: int) -> pa.Schema:
    """Arrow schema of the wide file for an assessment of so many tasks."""
    small = pa.int16()
    return pa.schema(
        [
            ("region", pa.int32()),
            ("municipality", pa.int32()),
            ("school", pa.int32()),
            ("code", pa.int32()),
            ("class_name", pa.string()),
            ("gender", small),
            ("variant_1", small),
            ("variant_2", small),
            ("raw_score", small),
            ("journal_mark", small),
            ("wave", small),
            *((points_column(position), small) for position in range(1, tasks + 1)),
        ]
    )
