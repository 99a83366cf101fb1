"""Reads the packaged roadmap (`roadmap/template.toml`): the memo of S1 and the duties of S3. Pure."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from vpr.campaigns.rules.terms import parse_term
from vpr.kernel.roles import Role

STAGES = ("before", "during", "after")


@dataclass(frozen=True)
class TemplateStep:
    """One row of the packaged roadmap, in the order of a campaign."""

    stage: str
    title: str
    role: str
    term_rule: str
    document: str
    link: str
    status_key: str
    source: str


@dataclass(frozen=True)
class RoadmapTemplate:
    title: str
    steps: tuple[TemplateStep, ...]


@cache
def roadmap_template() -> RoadmapTemplate:
    file = tomllib.loads((resources.files(__package__) / "roadmap" / "template.toml").read_text("utf-8"))
    steps = []
    for stage in STAGES:
        for row in file[stage]:
            parse_term(row["term"])  # a wrong rule is a mistake of the package, not of a user
            steps.append(
                TemplateStep(
                    stage=stage,
                    title=row["title"],
                    role=Role(row["role"]).value,
                    term_rule=row["term"],
                    document=row.get("document", ""),
                    link=row.get("link", ""),
                    status_key=row.get("status", ""),
                    source=row["source"],
                )
            )
    return RoadmapTemplate(file["title"], tuple(steps))
