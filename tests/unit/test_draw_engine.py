"""The draw: what is guaranteed of its numbers, against every possible choice counted one by one; and equal chances."""

import hashlib
import hmac
from collections import Counter
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vpr.draw.engine import ClassRow, Group, draw
from vpr.draw.engine.drawing import members_of
from vpr.draw.engine.quotas import fair_totals, shares, unit_of
from vpr.draw.engine.stream import Stream

SUBJECTS = ("bi", "gg", "is", "ob")
WEEK = "2026-04-20"
SEEDS = st.binary(min_size=32, max_size=32)


def rows_of(region: str, taught: list[tuple[str, ...]], start: int = 1) -> list[ClassRow]:
    return [ClassRow(f"{start + at:06}", 6, "А", region, sig, WEEK) for at, sig in enumerate(taught)]


def all_taught(count: int, region: str = "r1", subjects: tuple[str, ...] = SUBJECTS) -> list[ClassRow]:
    return rows_of(region, [subjects] * count)


signatures = st.lists(st.sampled_from(SUBJECTS), min_size=1, unique=True).map(lambda found: tuple(sorted(found)))
small_region = st.lists(signatures, min_size=1, max_size=5)
regions = st.lists(st.lists(signatures, min_size=1, max_size=12), min_size=1, max_size=6)


def every_choice(taught: list[tuple[str, ...]], choose: int):
    return product(*(list(combinations(sig, min(choose, len(sig)))) for sig in taught))


def totals_of(choice) -> list[int]:
    counted = Counter(subject for taken in choice for subject in taken)
    return sorted(counted.values())


def fairest(taught: list[tuple[str, ...]], choose: int) -> list[int]:
    """The best ascending totals of all choices, counted one by one. Subjects taught nowhere do not take part."""
    names = sorted({subject for sig in taught for subject in sig})
    best: list[int] = []
    for choice in every_choice(taught, choose):
        counted = Counter(subject for taken in choice for subject in taken)
        best = max(best, sorted(counted[name] for name in names))
    return best


@given(taught=small_region, choose=st.sampled_from((1, 2)), seed=SEEDS)
@settings(max_examples=150, deadline=None)
def test_a_region_is_as_even_as_the_fairest_of_all_choices(taught, choose, seed):
    drawn = draw(rows_of("r1", taught), [Group(6, 1, SUBJECTS, choose)], seed)
    names = sorted({subject for sig in taught for subject in sig})
    counted = Counter(subject for taken in drawn.values() for subject in taken)
    assert sorted(counted[name] for name in names) == fairest(taught, choose)


@given(found=regions, choose=st.sampled_from((1, 2, 3)), seed=SEEDS)
@settings(max_examples=150, deadline=None)
def test_a_class_writes_different_subjects_that_it_teaches(found, choose, seed):
    rows = [row for at, taught in enumerate(found) for row in rows_of(f"r{at}", taught, 100 * at)]
    for row, taken in draw(rows, [Group(6, 1, SUBJECTS, choose)], seed).items():
        assert len(taken) == len(set(taken)) == min(choose, len(row.subjects))
        assert set(taken) <= set(row.subjects)


@given(found=regions, choose=st.sampled_from((1, 2, 3)), seed=SEEDS)
@settings(max_examples=150, deadline=None)
def test_signature_region_and_country_keep_within_one_class_of_their_quotas(found, choose, seed):
    rows = [row for at, taught in enumerate(found) for row in rows_of(f"r{at}", taught, 100 * at)]
    group, unit = Group(6, 1, SUBJECTS, choose), unit_of(4)
    drawn = draw(rows, [group], seed)
    country: Counter[str] = Counter()
    for found_in in members_of(rows, group).values():
        counts = {sig: len(classes) for sig, classes in found_in.items()}
        fair = fair_totals(counts, choose)
        quotas = shares(counts, choose, fair, unit)
        for subject, quota in fair.items():
            country[subject] += quota
            written = sum(subject in drawn[row] for classes in found_in.values() for row in classes)
            assert abs(written - quota) < 1
        for (sig, subject), parts in quotas.items():
            written = sum(subject in drawn[row] for row in found_in[sig])
            assert abs(written - Fraction(parts, unit)) < 1
    for subject, quota in country.items():
        assert abs(sum(subject in taken for taken in drawn.values()) - quota) < 1


@given(found=regions, choose=st.sampled_from((1, 2, 3)))
@settings(max_examples=150, deadline=None)
def test_quotas_of_signatures_sum_to_the_fair_totals_exactly(found, choose):
    unit = unit_of(4)
    for taught in found:
        counts = dict(Counter(taught))
        fair = fair_totals(counts, choose)
        quotas = shares(counts, choose, fair, unit)
        for sig, count in counts.items():
            own = [parts for (other, _), parts in quotas.items() if other == sig]
            assert sum(own) == unit * count * min(choose, len(sig))
            assert all(0 <= parts <= unit * count for parts in own)
        for subject, total in fair.items():
            assert sum(parts for (_, other), parts in quotas.items() if other == subject) == total * unit


