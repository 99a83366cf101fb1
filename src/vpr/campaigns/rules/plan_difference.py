"""What differs between two versions of a plan, in words: «период был 15.03–20.05, стал 20.03–25.05». Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vpr.campaigns.rules.plan_dates import MOSCOW
from vpr.campaigns.rules.plan_rows import (
    FIELD_TITLES,
    GroupRow,
    ItemRow,
    PlanRows,
    StepRow,
    moment_words,
    period_text,
    step_text,
    value_text,
)

#: Fields of an item that are compared one by one; the period is one thing of two fields.
_FIELDS = tuple(key for key in FIELD_TITLES if key not in ("period_from", "period_to", "choose", "source", "group"))
_EMPTY = "не назначено"
#: So many assessments of one wording are named.
_NAMED = 6


@dataclass(frozen=True)
class PlanChange:
    """One thing that changed. `code`: assessment; `step`: key of a step; both empty: a draw group."""

    subject: str  # «История 6 класс», «Этап «Заявка ОО на участие»»
    words: str  # without the subject
    code: str = ""
    step: str = ""
    grade: int | None = None
    row: StepRow | None = None  # the step as it is now: its end may be told in the clock of a unit

    def text(self, zone: str = MOSCOW) -> str:
        """One line; a step also tells its end by the clock of the zone where that differs."""
        return f"{self.subject}: {self.words}{_local_end(self.row, zone)}"


def _local_end(row: StepRow | None, zone: str) -> str:
    if row is None:
        return ""
    local, moscow = moment_words(row.closes_at, zone), moment_words(row.closes_at)
    return "" if local == moscow else f" (по Вашим часам – {local})"


def difference_of(old: PlanRows | None, new: PlanRows) -> list[PlanChange]:
    """Changes in the order steps, groups, assessments. Without an old version everything is new."""
    before = old or PlanRows()
    return [*_steps(before, new), *_groups(before, new), *_items(before, new)]


def _items(old: PlanRows, new: PlanRows) -> Iterator[PlanChange]:
    was = {item.code: item for item in old.items}
    for item in new.items:
        words = "; ".join(_item_words(was.get(item.code), item))
        if words:
            yield PlanChange(item.title, words, code=item.code, grade=item.grade)
    kept = {item.code for item in new.items}
    for item in old.items:
        if item.code not in kept:
            yield PlanChange(item.title, "больше не входит в план-график", code=item.code, grade=item.grade)


def _item_words(was: ItemRow | None, now: ItemRow) -> Iterator[str]:
    if was is None:
        yield f"в плане-графике, период {period_text(now.period_from, now.period_to)}"
        return
    before, after = period_text(was.period_from, was.period_to), period_text(now.period_from, now.period_to)
    if before != after:
        yield f"период был {before}, стал {after}"
    for key in _FIELDS:
        old, new = value_text(key, getattr(was, key)), value_text(key, getattr(now, key))
        if old != new:
            yield f"«{FIELD_TITLES[key]}» было {old or _EMPTY}, стало {new or _EMPTY}"
    if was.group != now.group:
        yield f"группа случайного выбора была {was.group or 'нет'}, стала {now.group or 'нет'}"


def _steps(old: PlanRows, new: PlanRows) -> Iterator[PlanChange]:
    was = {step.key: step for step in old.steps}
    for step in new.steps:
        before = was.get(step.key)
        if before is None:
            yield PlanChange(_step_name(step), f"назначен: {step_text(step)}", step=step.key, row=step)
        elif step_text(before) != step_text(step):
            words = f"срок был {step_text(before)}, стал {step_text(step)}"
            yield PlanChange(_step_name(step), words, step=step.key, row=step)
    kept = {step.key for step in new.steps}
    for step in old.steps:
        if step.key not in kept:
            yield PlanChange(_step_name(step), f"срок {step_text(step)} снят, новый не назначен", step=step.key)


def _step_name(step: StepRow) -> str:
    return f"Этап «{step.title}»"


def _groups(old: PlanRows, new: PlanRows) -> Iterator[PlanChange]:
    was = {(group.grade, group.number): group for group in old.groups}
    for group in new.groups:
        before = was.pop((group.grade, group.number), None)
        if before is None or _drawn(before, old) != _drawn(group, new) or before.choose != group.choose:
            words = f"каждому классу по выбору {group.choose} из: {_drawn(group, new)}"
            yield PlanChange(f"Случайный выбор, {group.name}", words, grade=group.grade)
    for group in was.values():
        yield PlanChange(f"Случайный выбор, {group.name}", "группа снята", grade=group.grade)


def _drawn(group: GroupRow, rows: PlanRows) -> str:
    titles = [item.title for item in rows.items if (item.grade, item.group) == (group.grade, group.number)]
    return ", ".join(titles) or "предметы не названы"


def grouped_texts(changes: Sequence[PlanChange], zone: str = MOSCOW) -> list[str]:
    """One line for each wording: a shift of sixty assessments alike is one thing to read, not sixty."""
    groups: dict[tuple[str, str], list[PlanChange]] = {}
    for change in changes:
        groups.setdefault((change.words, "" if change.code else change.subject), []).append(change)
    return [_grouped(group, zone) for group in groups.values()]


def _grouped(group: list[PlanChange], zone: str) -> str:
    first = group[0]
    if len(group) == 1:
        return first.text(zone)
    rest = len(group) - _NAMED
    names = ", ".join(change.subject for change in group[:_NAMED]) + (f" и ещё {rest}" if rest > 0 else "")
    return f"{names}: {first.words}"


def span_of(rows: PlanRows) -> str:
    """«20.04–20.05.2026»: from the first day of any work to the last."""
    return period_text(rows.first_day, rows.last_day)


def nearest_end(rows: PlanRows) -> StepRow | None:
    return min(rows.steps, key=lambda step: step.closes_at, default=None)
