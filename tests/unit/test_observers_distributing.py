"""Distribution of observers: nobody unfit, as many posts as can be, equal loads. Against a slow and obvious reference."""

from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from vpr.objectivity.rules.distributing import propose
from vpr.objectivity.rules.fitness import Candidate, Post, obstacle

DAY = date(2026, 4, 14)
schools = st.integers(1, 5)
people = st.lists(
    st.builds(
        Candidate,
        key=st.integers(0, 0),
        proposed_by=schools,
        works_at=st.none() | schools,
        children_at=st.none() | schools,
        children_classes=st.frozensets(st.sampled_from(["5а", "6б"])),
        taken=st.frozensets(st.sampled_from([DAY, DAY + timedelta(days=1)]), max_size=1),
    ),
    max_size=5,
).map(lambda found: [Candidate(at, *list(vars(item).values())[1:]) for at, item in enumerate(found)])
posts = st.lists(
    st.builds(
        Post,
        school=schools,
        on=st.sampled_from([DAY, DAY + timedelta(days=1)]),
        classes=st.frozensets(st.sampled_from(["5а", "6б"]), min_size=1),
    ),
    max_size=6,
    unique_by=lambda post: (post.school, post.on),
)


@given(posts, people)
def test_nobody_unfit_is_placed_and_nobody_twice_on_a_day(wanted, candidates):
    by_key = {person.key: person for person in candidates}
    made = propose(wanted, candidates)
    for item in made.placements:
        assert obstacle(by_key[item.candidate], item.post) is None
    seats = [(item.candidate, item.post.on) for item in made.placements]
    assert len(seats) == len(set(seats))
    assert {item.post for item in made.placements} | {gap.post for gap in made.gaps} == set(wanted)


@settings(max_examples=60)
@given(posts, people)
def test_no_other_distribution_covers_more_posts(wanted, candidates):
    assert len(propose(wanted, candidates).placements) == sum(
        most_covered(day, wanted, candidates) for day in days(wanted)
    )


def most_covered(day, wanted, candidates):
    """Every way to give each post of the day somebody or nobody."""
    here = [post for post in wanted if post.on == day]
    options = [[None, *[each.key for each in candidates if obstacle(each, post) is None]] for post in here]
    counts = [0]
    for choice in product(*options):
        chosen = [key for key in choice if key is not None]
        if len(chosen) == len(set(chosen)):
            counts.append(len(chosen))
    return max(counts)


def days(wanted):
    return {post.on for post in wanted}


def test_days_are_shared_equally_and_strangers_to_the_school_come_first():
    candidates = [Candidate(key, proposed_by=key) for key in (1, 2)]
    wanted = [Post(school, DAY + timedelta(days=number)) for number in range(4) for school in (1, 2)]
    made = propose(wanted, candidates)
    assert not made.gaps
    assert not any(item.is_from_here for item in made.placements)
    assert sorted(item.candidate for item in made.placements) == [1] * 4 + [2] * 4


def test_one_who_can_go_anywhere_leaves_the_post_to_one_who_can_go_nowhere_else():
    candidates = [Candidate(1, proposed_by=9), Candidate(2, proposed_by=9, works_at=8)]
    made = propose([Post(7, DAY), Post(8, DAY)], candidates)
    assert {(item.post.school, item.candidate) for item in made.placements} == {(8, 1), (7, 2)}


def test_a_gap_says_why():
    candidates = [Candidate(1, proposed_by=7, works_at=7), Candidate(2, proposed_by=8, taken=frozenset({DAY}))]
    gap = propose([Post(7, DAY)], candidates).gaps[0]
    assert [(reason.value, count) for reason, count in gap.reasons] == [("employee", 1), ("taken", 1)]
