"""The whole plan-schedule as one table: rows of three sorts, «работа», «этап» and «группа». Reader and export. Pure."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from vpr.campaigns.rules.plan_dates import CRITERIA_TITLES, KEY_TITLES, MATERIALS_TITLES
from vpr.campaigns.rules.plan_rows import (
    COMPUTER,
    PAPER,
    GroupRow,
    ItemRow,
    PlanRows,
    StepRow,
    day_text,
    end_text,
    start_text,
    value_text,
)
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.campaigns.rules.tables import Line, Table, TableColumn, whole_number
from vpr.campaigns.rules.typed_days import NotADay, typed_day, typed_end, typed_start
from vpr.kernel.faults import Fault

ITEM, STEP, GROUP = "работа", "этап", "группа"
_FORMS = {"бумага": PAPER, "бумажная": PAPER, "компьютер": COMPUTER, "компьютерная": COMPUTER}
_RULES = {"materials_rule": MATERIALS_TITLES, "key_rule": KEY_TITLES, "criteria_rule": CRITERIA_TITLES}
_DAYS = (
    "period_from",
    "period_to",
    "check_until",
    "upload_until",
    "late_upload_until",
    "results_on",
    "late_results_on",
)
_WIDE, _DATE = 34, 13

PLAN = Table(
    "plan",
    "План-график",
    (
        TableColumn("sort", "Строка", "работа, этап или группа", 9, is_required=True),
        TableColumn(
            "code", "Код", "работа: 2026.ma4; этап: application; группа: 6/1 (класс/номер)", 15, is_required=True
        ),
        TableColumn("title", "Название", "для чтения; у группы – её название", _WIDE),
        TableColumn("forms", "Форма", "бумажная, компьютерная или обе через запятую", 24),
        TableColumn("period_from", "Период с", "первый день работы; у этапа – начало", _DATE),
        TableColumn("period_to", "Период по", "последний день, он входит; у этапа – окончание", _DATE),
        TableColumn("materials_rule", "Материалы", "; ".join(MATERIALS_TITLES.values()), _WIDE),
        TableColumn("key_rule", "Шифр", "; ".join(KEY_TITLES.values()) + "; пусто – архив не зашифрован", 26),
        TableColumn("criteria_rule", "Критерии", "; ".join(CRITERIA_TITLES.values()), 30),
        TableColumn("check_until", "Проверка до", "последний день проверки", _DATE),
        TableColumn("upload_until", "Загрузка до", "последний день загрузки в срок", _DATE),
        TableColumn("late_upload_until", "Поздняя загрузка до", "", _DATE),
        TableColumn("results_on", "Результаты с", "результаты загруженного в срок", _DATE),
        TableColumn("late_results_on", "Поздние результаты с", "", _DATE),
        TableColumn("group", "Группа выбора", "номер группы случайного выбора; пусто – пишут все", 10),
        TableColumn("choose", "Выбирается", "у группы: сколько предметов пишет класс", 11),
        TableColumn("duration_minutes", "Минуты", "", 9),
        TableColumn("pause_minutes", "Перерыв", "минут между частями", 9),
        TableColumn("source", "Источник", "откуда взята строка", _WIDE),
    ),
    (
        "Одна строка: одна работа, один организационный этап или одна группа случайного выбора предметов.",
        "Даты: 20.04.2026. У этапа можно указать время по Москве: 09.02.2026 18:00. Пустая дата: не назначено.",
        "Работы и этапы, которых в таблице нет, из плана-графика исчезнут. Сначала будет показано, что изменится.",
        "Коды этапов: " + "; ".join(f"{step.key} – {step.title}" for step in STEPS.values()) + ".",
    ),
)
Known = Mapping[str, tuple[str, int, str]]  # assessment code -> title, grade, subject
_Value = TypeVar("_Value")


def read_plan(lines: Iterable[Line], known: Known) -> tuple[PlanRows, list[Fault]]:
    """All rows that can be understood and all faults of cells; whether the plan makes sense is `check_plan`."""
    faults: list[Fault] = []
    items, steps, groups = list[ItemRow](), list[StepRow](), list[GroupRow]()
    for line in lines:
        sort = line["sort"].lower()
        if sort == ITEM:
            items += _item(line, known, faults)
        elif sort == STEP:
            steps += _step(line, {step.key for step in steps}, faults)
        elif sort == GROUP:
            groups += _group(line, {(group.grade, group.number) for group in groups}, faults)
        else:
            faults.append(line.fault("S-41", "sort", value=line["sort"] or "пусто"))
    return PlanRows(tuple(items), tuple(steps), tuple(groups)), faults


def _item(line: Line, known: Known, faults: list[Fault]) -> list[ItemRow]:
    code = line["code"].lower()
    if code not in known:
        faults.append(line.fault("S-42", "code", value=line["code"] or "пусто"))
        return []
    title, grade, subject = known[code]
    cell = _Cells(line, faults)
    days: dict[str, Any] = {key: cell.typed(key, typed_day) for key in _DAYS}
    rules: dict[str, Any] = {key: cell.rule(key) for key in _RULES}
    rest: dict[str, Any] = {
        "forms": cell.forms(),
        "group": cell.number("group", 1, 9),
        "duration_minutes": cell.number("duration_minutes", 1, 300),
        "pause_minutes": 10 if (pause := cell.number("pause_minutes", 0, 60)) is None else pause,
        "source": line["source"][:400],
    }
    return [ItemRow(code, title, grade, subject, place=line.place, **days, **rules, **rest)]


def _step(line: Line, seen: set[str], faults: list[Fault]) -> list[StepRow]:
    key, cell = line["code"].lower(), _Cells(line, faults)
    if key not in STEPS or key in seen:
        faults.append(line.fault("S-46" if key in seen else "S-45", "code", value=line["code"] or "пусто"))
        return []
    start, end = cell.typed("period_from", typed_start), cell.typed("period_to", typed_end)
    if end is None:
        if not any(fault.cell == line.place("period_to") for fault in faults):
            faults.append(line.fault("S-47", "period_to"))
        return []
    opens = start or untold_start(end.year)
    return [StepRow(key, opens, end, start is not None, line["source"][:400], place=line.place)]


def _group(line: Line, seen: set[tuple[int, int]], faults: list[Fault]) -> list[GroupRow]:
    grade, _, number = line["code"].partition("/")
    place = whole_number(grade.strip(), 1, 12), whole_number(number.strip(), 1, 9)
    choose = _Cells(line, faults).number("choose", 1, 9)
    if place[0] is None or place[1] is None:
        faults.append(line.fault("S-48", "code", value=line["code"] or "пусто"))
        return []
    if (place[0], place[1]) in seen:
        faults.append(line.fault("S-46", "code", value=line["code"]))
        return []
    title = line["title"][:200] or f"Предметы по выбору, {place[0]} класс"
    return [GroupRow(place[0], place[1], title, choose or 1, place=line.place)]


def untold_start(year: int) -> Any:
    """The technical beginning of a step of which the letter tells the end only: it runs since the plan exists."""
    return typed_start(f"01.01.{year}")


class _Cells:
    """Cells of one line; a cell that cannot be understood adds a fault and counts as empty."""

    def __init__(self, line: Line, faults: list[Fault]) -> None:
        self.line, self.faults = line, faults

    def typed(self, key: str, read: Callable[[str], _Value | None]) -> _Value | None:
        try:
            return read(self.line[key])
        except NotADay:
            self.faults.append(self.line.fault("S-43", key, value=self.line[key]))
            return None

    def rule(self, key: str) -> str:
        text = self.line[key].lower()
        titles = {"": "", **{title.lower(): rule for rule, title in _RULES[key].items()}}
        if text not in titles:
            options = "; ".join(_RULES[key].values())
            self.faults.append(self.line.fault("S-44", key, value=self.line[key], options=options))
        return titles.get(text, "")

    def forms(self) -> tuple[str, ...]:
        words = [word.strip().lower() for word in self.line["forms"].replace(";", ",").split(",") if word.strip()]
        if any(word not in _FORMS for word in words):
            options = "бумажная, компьютерная"
            self.faults.append(self.line.fault("S-44", "forms", value=self.line["forms"], options=options))
        return tuple(dict.fromkeys(_FORMS[word] for word in words if word in _FORMS)) or (PAPER,)

    def number(self, key: str, least: int, most: int) -> int | None:
        if not self.line[key]:
            return None
        number = whole_number(self.line[key], least, most)
        if number is None:
            self.faults.append(self.line.fault("S-49", key, value=self.line[key], least=least, most=most))
        return number


def plan_texts(rows: PlanRows) -> list[dict[str, str]]:
    """The version as rows of the table: what is exported reads back as the same version."""
    keys = [column.key for column in PLAN.columns]
    texts = [
        {
            "sort": STEP,
            "code": step.key,
            "title": step.title,
            "period_from": start_text(step.opens_at) if step.start_is_told else "",
            "period_to": end_text(step.closes_at),
            "source": step.source,
        }
        for step in rows.steps
    ]
    texts += [
        {"sort": GROUP, "code": f"{g.grade}/{g.number}", "title": g.title, "choose": str(g.choose)} for g in rows.groups
    ]
    return texts + [_item_texts(item, keys) for item in rows.items]


def _item_texts(item: ItemRow, keys: list[str]) -> dict[str, str]:
    texts = {key: value_text(key, getattr(item, key)) for key in keys if hasattr(item, key)}
    return texts | {key: day_text(getattr(item, key)) for key in _DAYS} | {"sort": ITEM}
