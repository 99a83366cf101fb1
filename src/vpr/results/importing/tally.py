"""What happened to the rows of a file: refusals one by one, repairs by kind with examples. Pure values for the report."""

from dataclasses import dataclass, field
from typing import Any

from vpr.results.importing.faults import REFUSALS, REPAIRS

EXAMPLES = 5


@dataclass(frozen=True)
class RowRefusal:
    """Why a row was refused: one entry for each wrong cell. `row` is the number that a spreadsheet shows; 0: the file."""

    sheet: str
    row: int
    column: str
    value: str
    code: str
    limit: str = ""

    @property
    def message(self) -> str:
        return REFUSALS[self.code].message.format(value=self.value, limit=self.limit)


@dataclass(frozen=True)
class RepairExample:
    sheet: str
    row: int
    column: str
    before: str
    after: str


@dataclass
class RepairTally:
    """Repairs of one kind in one file."""

    kind: str
    count: int = 0
    examples: list[RepairExample] = field(default_factory=list)

    @property
    def title(self) -> str:
        return REPAIRS[self.kind]

    def add(self, count: int, examples: list[RepairExample]) -> None:
        self.count += count
        self.examples += examples[: EXAMPLES - len(self.examples)]


@dataclass
class FileTally:
    """Counts of one file: `rows_read` = `stored` + `refused` always."""

    rows_read: int = 0
    stored: int = 0
    refusals: list[RowRefusal] = field(default_factory=list)
    repairs: dict[str, RepairTally] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return self.rows_read - self.stored

    @property
    def repaired(self) -> int:
        return sum(tally.count for tally in self.repairs.values())

    def repair(self, kind: str, count: int, examples: list[RepairExample]) -> None:
        if count:
            self.repairs.setdefault(kind, RepairTally(kind)).add(count, examples)

    def as_report(self, **facts: Any) -> dict[str, Any]:
        """What the load record keeps and the report page shows."""
        return {
            **facts,
            "notes": self.notes,
            "refusals": [[r.sheet, r.row, r.column, r.value, r.code, r.limit] for r in self.refusals],
            "repairs": [
                {
                    "kind": tally.kind,
                    "count": tally.count,
                    "examples": [[e.sheet, e.row, e.column, e.before, e.after] for e in tally.examples],
                }
                for tally in sorted(self.repairs.values(), key=lambda tally: -tally.count)
            ],
        }
