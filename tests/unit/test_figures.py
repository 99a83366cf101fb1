"""Arithmetic of the reports."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from oracle import reports as oracle
from vpr.analytics import figures
from vpr.analytics.figures import Band, Sample

counts = st.lists(st.integers(0, 5000), min_size=1, max_size=40)


@given(counts)
def test_shares_add_up_to_one_hundred_or_are_all_unknown(values):
    found = figures.shares(values)
    assert sum(found) == 100 if sum(values) else found == [None] * len(values)


@given(counts)
def test_shares_agree_with_the_slow_largest_remainder(values):
    assert figures.shares(values) == oracle.shares(values)


@given(counts)
def test_a_share_is_never_further_than_a_hundredth_from_the_truth(values):
    whole = sum(values)
    for value, share in zip(values, figures.shares(values), strict=True):
        assert whole == 0 or abs(share * whole - value * 100) < Decimal("0.01") * whole


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_percent_rounds_half_up_and_knows_nothing_of_nothing(part, whole):
    assert figures.percent(part, whole) == oracle.percent(part, whole)


def test_bands_have_their_borders_where_the_recommendations_put_them():
    assert [figures.band(points, 1000, "basic") for points in (600, 599, 570, 569)] == [
        Band.SUFFICIENT,
        Band.UNCERTAIN,
        Band.UNCERTAIN,
        Band.INSUFFICIENT,
    ]
    for difficulty in ("advanced", "high"):
        assert [figures.band(points, 1000, difficulty) for points in (300, 299, 285, 284)] == [
            Band.SUFFICIENT,
            Band.UNCERTAIN,
            Band.UNCERTAIN,
            Band.INSUFFICIENT,
        ]
    assert figures.band(0, 0, "basic") is None
    assert figures.band(1, 2, "unknown") is None


def test_the_badge_of_a_sample_follows_its_size():
    sizes = (0, 1, 19, 20, 30, 49, 50)
    assert [figures.sample(n) for n in sizes] == [
        Sample.EMPTY,
        Sample.LIMITED,
        Sample.LIMITED,
        Sample.APPROXIMATE,
        Sample.APPROXIMATE,
        Sample.APPROXIMATE,
        Sample.INFORMATIVE,
    ]


def test_a_jump_at_a_mark_boundary_is_a_question_and_a_smooth_curve_is_not():
    smooth = {score: 40 + score for score in range(26)}
    assert figures.peaks(smooth, (10, 15, 22)) == []
    assert figures.peaks(smooth | {10: 140}, (10, 15, 22)) == [10]
    assert figures.peaks({10: 45}, (10, 15, 22)) == []
    assert figures.peaks(smooth | {10: 140}, None) == []


def test_rates_of_marks():
    marks = {2: 1, 3: 2, 4: 3, 5: 4}
    assert figures.pass_rate(marks) == Decimal("90.00")
    assert figures.quality_rate(marks) == Decimal("70.00")
    assert figures.training_degree(marks) == Decimal("68.00")
    assert figures.pass_rate({}) is None
