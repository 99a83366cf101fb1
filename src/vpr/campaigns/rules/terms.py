"""Terms of a roadmap: rules over the plan-schedule -> a day. `application.closes`, `first_day-1w`, `last_day+5wd`. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vpr.campaigns.rules.plan_dates import MOSCOW, last_day
from vpr.campaigns.rules.plan_rows import PlanRows
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.campaigns.rules.working_days import WorkingCalendar

_RULE = re.compile(r"^(?P<anchor>[a-z_]+(?:\.(?:opens|closes))?)(?:(?P<sign>[+-])(?P<count>\d{1,3})(?P<unit>d|w|wd))?$")
#: Days that are not of one step: of all assessments together.
GENERAL = {
    "first_day": "первый день работ",
    "last_day": "последний день работ",
    "upload.closes": "последний день загрузки в срок",
    "late_upload.closes": "последний день поздней загрузки",
    "results.opens": "первый день результатов",
    "late_results.opens": "первый день поздних результатов",
}
_EDGES = {"opens": "начало", "closes": "конец"}


class UnknownTerm(ValueError):
    """The rule is not one of ours."""


@dataclass(frozen=True)
class TermRule:
    """A parsed rule: an anchor of the plan and a distance from it."""

    anchor: str
    count: int = 0  # negative: before
    unit: str = "d"

    def day(self, anchors: Mapping[str, date], calendar: WorkingCalendar) -> date | None:
        """None when the plan does not date the anchor."""
        start = anchors.get(self.anchor)
        if start is None or self.count == 0:
            return start
        if self.unit == "wd":
            return calendar.after(start, self.count)
        return start + timedelta(days=self.count * (7 if self.unit == "w" else 1))

    @property
    def words(self) -> str:
        """«конец: Заявка ОО на участие», «за 1 нед. до: первый день работ»."""
        name, _, edge = self.anchor.partition(".")
        title = GENERAL.get(self.anchor) or f"{_EDGES[edge]}: {STEPS[name].title}"
        if self.count == 0:
            return title
        short = {"d": "дн.", "w": "нед.", "wd": "раб. дн."}[self.unit]
        return f"{title}, {'за' if self.count < 0 else 'через'} {abs(self.count)} {short}"


def parse_term(text: str) -> TermRule:
    match = _RULE.match(text.strip())
    anchor = match["anchor"] if match else ""
    if match is None or anchor not in all_anchors():
        raise UnknownTerm(text)
    count = int(match["count"] or 0) * (-1 if match["sign"] == "-" else 1)
    return TermRule(anchor, count, match["unit"] or "d")


def all_anchors() -> dict[str, str]:
    """Every anchor with its words, as an editor offers them."""
    steps = {f"{key}.{edge}": f"{step.title}: {words}" for key, step in STEPS.items() for edge, words in _EDGES.items()}
    return GENERAL | steps


def anchors_of(rows: PlanRows) -> dict[str, date]:
    """Days that the version dates; a step of which only the end is told has no beginning."""
    found: dict[str, date | None] = {
        "first_day": rows.first_day,
        "last_day": rows.last_day,
        "upload.closes": _last(rows, "upload_until"),
        "late_upload.closes": _last(rows, "late_upload_until"),
        "results.opens": min(filter(None, (item.results_on for item in rows.items)), default=None),
        "late_results.opens": min(filter(None, (item.late_results_on for item in rows.items)), default=None),
    }
    for step in rows.steps:
        found[f"{step.key}.closes"] = last_day(step.closes_at, MOSCOW)
        if step.start_is_told:
            found[f"{step.key}.opens"] = last_day(step.opens_at + timedelta(microseconds=1), MOSCOW)
    return {key: day for key, day in found.items() if day is not None}


def _last(rows: PlanRows, key: str) -> date | None:
    return max(filter(None, (getattr(item, key) for item in rows.items)), default=None)
