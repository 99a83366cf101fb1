"""The assessment of a file with its tasks: from the reference, or from the headers, or, where neither tells, from the data.

A mark scale is never made here: an assessment without a published scale has raw scores only (DOMAIN §8.5).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from vpr.campaigns.models import Assessment
from vpr.campaigns.queries import task_rows
from vpr.campaigns.reference import ReferenceAssessment, ReferenceTask, reference_assessment
from vpr.campaigns.services import (
    Author,
    NoReferenceForAssessment,
    change_specification,
    create_assessment,
    ensure_assessment,
)
from vpr.results.importing import cells
from vpr.results.importing.columns import SheetColumns
from vpr.results.importing.decoding import decode
from vpr.results.importing.identity import Identity
from vpr.results.importing.layouts import Layout, TaskColumn
from vpr.results.importing.rows import participant_rows
from vpr.workbook.headers import task_code

UNKNOWN_DIFFICULTY = "unknown"
#: Among 25,000 scripts a maximum is met at least so often; rarer values are slips of the hand (DOMAIN §5.4: 796 of them).
RARE = 0.0005
OBSERVED = "Максимумы заданий — наибольшие баллы, встреченные в файле; в выгрузке их нет."


class SpecificationDiffers(Exception):
    """Its argument is the sentence of the report."""


@dataclass(frozen=True)
class Prepared:
    """The assessment and, in the order of its tasks, the columns of the file that hold their points."""

    assessment: Assessment
    columns: tuple[int, ...]
    notes: list[str]


def prepare(identity: Identity, sheet: SheetColumns, layout: Layout, *, now: datetime) -> Prepared:
    """Raises SpecificationDiffers. Runs in the transaction of the import."""
    used = _used(sheet, layout)
    try:
        assessment = ensure_assessment(code=str(identity.code))
    except NoReferenceForAssessment:
        return _built(identity, sheet, layout, used)
    tasks = list(assessment.tasks.order_by("position"))
    if not tasks:
        raise SpecificationDiffers(
            f"у работы {assessment.code} нет списка заданий; внесите спецификацию в разделе «Кампания»"
        )
    if layout.has_ordinal_tasks:
        columns = _by_order([task.code for task in tasks], used, layout, assessment.code)
    else:
        columns = _by_code([(task.code, task.max_points) for task in tasks], layout, assessment.code)
    if OBSERVED in assessment.source:
        _raise_maxima(assessment, _observed_maxima(sheet, layout, columns), now)
    notes = [] if hasattr(assessment, "mark_scale") else [f"У работы {assessment.code} нет шкалы: отметки недоступны."]
    if OBSERVED in assessment.source:
        notes.append(OBSERVED)
    return Prepared(assessment, columns, notes)


def _used(sheet: SheetColumns, layout: Layout) -> list[TaskColumn]:
    """Without the columns at the end that nobody filled: `a-1-grade ... a-40-grade` stand in every file of 2020."""
    rows = participant_rows(sheet, layout)
    tasks = list(layout.tasks)
    while tasks and layout.has_ordinal_tasks:
        if sheet.columns[tasks[-1].column].is_filled(rows).any():
            break
        tasks.pop()
    return tasks


def _by_order(codes: list[str], used: list[TaskColumn], layout: Layout, code: str) -> tuple[int, ...]:
    if len(used) > len(codes):
        raise SpecificationDiffers(
            f"в файле {len(used)} столбцов с баллами, в описании {code} заданий {len(codes)}; "
            "проверьте предмет и класс или укажите работу: --assessment"
        )
    if len(layout.tasks) < len(codes):
        raise SpecificationDiffers(
            f"в файле {len(layout.tasks)} столбцов с баллами, в описании {code} заданий {len(codes)}; "
            "проверьте предмет и класс или укажите работу: --assessment"
        )
    return tuple(task.column for task in layout.tasks[: len(codes)])


def _by_code(wanted: list[tuple[str, int]], layout: Layout, code: str) -> tuple[int, ...]:
    by_code = {task.code: task for task in layout.tasks}
    missing = [place for place, _ in wanted if task_code(place) not in by_code]
    extra = sorted(set(by_code) - {task_code(place) for place, _ in wanted})
    if missing or extra:
        raise SpecificationDiffers(
            f"задания файла и описания {code} различаются: нет {', '.join(missing) or '—'}; "
            f"лишние {', '.join(extra) or '—'}; исправьте описание или укажите работу: --assessment"
        )
    for place, points in wanted:
        header = by_code[task_code(place)]
        if header.max_points != points:
            raise SpecificationDiffers(
                f"«{header.header}»: в описании {code} за задание {place} не больше {points}; исправьте описание"
            )
    return tuple(by_code[task_code(place)].column for place, _ in wanted)


def _built(identity: Identity, sheet: SheetColumns, layout: Layout, used: list[TaskColumn]) -> Prepared:
    """A new assessment from what the file tells; without a mark scale."""
    notes = [f"О работе {identity.code} справочных данных нет: описание построено по файлу, отметки недоступны."]
    parts = _parts(identity, sheet, layout, used, notes)
    if layout.has_ordinal_tasks:
        maxima = _maxima(identity, _observed_maxima(sheet, layout, [task.column for task in used]), notes)
    else:
        maxima = [task.max_points or 0 for task in used]
    assessment = create_assessment(
        code=str(identity.code),
        tasks=[
            ReferenceTask(task.code, points, UNKNOWN_DIFFICULTY, part)
            for task, points, part in zip(used, maxima, parts, strict=True)
        ],
        variants=_observed_variants(sheet, layout),
        generation=max(layout.generation, 2021),
        source=" ".join(notes)[:400],
    )
    return Prepared(assessment, tuple(task.column for task in used), notes)


def _maxima(identity: Identity, observed: list[int], notes: list[str]) -> list[int]:
    """In 2020 those of the next year's work when nothing in the file speaks against it, else the observed ones."""
    known = _model_of(identity) if identity.code.campaign == "2020" else None
    if known is not None and len(known.tasks) == len(observed):
        maxima = [task.max_points for task in known.tasks]
        if all(seen <= most for seen, most in zip(observed, maxima, strict=True)):
            notes.append(
                f"Максимумы заданий взяты из описания {known.code}: заданий столько же, баллов выше не встретилось."
            )
            return maxima
    notes.append(OBSERVED)
    return observed


