"""Automatic proposal: every post gets one observer if that is possible at all, loads as equal as can be.

Posts of a day are matched with people by augmenting paths (as many posts as can be are covered); among those who may,
one from another school is tried first, then the one with fewer days. Distances between schools are unknown to the
system, so people are moved no further than the posts need: within the municipality or the coordinator's set.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from vpr.objectivity.rules.fitness import Candidate, Obstacle, Post, obstacle


@dataclass(frozen=True)
class Placement:
    post: Post
    candidate: int
    is_from_here: bool  # proposed by the very school: allowed, but another would be more independent


@dataclass(frozen=True)
class Gap:
    """A post without an observer, and why: how many people each obstacle took away."""

    post: Post
    reasons: tuple[tuple[Obstacle, int], ...]
    busy: int  # people who could come here but are needed elsewhere on that day


@dataclass(frozen=True)
class Proposal:
    placements: list[Placement]
    gaps: list[Gap]


def propose(posts: Sequence[Post], people: Sequence[Candidate]) -> Proposal:
    """One observer for each post. The same input gives the same answer."""
    loads = {person.key: len(person.taken) for person in people}
    by_key = {person.key: person for person in people}
    placements: list[Placement] = []
    gaps: list[Gap] = []
    for day in sorted({post.on for post in posts}):
        wanted = sorted((post for post in posts if post.on == day), key=lambda post: post.school)
        placed = _matched(wanted, people, loads)
        for post in wanted:
            key = placed.get(post.school)
            if key is None:
                gaps.append(_gap(post, people, set(placed.values())))
            else:
                loads[key] += 1
                placements.append(Placement(post, key, by_key[key].proposed_by == post.school))
    return Proposal(placements, gaps)


def _matched(posts: Sequence[Post], people: Sequence[Candidate], loads: dict[int, int]) -> dict[int, int]:
    """school -> person on one day. Posts with the fewest people to choose from go first."""
    choices = {post.school: _in_order(post, people, loads) for post in posts}
    holder: dict[int, int] = {}  # person -> school
    for school in sorted(choices, key=lambda school: (len(choices[school]), school)):
        _seat(school, choices, holder)
    return {school: person for person, school in holder.items()}


def _seat(school: int, choices: dict[int, list[int]], holder: dict[int, int]) -> bool:
    """Finds an augmenting path breadth first: nobody who is seated loses the seat without getting another."""
    came_from: dict[int, int] = {}  # person -> school that reached out for them
    queue = [school]
    for asking in queue:
        for person in choices[asking]:
            if person in came_from:
                continue
            came_from[person] = asking
            if person not in holder:
                _shift(person, school, came_from, holder)
                return True
            queue.append(holder[person])
    return False


def _shift(person: int, school: int, came_from: dict[int, int], holder: dict[int, int]) -> None:
    """Walks the path back: each school on it takes the person it reached out for."""
    seat_of = {place: someone for someone, place in holder.items()}
    while True:
        asking = came_from[person]
        released = seat_of.get(asking)
        holder[person] = asking
        if asking == school or released is None:
            return
        person = released


def _in_order(post: Post, people: Sequence[Candidate], loads: dict[int, int]) -> list[int]:
    fit = [person for person in people if obstacle(person, post) is None]
    fit.sort(key=lambda person: (person.proposed_by == post.school, loads[person.key], person.key))
    return [person.key for person in fit]


def _gap(post: Post, people: Iterable[Candidate], seated: set[int]) -> Gap:
    counted: dict[Obstacle, int] = {}
    busy = 0
    for person in people:
        reason = obstacle(person, post)
        if reason is None:
            busy += person.key in seated
        else:
            counted[reason] = counted.get(reason, 0) + 1
    return Gap(post, tuple(sorted(counted.items())), busy)


def days_of(posts: Iterable[Post]) -> list[date]:
    return sorted({post.on for post in posts})
