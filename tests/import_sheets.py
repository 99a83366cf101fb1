"""Sheets of exports made in memory, as the reader would have given them."""

import io

import openpyxl

from vpr.results.importing.columns import SheetColumns
from vpr.results.importing.layouts import recognize
from vpr.results.importing.loading import ImportOptions, import_files
from vpr.results.importing.reading import _column, text_of
from vpr.results.importing.rows import FileRows, RowSpec, SheetRows
from vpr.results.scripts import TaskPlace


def sheet_of(*rows, title="Sheet"):
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    head = [[text_of(cell) for cell in row] for row in padded[:30]]
    return SheetColumns(title, head, [_column(cells) for cells in zip(*padded, strict=True)], len(padded))


def load(folder, name, content, now, **options):
    path = folder / name
    path.write_bytes(content)
    [imported] = import_files([path], ImportOptions(**options), now=now)
    assert imported.tally.rows_read == imported.tally.stored + imported.tally.refused
    return imported


def reason(imported):
    [refusal] = imported.tally.refusals
    assert imported.tally.stored == 0
    assert imported.record.rows_refused == imported.record.rows_read
    return refusal.code, refusal.message


def workbook_of(*rows, title="Sheet"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


HEADERS_2021 = [
    "логин школы", "регион", "номер обучающегося", "код обучающегося", "отметка за предыдущую четверть/триместр", "пол",
    "класс", "вариант", "всего баллов",
]  # fmt: skip


def row_2021(*points, login="sch220001", code="60001", mark="4", gender="ж", klass="А", variant="1", total=None):
    total = str(sum(int(p) for p in points if p.isdigit())) if total is None else total
    return [login, "город Бийск", code[-1], code, mark, gender, klass, variant, total, *points]


def understood(*rows, maxima=(1, 2, 3), parts=None, thresholds=None, variants=(1, 2), **spec):
    """Rows of 2021 held against a specification with these maxima."""
    parts = parts or (1,) * len(maxima)
    headers = [*HEADERS_2021, *(f"балл за {n}" for n in range(1, len(maxima) + 1))]
    sheet = sheet_of(headers, *rows)
    layout = recognize(sheet)
    tasks = tuple(
        TaskPlace(str(n), top, part) for n, (top, part) in enumerate(zip(maxima, parts, strict=True), start=1)
    )
    made = RowSpec(
        tasks=tasks,
        columns=tuple(task.column for task in layout.tasks),
        parts=max(parts),
        thresholds=thresholds,
        variants=frozenset(variants),
        pupil_grade=6,
        **spec,
    )
    outcome = FileRows()
    SheetRows(sheet, layout, made, outcome).read()
    return outcome
