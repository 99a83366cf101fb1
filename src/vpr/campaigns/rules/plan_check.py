"""What is wrong in a plan-schedule: order of dates, coverage by waves, draw groups, order of steps. Pure.

Errors keep a version from being published; warnings are shown and do not.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from vpr.campaigns.rules.plan_dates import last_day
from vpr.campaigns.rules.plan_rows import GroupRow, ItemRow, PlanRows, StepRow, day_text, end_text
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.campaigns.rules.working_days import WorkingCalendar
from vpr.kernel.faults import Fault

#: A year that was typed wrong shows itself: no plan reaches so far from its campaign.
_YEARS_AROUND = 1
#: «Чего ещё не хватает» is told once for the plan, with so many names.
_NAMED = 4


def check_plan(rows: PlanRows, *, year: int, calendar: WorkingCalendar) -> list[Fault]:
    """Every fault of a version, in the order of the table."""
    faults = [fault for item in rows.items for fault in _item(item, year, calendar)]
    faults += [fault for group in rows.groups for fault in _group(group, rows)]
    faults += [fault for item in rows.items for fault in _membership(item, rows)]
    faults += _steps(rows, year, calendar)
    return faults + list(_untold(rows))


def _item(item: ItemRow, year: int, calendar: WorkingCalendar) -> Iterator[Fault]:
    for key in ("period_from", "period_to", "check_until", "upload_until", "late_upload_until", "results_on"):
        day: date | None = getattr(item, key)
        if day and abs(day.year - year) > _YEARS_AROUND:
            yield Fault.at("S-51", item.at(key), day=day_text(day), year=year)
    if (item.period_from is None) != (item.period_to is None):
        yield Fault.at("S-52", item.at("period_to" if item.period_from else "period_from"))
    if item.period_from and item.period_to:
        if item.period_to < item.period_from:
            yield Fault.at("S-53", item.at("period_to"), first=day_text(item.period_from))
        else:
            yield from _days_off(item, calendar)
    yield from _uploads(item)
    yield from _results(item)


def _days_off(item: ItemRow, calendar: WorkingCalendar) -> Iterator[Fault]:
    for key in ("period_from", "period_to"):
        day: date = getattr(item, key)
        if any(calendar.idle_days(day, day)):
            yield Fault.at("S-54", item.at(key), day=day_text(day))


def _uploads(item: ItemRow) -> Iterator[Fault]:
    upload, late, last = item.upload_until, item.late_upload_until, item.last_upload
    if upload and item.period_from and upload < item.period_from:
        yield Fault.at("S-55", item.at("upload_until"), first=day_text(item.period_from))
    elif last and item.period_to and last < item.period_to:
        yield Fault.at("S-56", item.at("upload_until"), last=day_text(item.period_to))
    if item.check_until and item.period_from and item.check_until < item.period_from:
        yield Fault.at("S-57", item.at("check_until"), first=day_text(item.period_from))
    if item.check_until and last and item.check_until > last:
        yield Fault.at("S-58", item.at("check_until"), last=day_text(last))
    if upload and late and late <= upload:
        yield Fault.at("S-59", item.at("late_upload_until"), upload=day_text(upload))


def _results(item: ItemRow) -> Iterator[Fault]:
    pairs = (("results_on", item.upload_until), ("late_results_on", item.late_upload_until))
    for key, until in pairs:
        day: date | None = getattr(item, key)
        if day and until and day <= until:
            yield Fault.at("S-60", item.at(key), until=day_text(until))
        elif day is None and until:
            yield Fault.at("S-61", item.at(key), until=day_text(until))


def _group(group: GroupRow, rows: PlanRows) -> Iterator[Fault]:
    subjects = {item.subject for item in rows.items if (item.grade, item.group) == (group.grade, group.number)}
    if len(subjects) <= group.choose:
        yield Fault.at("S-62", group.at("choose"), choose=group.choose, subjects=len(subjects))


def _membership(item: ItemRow, rows: PlanRows) -> Iterator[Fault]:
    if item.group is not None and not any((g.grade, g.number) == (item.grade, item.group) for g in rows.groups):
        yield Fault.at("S-63", item.at("group"), grade=item.grade, number=item.group)


def _steps(rows: PlanRows, year: int, calendar: WorkingCalendar) -> Iterator[Fault]:
    known = {step.key: step for step in rows.steps}
    for step in rows.steps:
        if abs(step.closes_at.year - year) > _YEARS_AROUND:
            yield Fault.at("S-51", step.at("period_to"), day=end_text(step.closes_at), year=year)
        if step.closes_at <= step.opens_at:
            yield Fault.at("S-53", step.at("period_to"), first=day_text(step.opens_at.date()))
        if any(calendar.idle_days(last_day(step.closes_at), last_day(step.closes_at))):
            yield Fault.at("S-54", step.at("period_to"), day=end_text(step.closes_at))
        for key in STEPS[step.key].after:
            if key in known:
                yield from _order(step, known[key])
    yield from _after_the_beginning(rows, known)


def _order(step: StepRow, before: StepRow) -> Iterator[Fault]:
    if step.closes_at < before.closes_at:
        yield Fault.at("S-64", step.at("period_to"), before=before.title, until=end_text(before.closes_at))
    elif step.start_is_told and before.start_is_told and step.opens_at < before.opens_at:
        yield Fault.at("S-65", step.at("period_from"), before=before.title)


def _after_the_beginning(rows: PlanRows, known: dict[str, StepRow]) -> Iterator[Fault]:
    """Applications are frozen before the first work: the forms that are expected derive from them."""
    first = rows.first_day
    for key in ("application", "freeze"):
        if first and key in known and last_day(known[key].closes_at) >= first:
            yield Fault.at("S-66", known[key].at("period_to"), first=day_text(first))


def _untold(rows: PlanRows) -> Iterator[Fault]:
    for code, key in (("S-67", "period_from"), ("S-68", "upload_until")):
        names = [item.title for item in rows.items if getattr(item, key) is None]
        if names:
            rest = f" и ещё {len(names) - _NAMED}" if len(names) > _NAMED else ""
            yield Fault.at(code, "", count=len(names), names=", ".join(names[:_NAMED]) + rest)
    dated = {step.key for step in rows.steps}
    closed = [f"«{step.title}»" for step in STEPS.values() if step.opens_a_form and step.key not in dated]
    if closed:
        yield Fault.at("S-70", "", names=", ".join(closed))
    doubled = [name for name, count in Counter(item.code for item in rows.items).items() if count > 1]
    for work in doubled:
        row = [item for item in rows.items if item.code == work][-1]
        yield Fault.at("S-69", row.at("code"), work=work)
