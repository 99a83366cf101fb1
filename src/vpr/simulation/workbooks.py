"""Synthetic forms: each school's own stamped workbook, filled; a share of them with faults that a check must find."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vpr.campaigns.models import Assessment
from vpr.results.kind import made_form
from vpr.results.queries import spec_of
from vpr.results.scripts import ScoreSpec
from vpr.results.workbooks.scores import columns_of
from vpr.simulation.answers import Scripts, stream_of
from vpr.simulation.filling import fill_form
from vpr.simulation.territory import RegionPlan
from vpr.simulation.texts import TypedScripts, spoil, typed

SHEET = "Протокол"


@dataclass(frozen=True)
class FilledForm:
    """A workbook of one school. `is_faulty`: a check must reject it."""

    school: str
    file_name: str
    content: bytes
    participants: int
    code_from: int
    code_to: int
    is_faulty: bool


def write_workbooks(
    folder: Path,
    plan: RegionPlan,
    scripts: Scripts,
    assessment: Assessment,
    *,
    seed: int,
    faulty: float,
    is_clean: bool,
) -> int:
    """Files `<folder>/<school>/<form>.xlsx`; returns the number of scripts in them."""
    count = 0
    for form in forms_of(plan, scripts, spec_of(assessment), seed=seed, faulty=faulty, is_clean=is_clean):
        place = folder / form.school
        place.mkdir(exist_ok=True)
        (place / form.file_name).write_bytes(form.content)
        count += form.participants
    return count


def forms_of(
    plan: RegionPlan, scripts: Scripts, spec: ScoreSpec, *, seed: int, faulty: float = 0.0, is_clean: bool = False
) -> Iterator[FilledForm]:
    """One form for each school that has participants, in the order of the plan."""
    rng = np.random.default_rng([seed, 6, int(plan.code), stream_of(scripts.work.code)])
    texts = typed(scripts)
    if not is_clean:
        spoil(rng, texts, [task.max_points for task in spec.tasks], safe_only=True)
    school_of = scripts.cohort.school[scripts.who]
    for school in np.unique(school_of).tolist():
        rows = np.flatnonzero(school_of == school)
        codes = scripts.cohort.code[scripts.who[rows]]
        own = replace(
            spec, school=plan.school_codes[school], school_name=plan.school_names[school],
            code_from=int(codes.min()), code_to=int(codes.max()) + 5, participants=len(rows),
        )  # fmt: skip
        cells = cells_of(own, texts, rows)
        is_faulty = bool(rng.random() < faulty)
        if is_faulty:
            _break(rng, own, cells)
        name, empty = made_form(own)
        content = fill_form(empty, SHEET, cells)
        yield FilledForm(
            own.school, name, content, len(rows), own.code_from or 0, own.code_to or 0, is_faulty
        )  # fmt: skip


def cells_of(spec: ScoreSpec, texts: TypedScripts, rows: npt.NDArray[np.intp]) -> list[list[str]]:
    """Texts in the order of the form's columns."""
    by_key = {
        "code": texts.code,
        "class": texts.class_number if spec.generation >= 2026 else texts.class_letter,
        "gender": texts.gender,
        "journal_mark": texts.journal,
        "total": texts.total,
    }
    columns = []
    tasks = iter(_tasks_by_part(spec))
    for column in columns_of(spec):
        kind = column.kind.value
        if kind == "points":
            columns.append(texts.points[rows, next(tasks)])
        elif column.key.startswith("variant"):
            columns.append(texts.variants[1 if column.key.endswith("2") else 0][rows])
        else:
            columns.append(by_key[column.key][rows])
    return [list(line) for line in zip(*columns, strict=True)]


def _tasks_by_part(spec: ScoreSpec) -> list[int]:
    """The form groups tasks by part; the ledger keeps their order."""
    return sorted(range(len(spec.tasks)), key=lambda place: (spec.tasks[place].part, place))


def _break(rng: np.random.Generator, spec: ScoreSpec, cells: list[list[str]]) -> None:
    """One fault that cannot be repaired: an empty score, a score above the maximum, a code twice, a strange variant."""
    columns = columns_of(spec)
    points = [place for place, column in enumerate(columns) if column.kind.value == "points"]
    present = [row for row in cells if all(row[place] != "" for place in points)] or cells
    row = present[int(rng.integers(len(present)))]
    place = points[int(rng.integers(len(points)))]
    match int(rng.integers(4)):
        case 0:
            row[place] = ""
        case 1:
            row[place] = "99"
        case 2 if len(cells) > 1:
            cells[-1][0] = cells[0][0]
        case _:
            row[1] = "7"
