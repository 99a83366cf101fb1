"""What the plan in force draws: groups of subjects, and the works behind a drawn subject."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from vpr.campaigns.models import Campaign, Level, PlanItem
from vpr.campaigns.queries import plan_in_force
from vpr.draw.engine import Group
from vpr.draw.subjects import drawn_key, drawn_keys
from vpr.timetable.models import ClassGroup


@dataclass(frozen=True)
class Work:
    """An assessment of a draw group, as far as the draw needs it."""

    assessment: int
    code: str
    title: str
    subject: str
    is_advanced: bool


@dataclass(frozen=True)
class DrawPlan:
    """Groups by the plan in force and the works of every (grade, drawn subject)."""

    groups: tuple[Group, ...]
    titles: dict[tuple[int, int], str]  # (grade, number) -> title of the group
    works: dict[tuple[int, str], tuple[Work, ...]]

    @property
    def grades(self) -> list[int]:
        return sorted({group.grade for group in self.groups})

    def of_grades(self, grades: Iterable[int]) -> list[Group]:
        wanted = set(grades)
        return [group for group in self.groups if group.grade in wanted]

    def works_of(self, item: ClassGroup, key: str) -> list[Work]:
        """What the class writes when `key` is drawn: of two levels its own, of several languages those it learns."""
        own = [work for work in self.works.get((item.grade, key), ()) if work.subject in item.subjects]
        levels = {work.is_advanced for work in own}
        return [work for work in own if len(levels) == 1 or work.is_advanced == item.is_advanced]


def draw_plan(campaign: Campaign) -> DrawPlan:
    plan = plan_in_force(campaign)
    if plan is None:
        return DrawPlan((), {}, {})
    groups, titles = [], {}
    works: dict[tuple[int, str], list[Work]] = defaultdict(list)
    for group in plan.draw_groups.prefetch_related("items__assessment").order_by("grade", "number"):
        items = list(group.items.all())
        keys = drawn_keys(item.assessment.subject for item in items)
        if not keys:
            continue
        groups.append(Group(group.grade, group.number, keys, group.choose))
        titles[group.grade, group.number] = group.title
        for item in items:
            works[group.grade, drawn_key(item.assessment.subject)].append(_work(item))
    return DrawPlan(tuple(groups), titles, {key: tuple(found) for key, found in works.items()})


def _work(item: PlanItem) -> Work:
    found = item.assessment
    return Work(found.pk, found.code, found.title, found.subject, found.level == Level.ADVANCED)
