"""A specification as typed -> task rows and faults; what differs between two; what the stored points can bear. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from vpr.campaigns.rules.notation import DIFFICULTY_OF_LETTER, UNKNOWN_DIFFICULTY, top_task
from vpr.campaigns.rules.tables import Line, Table, TableColumn, whole_number
from vpr.kernel.faults import Fault
from vpr.workbook.headers import plain_text, task_code, task_header

#: Points of one place: the largest of all known descriptions is 6; `smallint` and the drop-lists bear this.
LARGEST_POINTS = 20
LONGEST_CODE = 16
LETTER_OF_DIFFICULTY = {"basic": "Б", "advanced": "П", "high": "В", UNKNOWN_DIFFICULTY: ""}
_DIFFICULTY_WORDS = {
    "": UNKNOWN_DIFFICULTY,
    "—": UNKNOWN_DIFFICULTY,
    **{letter.lower(): key for letter, key in DIFFICULTY_OF_LETTER.items() if letter},
    "базовый": "basic",
    "повышенный": "advanced",
    "высокий": "high",
}

SPECIFICATION = Table(
    "specification",
    "Спецификация",
    (
        TableColumn("code", "Задание", "5, 5.1 или 4К1", 10, ("№", "Номер задания", "Код задания"), is_required=True),
        TableColumn(
            "max_points", "Максимум", "наибольший балл", 11, ("Макс балл", "Максимальный балл"), is_required=True
        ),
        TableColumn("part", "Часть", "1 или 2", 8),
        TableColumn("difficulty", "Сложность", "Б, П или В", 11, ("Уровень сложности",)),
        TableColumn("minutes", "Минуты", "на выполнение", 9, ("Время", "Минуты на выполнение")),
        TableColumn("content_codes", "Коды КЭС", "через запятую", 16, ("КЭС", "Код КЭС")),
        TableColumn("skill_codes", "Коды КТ", "через запятую", 16, ("КТ", "Код КТ")),
        TableColumn("depends_on", "Зависит от", "критерий: 4К1", 12),
        TableColumn("skill", "Проверяемое умение", "", 70, ("Умение", "Планируемый результат")),
    ),
    (
        "Одна строка таблицы: одно место для балла (задание, подпункт или критерий). Порядок строк: порядок столбцов формы.",
        "«Зависит от»: критерий того же задания; при нуле или X за него здесь допустимы только 0 и X.",
        "Пустая сложность означает, что она неизвестна: полосы «достаточный / недостаточный» для задания не считаются.",
    ),
)


@dataclass(frozen=True)
class TaskRow:
    """One task place of a specification, as understood."""

    code: str
    max_points: int
    part: int = 1
    difficulty: str = UNKNOWN_DIFFICULTY
    minutes: Decimal | None = None
    content_codes: tuple[str, ...] = ()
    skill_codes: tuple[str, ...] = ()
    depends_on: str | None = None
    skill: str = ""


def read_specification(lines: Iterable[Line]) -> tuple[list[TaskRow], list[Fault]]:
    """All rows and all faults; rows count only when there is no fault."""
    rows, faults, seen = [], list[Fault](), dict[str, TaskRow]()
    for line in lines:
        row, wrong = _read_line(line)
        wrong += _check_place(line, row, seen)
        seen[row.code] = row
        rows.append(row)
        faults += wrong
    return rows, faults if rows else [*faults, Fault.at("S-02")]


def _read_line(line: Line) -> tuple[TaskRow, list[Fault]]:
    faults = []
    header = task_header(line["code"])
    if not line["code"]:
        faults.append(line.fault("S-03", "code"))
    elif header is None or len(header.code) > LONGEST_CODE:
        faults.append(line.fault("S-04", "code", value=line["code"]))
    most = whole_number(line["max_points"], 1, LARGEST_POINTS)
    if most is None:
        faults.append(line.fault("S-06", "max_points", value=line["max_points"] or "пусто", most=LARGEST_POINTS))
    part = whole_number(line["part"] or "1", 1, 2)
    if part is None:
        faults.append(line.fault("S-08", "part", value=line["part"]))
    difficulty = _DIFFICULTY_WORDS.get(line["difficulty"].lower())
    if difficulty is None:
        faults.append(line.fault("S-07", "difficulty", value=line["difficulty"]))
    minutes, minutes_fault = _minutes(line)
    row = TaskRow(
        code=header.code if header else line["code"],
        max_points=most or 0,
        part=part or 1,
        difficulty=difficulty or UNKNOWN_DIFFICULTY,
        minutes=minutes,
        content_codes=_codes(line["content_codes"]),
        skill_codes=_codes(line["skill_codes"]),
        depends_on=task_code(line["depends_on"]) or None,
        skill=plain_text(line["skill"]),
    )
    return row, faults + minutes_fault + _long_codes(line, row)


def _check_place(line: Line, row: TaskRow, seen: dict[str, TaskRow]) -> list[Fault]:
    """What a row may not be beside the rows above it."""
    faults = []
    if row.code and row.code in seen:
        faults.append(line.fault("S-05", "code", code=row.code))
    if seen and row.part < max(above.part for above in seen.values()):
        faults.append(line.fault("S-09", "part", code=row.code))
    if row.depends_on is not None:
        above = seen.get(row.depends_on)
        if above is None or top_task(above.code) != top_task(row.code):
            faults.append(line.fault("S-11", "depends_on", code=row.code, on=row.depends_on))
        elif above.depends_on is not None:
            faults.append(line.fault("S-12", "depends_on", code=row.code, on=row.depends_on, root=above.depends_on))
    return faults


def _minutes(line: Line) -> tuple[Decimal | None, list[Fault]]:
    text = line["minutes"].replace(",", ".")
    if not text:
        return None, []
    try:
        minutes = Decimal(text)
    except InvalidOperation:
        minutes = Decimal("NaN")
    if minutes.is_finite() and 0 < minutes <= 300:
        return minutes.quantize(Decimal("0.1")), []
    return None, [line.fault("S-10", "minutes", value=line["minutes"])]


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for part in text.replace(";", ",").split(",") if (code := plain_text(part)))


def _long_codes(line: Line, row: TaskRow) -> list[Fault]:
    return [
        line.fault("S-13", key, value=code)
        for key, codes in (("content_codes", row.content_codes), ("skill_codes", row.skill_codes))
        for code in codes
        if len(code) > 20
    ]


@dataclass(frozen=True)
class Change:
    """What differs in one task place: `kind` is added | removed | changed, `fields` are (title, before, after)."""

    code: str
    kind: str
    fields: tuple[tuple[str, str, str], ...] = ()


def difference(before: Sequence[TaskRow], after: Sequence[TaskRow]) -> list[Change]:
    """Changes in the order of the new specification, removed places last. The order of rows is compared too."""
    old = {row.code: (at, row) for at, row in enumerate(before, start=1)}
    changes = []
    for at, row in enumerate(after, start=1):
        if row.code not in old:
            changes.append(Change(row.code, "added", (("Максимум", "", str(row.max_points)),)))
            continue
        was_at, was = old[row.code]
        fields = [(title, a, b) for title, a, b in _texts(was, row) if a != b]
        if was_at != at:
            fields.insert(0, ("Место", str(was_at), str(at)))
        if fields:
            changes.append(Change(row.code, "changed", tuple(fields)))
    kept = {row.code for row in after}
    return changes + [Change(row.code, "removed") for row in before if row.code not in kept]


def _texts(was: TaskRow, now: TaskRow) -> list[tuple[str, str, str]]:
    titles = {column.key: column.title for column in SPECIFICATION.columns if column.key != "code"}
    old, new = row_texts(was), row_texts(now)
    return [(title, old[key], new[key]) for key, title in titles.items()]


def row_texts(row: TaskRow) -> dict[str, str]:
    """A task row as the cells of the table: what the export writes and the editor shows."""
    return {
        "code": row.code,
        "max_points": str(row.max_points),
        "part": str(row.part),
        "difficulty": LETTER_OF_DIFFICULTY[row.difficulty],
        "minutes": "" if row.minutes is None else f"{row.minutes.normalize():f}",
        "content_codes": ", ".join(row.content_codes),
        "skill_codes": ", ".join(row.skill_codes),
        "depends_on": row.depends_on or "",
        "skill": row.skill,
    }


def breaks_stored_points(before: Sequence[TaskRow], after: Sequence[TaskRow]) -> bool:
    """Scripts keep points by position: codes, order and parts must stay, a maximum may only grow."""
    if [(row.code, row.part) for row in before] != [(row.code, row.part) for row in after]:
        return True
    return any(new.max_points < old.max_points for old, new in zip(before, after, strict=True))