def _model_of(identity: Identity) -> ReferenceAssessment | None:
    """The reference of 2021 for the same subject, grade and program: tests of 2020 followed the same description."""
    return reference_assessment(f"2021.{identity.code.subject}{identity.code.grade}{identity.code.form}")


def _raise_maxima(assessment: Assessment, maxima: list[int], now: datetime) -> None:
    """Another region's file may hold higher points than those met so far."""
    known = task_rows(assessment)
    rows = [replace(row, max_points=max(row.max_points, seen)) for row, seen in zip(known, maxima, strict=True)]
    if rows != known:
        author = Author(account=None, now=now, reason="в новой выгрузке встретились более высокие баллы")
        change_specification(assessment=assessment, rows=rows, author=author)


def _observed_maxima(sheet: SheetColumns, layout: Layout, columns: Iterable[int]) -> list[int]:
    rows = participant_rows(sheet, layout)
    enough = max(1, round(len(rows) * RARE))
    maxima = []
    for column in columns:
        values = decode("", sheet.columns[column].rows_at(rows), cells.points).values
        counts = np.bincount(values[values >= 0], minlength=2)
        at_least = counts[::-1].cumsum()[::-1]
        often = np.flatnonzero(at_least >= enough)
        maxima.append(max(1, int(often.max()) if often.size else 1))
    return maxima


def _observed_variants(sheet: SheetColumns, layout: Layout) -> list[int]:
    rows = participant_rows(sheet, layout)
    enough = max(1, round(len(rows) * 0.005))
    found: set[int] = set()
    for number in layout.variants:
        values = decode("", sheet.columns[number].rows_at(rows), cells.variant).values
        counts = np.bincount(values[values > 0], minlength=2)
        found |= set(np.flatnonzero(counts >= enough).tolist()) - {0}
    return sorted(found) or [1, 2]


def _parts(
    identity: Identity, sheet: SheetColumns, layout: Layout, used: list[TaskColumn], notes: list[str]
) -> list[int]:
    """Part of each task: told by the order of the headers, else by those who missed exactly one part."""
    if not layout.has_ordinal_tasks:
        return [task.part or 1 for task in used]
    rows = participant_rows(sheet, layout)
    if len(layout.variants) < 2 or not sheet.columns[layout.variants[1]].is_filled(rows).any():
        return [1] * len(used)
    known = _model_of(identity)
    if known is not None and len(known.tasks) == len(used) and known.parts == 2:
        notes.append(f"Деление заданий на части взято из описания {known.code}: заданий столько же.")
        return [task.part for task in known.tasks]
    boundary = _boundary(sheet, layout, used)
    if boundary:
        notes.append(f"Часть 1 — первые {boundary} столбцов: у пропустивших её они пусты.")
    else:
        notes.append("Файл не показывает, где кончается часть 1: все задания отнесены к ней.")
    return [1 if boundary == 0 or place < boundary else 2 for place in range(len(used))]


def _boundary(sheet: SheetColumns, layout: Layout, used: list[TaskColumn]) -> int:
    """Leading columns that are empty for most of those who missed part 1 only; 0 when nobody did."""
    rows = participant_rows(sheet, layout)
    first, second = (
        decode("", sheet.columns[number].rows_at(rows), cells.variant).values for number in layout.variants
    )
    missed = rows[(first == 0) & (second > 0)]
    if missed.size == 0:
        return 0
    filled = np.stack([sheet.columns[task.column].is_filled(missed) for task in used], axis=1)
    leading = filled.argmax(axis=1)  # 0 as well for those who missed everything
    return int(np.bincount(leading).argmax())
