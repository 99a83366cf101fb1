"""May this person observe in this school on this day?

S1, S5 1.2: «из числа лиц, не являющихся работниками ОО, в котором проводятся ВПР, и (или) родителями участников ВПР»;
S5, «Меры по повышению объективности»: not a parent of pupils of the class that writes.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Candidate:
    """What the rules need to know of a person; no name. Schools and people are known by numbers."""

    key: int
    proposed_by: int
    works_at: int | None = None
    children_at: int | None = None
    children_classes: frozenset[str] = frozenset()  # folded: 5а
    taken: frozenset[date] = frozenset()  # days on which the person already observes somewhere


@dataclass(frozen=True)
class Post:
    """A school on a day with the classes that write there."""

    school: int
    on: date
    classes: frozenset[str] = frozenset()


class Obstacle(StrEnum):
    EMPLOYEE = "employee"
    PARENT = "parent"
    PARENT_UNKNOWN = "parent_unknown"
    TAKEN = "taken"


OBSTACLE_WORDS: dict[Obstacle, str] = {
    Obstacle.EMPLOYEE: "работает в этой школе",
    Obstacle.PARENT: "родитель учеников класса, который пишет в этот день",
    Obstacle.PARENT_UNKNOWN: "родитель учеников этой школы, классы не указаны",
    Obstacle.TAKEN: "в этот день уже назначен в другую школу",
}


def obstacle(candidate: Candidate, post: Post) -> Obstacle | None:
    """Why not; None when nothing stands in the way."""
    if candidate.works_at == post.school:
        return Obstacle.EMPLOYEE
    if candidate.children_at == post.school:
        if not candidate.children_classes:
            return Obstacle.PARENT_UNKNOWN
        if candidate.children_classes & post.classes:
            return Obstacle.PARENT
    return Obstacle.TAKEN if post.on in candidate.taken else None


def class_key(name: str) -> str:
    """5 «А», 5-а and 5А are one class; 5 alone is the whole grade."""
    return "".join(sign for sign in name.lower().replace("ё", "е") if sign.isalnum())


def written_by(names: frozenset[str]) -> frozenset[str]:
    """Keys of the classes that write, and of their grades: a child «в 5 классе» may be in any of them."""
    keys = {class_key(name) for name in names}
    return frozenset(keys | {"".join(sign for sign in key if sign.isdigit()) for key in keys})
