"""The difference of two versions, cell by cell."""

from dataclasses import dataclass

from vpr.base import files
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Submission


@dataclass(frozen=True)
class CellChange:
    row: str  # row key: participant code, school, class
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """`added` and `removed` are row keys; their cells are not listed one by one."""

    changed: list[CellChange]
    added: list[str]
    removed: list[str]

    @property
    def is_empty(self) -> bool:
        return not (self.changed or self.added or self.removed)


def changes_between(before: Submission, after: Submission) -> Changes:
    """Reads both files again; columns keep the order of the newer one."""
    return compare(_cells(before), _cells(after))


def compare(before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> Changes:
    """Pure: (row key, column) -> text on both sides; a missing cell is an empty one."""
    rows_before, rows_after = {row for row, _ in before}, {row for row, _ in after}
    changed = [
        CellChange(*key, before.get(key, ""), text)
        for key, text in after.items()
        if text != before.get(key, "") and key[0] in rows_before
    ]
    changed += [
        CellChange(*key, text, "") for key, text in before.items() if text and key not in after and key[0] in rows_after
    ]
    changed.sort(key=lambda change: change.row)  # stable: columns stay in their order
    return Changes(changed, sorted(rows_after - rows_before), sorted(rows_before - rows_after))


def _cells(submission: Submission) -> dict[tuple[str, str], str]:
    if submission.is_erased:
        return {}
    return kind_of(submission.kind).cells(
        files.read(submission.sha256),
        submission.original_name,
        unit=submission.unit,
        workbook=submission.workbook,
        channel=submission.channel,
    )
