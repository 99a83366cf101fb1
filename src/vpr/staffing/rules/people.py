"""What the rules know of people, rooms and places."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Person:
    key: int
    name: str
    is_administration: bool = False
    subjects: frozenset[str] = frozenset()
    classes: frozenset[int] = frozenset()  # in which the person works

    def teaches(self, subject: str) -> bool:
        return subject in self.subjects


@dataclass(frozen=True)
class Place:
    """A room, or a place without one yet."""

    key: int
    number: str
    seats: int
    computers: int = 0


@dataclass(frozen=True)
class Stand:
    """One line of the plan: a class writes something somewhere, two people stand there."""

    key: int
    class_key: int
    class_name: str
    subject: str
    on: date
    lessons: tuple[int, ...]
    participants: int = 0
    needs_computers: bool = False
    shares: int = 1  # among how many rooms the class is divided
    room: Place | None = None
    first: Person | None = None
    second: Person | None = None
    title: str = field(default="", compare=False)

    @property
    def seated(self) -> int:
        """How many of the class sit here when it is divided evenly."""
        return -(-self.participants // self.shares)

    def meets(self, other: "Stand") -> bool:
        """At the same time on the same day."""
        return self.on == other.on and bool(set(self.lessons) & set(other.lessons))

    @property
    def people(self) -> list[Person]:
        return [person for person in (self.first, self.second) if person is not None]
