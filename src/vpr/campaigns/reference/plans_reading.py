"""Reads the packaged plan-schedules (`plans/<year>.toml`) and the production calendar. Pure: works without a database."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from vpr.campaigns.rules.plan_dates import day_begins, day_ends
from vpr.campaigns.rules.plan_rows import PAPER, GroupRow, ItemRow, PlanRows, StepRow
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.campaigns.rules.working_days import WorkingCalendar
from vpr.kernel.codes import AssessmentCode, parse_assessment_code
from vpr.kernel.subjects import SUBJECTS

_DATES = ("check_until", "upload_until", "late_upload_until", "results_on", "late_results_on")


@dataclass(frozen=True)
class ReferencePlan:
    """The plan-schedule of a year as far as its sources know it. Every row names its source."""

    code: str
    title: str
    year: int
    source: str
    note: str
    rows: PlanRows


def plan_years() -> tuple[str, ...]:
    """Codes of the campaigns whose plans are packaged, oldest first."""
    folder = resources.files(__package__) / "plans"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


@cache
def reference_plan(code: str) -> ReferencePlan | None:
    """The packaged plan of the campaign `2021`; None when the package has none."""
    if code not in plan_years():
        return None
    file = tomllib.loads((resources.files(__package__) / "plans" / f"{code}.toml").read_text("utf-8"))
    head, plan, defaults = file["campaign"], file["plan"], file.get("defaults", {})
    items = [item for entry in file["items"] for item in _items(head["code"], plan["source"], defaults, entry)]
    items.sort(key=lambda item: (item.grade, item.subject, item.code))
    steps = [_step(key, entry, head["year"], plan["source"]) for key, entry in file.get("steps", {}).items()]
    groups = [GroupRow(g["grade"], g["number"], g["title"], g.get("choose", 1)) for g in file.get("groups", ())]
    rows = PlanRows(tuple(items), tuple(steps), tuple(groups))
    return ReferencePlan(head["code"], head["title"], head["year"], plan["source"], plan.get("note", ""), rows)


def _items(campaign: str, source: str, defaults: dict[str, Any], entry: dict[str, Any]) -> list[ItemRow]:
    told = entry if entry.get("undated") else defaults | entry
    first, last = told.get("period", (None, None))
    dates: dict[str, Any] = {key: told.get(key) for key in _DATES}
    return [
        ItemRow(
            code=str(code),
            title=title_of(code),
            grade=code.grade,
            subject=code.subject,
            forms=tuple(entry.get("forms", (PAPER,))),
            period_from=first,
            period_to=last,
            materials_rule=told.get("materials", ""),
            key_rule=told.get("key", ""),
            criteria_rule=told.get("criteria", ""),
            group=entry.get("group"),
            duration_minutes=entry.get("minutes"),
            source=entry.get("source", source),
            **dates,
        )
        for code in (parse_assessment_code(f"{campaign}.{word}") for word in entry["works"].split())
    ]


def title_of(code: AssessmentCode) -> str:
    """«Математика 7 класс», with «(углублённый уровень)» for the advanced form."""
    level = " (углублённый уровень)" if code.form == "a" else ""
    return f"{SUBJECTS[code.subject].title} {code.grade} класс{level}"


def _step(key: str, entry: dict[str, Any], year: int, source: str) -> StepRow:
    if key not in STEPS:
        raise ValueError(f"not a step: {key!r}")
    starts: date = entry.get("from", date(year, 1, 1))
    return StepRow(key, day_begins(starts), day_ends(entry["until"]), "from" in entry, entry.get("source", source))


@cache
def working_calendar() -> WorkingCalendar:
    """All years of the packaged production calendar in one; school breaks are not part of it."""
    years = _calendar_file().values()
    return WorkingCalendar(
        frozenset(day for year in years for day in year.get("off", ())),
        frozenset(day for year in years for day in year.get("on", ())),
    )


@cache
def school_calendar() -> WorkingCalendar:
    """The production calendar with the recommended school breaks as days off: what a plan is warned about."""
    calendar = working_calendar()
    breaks = [day for year in _calendar_file().values() for pair in year.get("breaks", ()) for day in _span(*pair)]
    return WorkingCalendar(calendar.days_off | frozenset(breaks), calendar.working_weekends)


def _calendar_file() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "calendar" / "days.toml").read_text("utf-8"))


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
