"""Posts: the days on which the schools of a scope write, by their timetables; who is sent there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Scope
from vpr.campaigns.models import Campaign
from vpr.kernel.roles import UnitKind
from vpr.objectivity.models import Duty, Observer
from vpr.objectivity.rules.fitness import OBSTACLE_WORDS, Candidate, Obstacle, Post, class_key, obstacle, written_by
from vpr.timetable.models import Sitting, SittingQuerySet

NOBODY_WRITES = "по расписанию в этот день никто не пишет"


@dataclass(frozen=True)
class PostLine:
    """A school on a day, with the people sent there."""

    school: Unit
    on: date
    classes: list[str]
    duties: list[Duty]
    doubts: list[str]  # a rule that somebody sent here no longer meets: the list of candidates has changed since

    @property
    def is_covered(self) -> bool:
        return bool(self.duties)


@dataclass(frozen=True)
class Coverage:
    posts: int
    covered: int
    schools: int
    schools_covered: int  # on every day
    candidates: int
    without_timetable: int


@dataclass(frozen=True)
class Choice:
    """A candidate for a post: may be sent, or why not."""

    observer: Observer
    obstacle: Obstacle | None
    days: int
    is_from_here: bool


def writing(scope: Scope, campaign: Campaign) -> SittingQuerySet:
    """What the timetables of the schools of a scope hold."""
    return Sitting.objects.within(scope).filter(class_group__campaign=campaign, class_group__unit__is_active=True)


def classes_by_post(scope: Scope, campaign: Campaign, *, on: date | None = None) -> dict[tuple[int, date], list[str]]:
    """(school, day) -> names of the classes that write."""
    rows = writing(scope, campaign)
    if on is not None:
        rows = rows.filter(on=on)
    found: dict[tuple[int, date], dict[str, None]] = {}
    places = rows.order_by("on", "class_group__grade", "class_group__letter").values_list(
        "class_group__unit", "on", "class_group__grade", "class_group__letter"
    )
    for school, day, grade, letter in places.distinct():
        found.setdefault((school, day), {})[f"{grade}{letter}"] = None
    return {place: list(names) for place, names in found.items()}


def posts_of(classes: dict[tuple[int, date], list[str]]) -> list[Post]:
    return [Post(school, day, written_by(frozenset(names))) for (school, day), names in classes.items()]


def candidates_of(observers: Iterable[Observer]) -> list[Candidate]:
    """What the rules need to know; days are read in one query."""
    people = list(observers)
    taken: dict[int, set[date]] = {}
    for person, day in Duty.objects.filter(observer__in=[item.pk for item in people]).values_list("observer", "on"):
        taken.setdefault(person, set()).add(day)
    return [candidate_of(item, frozenset(taken.get(item.pk, ()))) for item in people]


def candidate_of(item: Observer, taken: frozenset[date] = frozenset()) -> Candidate:
    return Candidate(
        key=item.pk,
        proposed_by=item.unit_id,
        works_at=item.works_at_id,
        children_at=item.children_at_id,
        children_classes=frozenset(map(class_key, item.children_classes)),
        taken=taken,
    )


def available(scope: Scope, campaign: Campaign) -> QuerySet[Observer]:
    """Candidates of the scope who may be sent."""
    live = Observer.objects.within(scope).filter(campaign=campaign, is_withdrawn=False, erased_at=None)
    return live.select_related("unit", "works_at", "children_at")


def duties_within(scope: Scope, campaign: Campaign) -> QuerySet[Duty]:
    return Duty.objects.within(scope).filter(observer__campaign=campaign).select_related("observer__unit", "unit")


def idle_duties(scope: Scope, campaign: Campaign) -> QuerySet[Duty]:
    """Somebody is sent on a day on which nobody writes any more: the timetable was changed since."""
    sittings = writing(scope, campaign).filter(class_group__unit=OuterRef("unit"), on=OuterRef("on"))
    return duties_within(scope, campaign).filter(~Exists(sittings), observer__erased_at=None)


def post_lines(scope: Scope, campaign: Campaign, *, on: date | None = None, bare: bool = False) -> list[PostLine]:
    """Uncovered posts first, then by day and school. `bare`: the uncovered only."""
    classes = classes_by_post(scope, campaign, on=on)
    duties: dict[tuple[int, date], list[Duty]] = {}
    for duty in duties_within(scope, campaign):
        if on is None or duty.on == on:
            duties.setdefault((duty.unit_id, duty.on), []).append(duty)
    places = [place for place in {**classes, **duties} if not (bare and place in duties)]
    schools = Unit.objects.in_bulk({school for school, _ in places})
    lines = [_line(schools[school], day, classes, duties) for school, day in places]
    return sorted(lines, key=lambda line: (line.is_covered, line.on, line.school.name))


def coverage(scope: Scope, campaign: Campaign) -> Coverage:
    """Counted by the database: a country has hundreds of thousands of school days."""
    sent = Duty.objects.filter(unit=OuterRef("class_group__unit"), on=OuterRef("on"), observer__campaign=campaign)
    sittings = writing(scope, campaign).order_by()
    posts = sittings.values("class_group__unit", "on").annotate(is_covered=Exists(sent)).distinct()
    bare = Q(is_covered=False)
    found = posts.aggregate(
        posts=Count("on"),
        bare=Count("on", filter=bare),
        schools=Count("class_group__unit", distinct=True),
        bare_schools=Count("class_group__unit", distinct=True, filter=bare),
    )
    units = Unit.objects.within(scope).filter(kind=UnitKind.SCHOOL, is_active=True)
    return Coverage(
        posts=found["posts"],
        covered=found["posts"] - found["bare"],
        schools=found["schools"],
        schools_covered=found["schools"] - found["bare_schools"],
        candidates=available(scope, campaign).count(),
        without_timetable=units.count() - found["schools"],
    )


def choices_for(school: Unit, on: date, scope: Scope, campaign: Campaign) -> list[Choice]:
    """Everybody of the scope: those who may come first, strangers to the school before its own, the least busy first."""
    names = classes_by_post(scope, campaign, on=on).get((school.pk, on), [])
    post = Post(school.pk, on, written_by(frozenset(names)))
    people = {item.pk: item for item in available(scope, campaign)}
    choices = [
        Choice(people[each.key], obstacle(each, post), len(each.taken), each.proposed_by == school.pk)
        for each in candidates_of(people.values())
    ]
    return sorted(
        choices, key=lambda item: (item.obstacle is not None, item.is_from_here, item.days, item.observer.name)
    )


def _line(
    school: Unit, day: date, classes: dict[tuple[int, date], list[str]], duties: dict[tuple[int, date], list[Duty]]
) -> PostLine:
    names, sent = classes.get((school.pk, day), []), duties.get((school.pk, day), [])
    post = Post(school.pk, day, written_by(frozenset(names)))
    doubts = [OBSTACLE_WORDS[reason] for item in sent if (reason := obstacle(candidate_of(item.observer), post))]
    if sent and not names:
        doubts = [NOBODY_WRITES, *doubts]
    return PostLine(school, day, names, sent, doubts)
