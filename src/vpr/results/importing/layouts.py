"""Headers -> where everything stands: the generations 2020, 2021, 2022 of regional exports and filled forms. Pure.

A column is found by its header, whatever its place; DOMAIN §5.2 lists the layouts.
"""

import re
from dataclasses import dataclass

from vpr.results.importing.columns import SheetColumns
from vpr.workbook.headers import TaskHeader, header_key, task_header

_ROLES: dict[str, re.Pattern[str]] = {
    "login": re.compile(r"^(?:user|логин(?:[ _](?:школы|оо))?|пользователь)$"),
    "groups": re.compile(r"^groups$"),
    "region": re.compile(r"^регион$"),
    "municipality": re.compile(r"^муниципалитет$"),
    "school": re.compile(r"^школа$"),
    "code": re.compile(r"^(?:code|код(?: обучающегося| участника)?)$"),
    "journal": re.compile(r"^(?:otc|отметка за пред.*)$"),
    "gender": re.compile(r"^(?:gender|пол)$"),
    "class": re.compile(r"^(?:klass|класс|класс №.*|наименование класса|порядковый номер класса)$"),
    "total": re.compile(r"^(?:sum|всего баллов|итого баллов)$"),
}
_VARIANT = re.compile(r"^(?:var-\d|вариант.*)$")
_ORDINAL = re.compile(r"^(?:a-(\d{1,2})-grade|балл за (\d{1,2}))$")
_TEXTBOOK = re.compile(r"^(?:учебник|др\.уч\. ?название|основной учебник.*)$")


@dataclass(frozen=True)
class TaskColumn:
    """A column of points. `max_points` is None where the header does not tell it; `part` None: not told by the order."""

    column: int
    header: str
    code: str
    max_points: int | None
    part: int | None


@dataclass(frozen=True)
class Layout:
    """`header_row` is 0-based; `roles` and `variants` hold column numbers."""

    generation: int  # 2020 | 2021 | 2022, 2025 for a filled form without school columns
    header_row: int
    headers: list[str]
    roles: dict[str, int]
    variants: tuple[int, ...]
    tasks: tuple[TaskColumn, ...]
    textbooks: tuple[int, ...]

    @property
    def is_form(self) -> bool:
        return "login" not in self.roles

    @property
    def has_ordinal_tasks(self) -> bool:
        return self.generation in (2020, 2021)


def recognize(sheet: SheetColumns) -> Layout | None:
    """The layout of a sheet, or None when it is no table of participants. The header may stand below other rows."""
    for number, row in enumerate(sheet.head):
        layout = _from_headers(number, row)
        if layout is not None:
            return layout
    return None


def _from_headers(row: int, headers: list[str]) -> Layout | None:
    keys = [header_key(text) for text in headers]
    roles: dict[str, int] = {}
    for column, key in enumerate(keys):
        role = next((name for name, pattern in _ROLES.items() if pattern.match(key)), None)
        if role is not None:
            roles.setdefault(role, column)
    variants = tuple(column for column, key in enumerate(keys) if _VARIANT.match(key))
    ordinal = any(_ORDINAL.match(key) for key in keys)
    tasks = _ordinal_tasks(headers, keys) if ordinal else _coded_tasks(headers, variants, set(roles.values()))
    if "code" not in roles or not variants or not tasks:
        return None
    textbooks = tuple(column for column, key in enumerate(keys) if _TEXTBOOK.match(key))
    return Layout(_generation(keys, roles), row, headers, roles, variants[:2], tasks, textbooks)


def _generation(keys: list[str], roles: dict[str, int]) -> int:
    if "groups" in roles or any(key.startswith("a-") and _ORDINAL.match(key) for key in keys):
        return 2020
    if any(_ORDINAL.match(key) for key in keys):
        return 2021
    return 2022 if "login" in roles else 2025


def _ordinal_tasks(headers: list[str], keys: list[str]) -> tuple[TaskColumn, ...]:
    """`a-1-grade ...`, «балл за 1 ...»: the number in the header is the order, not the code of the task."""
    numbered = []
    for column, key in enumerate(keys):
        match = _ORDINAL.match(key)
        if match is not None:
            numbered.append((int(match[1] or match[2]), column))
    return tuple(TaskColumn(column, headers[column].strip(), str(n), None, None) for n, column in sorted(numbered))


def _coded_tasks(headers: list[str], variants: tuple[int, ...], taken: set[int]) -> tuple[TaskColumn, ...]:
    """`4К1 (3б)`: the code with its maximum; what stands after the second variant column is part 2."""
    tasks = []
    for column, text in enumerate(headers):
        found: TaskHeader | None = task_header(text) if column not in taken and column not in variants else None
        if found is None or found.max_points is None:
            continue
        part = 2 if len(variants) > 1 and column > variants[1] else 1
        tasks.append(TaskColumn(column, text.strip(), found.code, found.max_points, part))
    return tuple(tasks)
