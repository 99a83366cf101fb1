"""Finds the declared sheet in a workbook: by the words of its header, wherever rows and columns were inserted."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from vpr.workbook.declaration import Column, ColumnKind, Sheet
from vpr.workbook.headers import header_key, task_code, task_header
from vpr.workbook.table import Cell, SheetCells

#: Rows in which a header may stand: people insert a title or two above it.
HEADER_ROWS = 40


@dataclass(frozen=True)
class Location:
    """Where the declared columns are. Indexes are 0-based, `header_row` is 0-based too."""

    sheet: SheetCells
    header_row: int
    columns: dict[str, int] = field(default_factory=dict)
    repeated: tuple[tuple[str, int], ...] = ()  # (column key, index) of a second column with the same header
    unknown: tuple[tuple[str, int], ...] = ()  # (header text, index)
    other_maxima: tuple[tuple[str, int, int], ...] = ()  # (column key, index, maximum written in the header)
    retitled: tuple[tuple[str, str, int], ...] = ()  # (column key, header text, index) taken by its place

    def missing(self, sheet: Sheet) -> list[Column]:
        return [column for column in sheet.columns if column.is_required and column.key not in self.columns]


def locate(sheets: Sequence[SheetCells], declared: Sheet) -> Location | None:
    """The best header of the workbook; None when no row looks like a header of this sheet at all."""
    words = _words(declared)
    least = min(3, len(declared.columns))
    best: Location | None = None
    best_score = 0
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:HEADER_ROWS]):
            if sum(type(cell) is str and len(cell) > 1 for cell in row) < least:
                continue  # a header is words; rows of points are not
            found = _match(sheet, at, row, declared, words)
            score = _score(found, declared)
            if score > best_score:
                best, best_score = found, score
            if len(found.columns) == len(declared.columns) and not found.unknown:
                return found
    return _with_retitled(best, declared) if best else None


def locate_all(sheets: Sequence[SheetCells], declared: Sequence[Sheet]) -> list[Location | None]:
    """A place for each declared sheet, none twice: sheets that kept their title first, then whatever fits the rest."""
    left = list(sheets)
    found: dict[str, Location] = {}
    for is_titled in (True, False):
        for sheet in declared:
            if sheet.key in found:
                continue
            names = {header_key(sheet.title), *map(header_key, sheet.aliases)}
            location = locate([other for other in left if not is_titled or header_key(other.title) in names], sheet)
            if location is not None:
                found[sheet.key] = location
                left = [other for other in left if other is not location.sheet]
    return [found.get(sheet.key) for sheet in declared]


def _score(found: Location, declared: Sheet) -> int:
    """Matched columns count most; a header of a two-part form fits a one-part form worse than its own."""
    if "code" not in found.columns and len(found.columns) < len(declared.columns) // 2:
        return 0
    if len(found.columns) < min(3, len(declared.columns)):
        return 0
    names = {header_key(declared.title), *map(header_key, declared.aliases)}
    return len(found.columns) * 10 - len(found.unknown) * 2 + (header_key(found.sheet.title) in names)


@lru_cache(maxsize=256)
def _words(declared: Sheet) -> dict[str, Column]:
    words: dict[str, Column] = {}
    for column in declared.columns:
        for text in (column.title, *column.aliases):
            words.setdefault(_key(text), column)
    return words


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    task = task_header(text)
    return f"task {task.code}" if task else header_key(text)


def _match(sheet: SheetCells, at: int, row: list[Cell], declared: Sheet, words: dict[str, Column]) -> Location:
    columns: dict[str, int] = {}
    repeated: list[tuple[str, int]] = []
    unknown: list[tuple[str, int]] = []
    maxima: list[tuple[str, int, int]] = []
    for index, cell in enumerate(row):
        text = str(cell)
        if not text.strip():
            continue
        column = words.get(_key(text))
        if column is None:
            column = _by_beginning(text, declared) or _first_subitem(text, words)
        if column is None:
            unknown.append((text, index))
        elif column.key in columns:
            repeated.append((column.key, index))
        else:
            columns[column.key] = index
            task = task_header(text) if column.kind is ColumnKind.POINTS else None
            if task is not None and task.max_points is not None and task.max_points != column.max_points:
                maxima.append((column.key, index, task.max_points))
    return Location(sheet, at, columns, tuple(repeated), tuple(unknown), tuple(maxima))


def _by_beginning(text: str, declared: Sheet) -> Column | None:
    """`Класс № (список формируется из листа "Классы")`, `Отметка за предыдущий ...`: long headers are often cut."""
    key = header_key(text)
    if key.startswith("класс №"):
        return next((column for column in declared.columns if column.key == "class"), None)
    if key.startswith("отметка за предыдущ"):
        return next((column for column in declared.columns if column.key == "journal_mark"), None)
    return None


def _first_subitem(text: str, words: dict[str, Column]) -> Column | None:
    """`5(1б)` of a task that has one sub-item is its `5.1`."""
    task = task_header(text)
    if task is None or f"task {task.code}.2" in words:
        return None
    return words.get(f"task {task_code(task.code + '.1')}")


def _with_retitled(found: Location, declared: Sheet) -> Location:
    """`11.3 k1 (2б)` in the place of `11 (2б)` is that column: a teacher's copy names the sub-item of the same task.

    Only when nothing else is missing, one strange column stands there, and task number and maximum agree.
    """
    missing = found.missing(declared)
    if len(missing) != 1 or missing[0].kind is not ColumnKind.POINTS:
        return found
    before, after = _neighbors(found, declared, missing[0])
    between = [(text, index) for text, index in found.unknown if before < index < after]
    if len(between) != 1 or not _is_same_task(between[0][0], missing[0]):
        return found
    text, index = between[0]
    return replace(
        found,
        columns={**found.columns, missing[0].key: index},
        unknown=tuple(strange for strange in found.unknown if strange != between[0]),
        retitled=((missing[0].key, text, index),),
    )


def _neighbors(found: Location, declared: Sheet, column: Column) -> tuple[int, int]:
    """Indexes of the found columns that the form has right before and right after this one; nothing lies between."""
    at = declared.columns.index(column)
    before = [found.columns[other.key] for other in declared.columns[:at] if other.key in found.columns][-1:]
    after = [found.columns[other.key] for other in declared.columns[at + 1 :] if other.key in found.columns][:1]
    if not before or not after or any(before[0] < index < after[0] for index in found.columns.values()):
        return (0, 0)
    return before[0], after[0]


def _is_same_task(text: str, column: Column) -> bool:
    strange, declared = task_header(text), task_header(column.title)
    if strange is None or declared is None or strange.max_points != column.max_points:
        return False
    return strange.number == declared.number