@given(found=regions, choose=st.sampled_from((1, 2)), seed=SEEDS, order=st.randoms())
@settings(max_examples=50, deadline=None)
def test_the_order_in_which_classes_come_changes_nothing(found, choose, seed, order):
    rows = [row for at, taught in enumerate(found) for row in rows_of(f"r{at}", taught, 100 * at)]
    mixed = list(rows)
    order.shuffle(mixed)
    groups = [Group(6, 1, SUBJECTS[:2], 1), Group(6, 2, SUBJECTS[2:], 1)]
    assert draw(rows, groups, seed) == draw(mixed, groups[::-1], seed)


def test_another_seed_gives_another_answer():
    rows, groups = all_taught(40), [Group(6, 1, SUBJECTS, 2)]
    assert draw(rows, groups, b"a" * 32) != draw(rows, groups, b"b" * 32)


def test_one_of_each_of_two_groups():
    rows = all_taught(10)
    drawn = draw(rows, [Group(6, 1, ("is", "ob"), 1), Group(6, 2, ("bi", "gg"), 1)], b"s" * 32)
    assert {(taken[0] in ("is", "ob"), taken[1] in ("bi", "gg")) for taken in drawn.values()} == {(True, True)}
    assert Counter(subject for taken in drawn.values() for subject in taken) == dict.fromkeys(SUBJECTS, 5)


def test_a_grade_without_groups_gets_nothing_and_does_not_count():
    other = ClassRow("000099", 7, "А", "r1", SUBJECTS, WEEK)
    drawn = draw([*all_taught(4), other], [Group(6, 1, SUBJECTS, 2)], b"s" * 32)
    assert drawn[other] == ()
    assert Counter(subject for taken in drawn.values() for subject in taken) == dict.fromkeys(SUBJECTS, 2)


def test_a_subject_that_few_teach_is_made_up_for_by_those_who_do():
    """Six classes without chemistry, four with: fair are 3, 3 and 4, not one and a third of chemistry."""
    rows = rows_of("r1", [("bi", "fi")] * 6 + [("bi", "fi", "hi")] * 4)
    drawn = draw(rows, [Group(6, 1, ("bi", "fi", "hi"), 1)], b"s" * 32)
    assert totals_of(drawn.values()) == [3, 3, 4]


#: chi-square with df degrees of freedom is exceeded once in ten thousand
CHI_SQUARE = {2: 18.42, 3: 21.11, 5: 25.74}


def chi_square(found: Counter, cells: list) -> float:
    expected = found.total() / len(cells)
    return sum((found[cell] - expected) ** 2 / expected for cell in cells)


@pytest.mark.parametrize("classes", [1, 2, 5, 7])
def test_every_pair_of_four_has_the_same_chance_for_a_class(classes):
    rows, group = all_taught(classes) + rows_of("r2", [SUBJECTS] * 3, 900), [Group(6, 1, SUBJECTS, 2)]
    met = Counter(draw(rows, group, at.to_bytes(32, "big"))[rows[0]] for at in range(1500))
    pairs = list(combinations(SUBJECTS, 2))
    assert set(met) == set(pairs)
    assert chi_square(met, pairs) < CHI_SQUARE[5]


def test_every_subject_has_the_same_chance_when_one_is_chosen():
    rows = all_taught(5)
    met = Counter(draw(rows, [Group(6, 1, SUBJECTS, 1)], at.to_bytes(32, "big"))[rows[3]] for at in range(1500))
    assert chi_square(met, [(subject,) for subject in SUBJECTS]) < CHI_SQUARE[3]


def test_subjects_that_stand_alike_have_the_same_chance_among_unlike_classes():
    """Three of five classes teach no «ob»; for the other two «bi», «gg», «is» are alike."""
    rows = rows_of("r1", [SUBJECTS] * 2 + [("bi", "gg", "is")] * 3)
    met = Counter(draw(rows, [Group(6, 1, SUBJECTS, 1)], at.to_bytes(32, "big"))[rows[0]] for at in range(2500))
    del met[("ob",)]
    assert chi_square(met, [("bi",), ("gg",), ("is",)]) < CHI_SQUARE[2]


def test_numbers_of_a_stream_are_words_of_sha256_from_the_last_to_the_first():
    """Said once more in other words: whoever writes a second program must be able to repeat them."""
    key = hmac.new(b"\x00" * 32, b"numbers\n6.1", hashlib.sha256).digest()
    blocks = [hashlib.sha256(key + at.to_bytes(8, "big")).digest() for at in range(2)]
    words = [int.from_bytes(block[at : at + 8], "big") for block in blocks for at in (24, 16, 8, 0)]
    stream = Stream(b"\x00" * 32, "numbers", "6.1")
    assert [stream.below(1000) for _ in range(8)] == [word % 1000 for word in words]


def test_numbers_below_a_limit_are_even():
    stream = Stream(b"x" * 32, "even")
    met = Counter(stream.below(6) for _ in range(6000))
    assert chi_square(met, list(range(6))) < CHI_SQUARE[5]
