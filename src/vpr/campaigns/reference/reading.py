"""Reads the packaged campaigns (`<year>.toml`) into frozen values. Pure: works without a database."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from vpr.campaigns.rules.notation import UNKNOWN_DIFFICULTY, parse_places, top_task
from vpr.kernel.codes import AssessmentCode, parse_assessment_code
from vpr.kernel.subjects import SUBJECTS

VARIANTS = (1, 2)  # форма 2026, лист «Служебный»; выгрузки 2020-2022: «22 variants out of list», DOMAIN §5.4


@dataclass(frozen=True)
class ReferenceTask:
    """A task place: code, maximum, difficulty (basic | advanced | high | unknown), part, criterion it depends on."""

    code: str
    max_points: int
    difficulty: str
    part: int
    depends_on: str | None = None


@dataclass(frozen=True)
class ReferenceAssessment:
    """One assessment of a packaged campaign. `tasks` is empty where only facts around the list were published."""

    code: str
    subject: str
    grade: int
    title: str
    minutes: int | None
    parts: int
    variants: tuple[int, ...]
    generation: int
    tasks: tuple[ReferenceTask, ...]
    thresholds: tuple[int, int, int] | None
    max_score: int | None  # declared where the task list is not known
    known_tasks: int | None
    known_criteria: int | None
    source: str

    @property
    def total(self) -> int | None:
        """Maximum raw score: the sum of the tasks, else the declared one."""
        return sum(task.max_points for task in self.tasks) if self.tasks else self.max_score

    @property
    def task_count(self) -> int:
        """Tasks as the descriptions count them: «5.1» and «5.2» are one."""
        return len({top_task(task.code) for task in self.tasks})


@dataclass(frozen=True)
class ReferenceCampaign:
    code: str
    title: str
    year: int
    is_current: bool
    assessments: tuple[ReferenceAssessment, ...]


def reference_years() -> tuple[str, ...]:
    """Codes of the packaged campaigns, oldest first."""
    folder = resources.files(__package__)
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


@cache
def reference_campaign(code: str) -> ReferenceCampaign | None:
    """The packaged campaign `2021`; None when the package has none of that code."""
    if code not in reference_years():
        return None
    file = tomllib.loads((resources.files(__package__) / f"{code}.toml").read_text("utf-8"))
    head = file["campaign"]
    rows = [row for key, entry in file["assessments"].items() for row in _rows(head, key, entry)]
    return ReferenceCampaign(head["code"], head["title"], head["year"], head.get("is_current", False), tuple(rows))


def reference_assessment(code: str) -> ReferenceAssessment | None:
    """The packaged assessment `2021.ma4`; None when nothing verified is known of it."""
    campaign = reference_campaign(parse_assessment_code(code).campaign)
    return next((row for row in campaign.assessments if row.code == code), None) if campaign else None


def _rows(head: dict[str, Any], key: str, entry: dict[str, Any]) -> list[ReferenceAssessment]:
    """The assessment `key` and those that share its description (`also`: languages)."""
    first = _row(head, key, entry)
    others = [parse_assessment_code(f"{head['code']}.{other}") for other in entry.get("also", ())]
    return [first, *(replace(first, code=str(c), subject=c.subject, title=_title(c)) for c in others)]


def _row(head: dict[str, Any], key: str, entry: dict[str, Any]) -> ReferenceAssessment:
    code = parse_assessment_code(f"{head['code']}.{key}")
    tasks = _tasks(entry)
    return ReferenceAssessment(
        code=str(code),
        subject=code.subject,
        grade=code.grade,
        title=entry.get("title") or _title(code),
        minutes=entry.get("minutes"),
        parts=entry.get("parts") or max((task.part for task in tasks), default=1),
        variants=tuple(entry.get("variants", VARIANTS)),
        generation=head["generation"],
        tasks=tasks,
        thresholds=tuple(entry["marks"]) if "marks" in entry else None,
        max_score=entry.get("max_score"),
        known_tasks=entry.get("known_tasks"),
        known_criteria=entry.get("known_criteria"),
        source=entry.get("source", head["source"]),
    )


def _tasks(entry: dict[str, Any]) -> tuple[ReferenceTask, ...]:
    """Own list, or the list of an earlier campaign: then its codes and maxima only, unless difficulty is «as there»."""
    if "tasks_of" in entry:
        other = _places_of(entry["tasks_of"])
        keep = entry.get("difficulty") == "as there"
        return other if keep else tuple(replace(task, difficulty=UNKNOWN_DIFFICULTY) for task in other)
    unknown = entry.get("difficulty") == "unknown"
    depends = entry.get("depends_on", {})
    return tuple(
        ReferenceTask(
            p.code, p.max_points, UNKNOWN_DIFFICULTY if unknown else p.difficulty, p.part, depends.get(p.code)
        )
        for p in parse_places(entry.get("tasks", ""))
    )


def _places_of(code: str) -> tuple[ReferenceTask, ...]:
    """Tasks of `2021.ma4` straight from its file: a campaign may borrow from itself while it is being read."""
    other = parse_assessment_code(code)
    text = (resources.files(__package__) / f"{other.campaign}.toml").read_text("utf-8")
    return _tasks(tomllib.loads(text)["assessments"][code.partition(".")[2]])


def _title(code: AssessmentCode) -> str:
    return f"{SUBJECTS[code.subject].title} {code.grade} класс"
