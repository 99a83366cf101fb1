"""Pure rules of a campaign: where an upload falls, what is wrong in a table of tasks, scales or dates, what differs."""

from vpr.campaigns.rules.dates import Period, WaveDates, check_dates, upload_position
from vpr.campaigns.rules.readiness import Readiness, missing_of
from vpr.campaigns.rules.scales import MarkRange, ScaleRow, check_scale, mark_ranges, read_scales
from vpr.campaigns.rules.specification import (
    Change,
    TaskRow,
    breaks_stored_points,
    difference,
    read_specification,
)
from vpr.campaigns.rules.tables import Line, Table, TableColumn, lines_of

__all__ = [
    "Change",
    "Line",
    "MarkRange",
    "Period",
    "Readiness",
    "ScaleRow",
    "Table",
    "TableColumn",
    "TaskRow",
    "WaveDates",
    "breaks_stored_points",
    "check_dates",
    "check_scale",
    "difference",
    "lines_of",
    "mark_ranges",
    "missing_of",
    "read_scales",
    "read_specification",
    "upload_position",
]
