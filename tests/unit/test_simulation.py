"""Invented campaigns look like the real one of DOMAIN §14 and are the same for the same seed."""

import hashlib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vpr.campaigns.reference import reference_assessment
from vpr.results.scripts import TaskPlace
from vpr.simulation.answers import ABSENT_POINTS, Work, scripts_of
from vpr.simulation.calibration import CALIBRATION, SIZE_DECILES, calibration_of
from vpr.simulation.cohort import cohort_of
from vpr.simulation.shape import score_shares
from vpr.simulation.territory import REGION_CODES, plan_territory
from vpr.simulation.texts import spoil, typed

ALTAI = plan_territory(seed=7, regions=1, municipalities=71, schools=632)[0]


def work_of(code):
    known = reference_assessment(code)
    tasks = tuple(TaskPlace(task.code, task.max_points, task.part, task.depends_on) for task in known.tasks)
    return Work(code, known.subject, known.grade, int(code[:4]), known.parts, tasks, known.thresholds)


def simulated(code, plan=ALTAI, seed=7):
    work = work_of(code)
    return scripts_of(work, cohort_of(plan, grade=work.grade, seed=seed), seed=seed, region=int(plan.code))


def digest(scripts):
    columns = (scripts.cohort.code[scripts.who], scripts.points, scripts.variants, scripts.raw, scripts.journal)
    return hashlib.sha256(b"".join(np.ascontiguousarray(c).astype("<i4").tobytes() for c in columns)).hexdigest()


def test_the_same_seed_gives_the_same_scripts_and_another_seed_others():
    plan = plan_territory(seed=3, regions=2, municipalities=4, schools=30)[1]
    same = plan_territory(seed=3, regions=2, municipalities=4, schools=30)[1]
    assert digest(simulated("2021.ma4", plan, 3)) == digest(simulated("2021.ma4", same, 3))
    assert digest(simulated("2021.ma4", plan, 3)) != digest(simulated("2021.ma4", plan, 4))


def test_a_participant_keeps_the_code_and_the_class_in_every_work():
    first, second = simulated("2021.ru4"), simulated("2021.ma4")
    assert np.array_equal(first.cohort.code, second.cohort.code)
    assert np.array_equal(first.cohort.class_number, second.cohort.class_number)


def test_schools_have_the_sizes_of_a_real_region():
    assert len(ALTAI.school_codes) == 632
    assert len(ALTAI.municipalities) == 71
    found = np.percentile(ALTAI.sizes, range(0, 100, 10))
    assert np.allclose(found, SIZE_DECILES[:10], atol=2)
    assert ALTAI.sizes.max() <= SIZE_DECILES[10]
    cohort = cohort_of(ALTAI, grade=6, seed=7)
    classes = np.bincount(cohort.class_key)
    assert 14 <= classes[classes > 0].mean() <= 22  # §14.2: mean 17.5


@pytest.mark.parametrize("code", ["2021.ma4", "2021.ru5", "2021.ma6", "2021.fi7", "2021.ma8", "2021.hi11"])
def test_the_statistics_lie_near_the_real_ones(code):
    scripts = simulated(code)
    row = calibration_of(scripts.work.subject, scripts.work.grade)
    whole = scripts.raw >= 0
    raw, marks, journal = scripts.raw[whole], scripts.marks[whole], scripts.journal[whole]
    share = np.bincount(raw, minlength=scripts.work.max_score + 1) / len(raw) * 100
    assert 100 * (1 - whole.mean()) == pytest.approx(row.absent, abs=1)
    assert 100 * (scripts.points[whole] == -1).mean() == pytest.approx(row.not_attempted, abs=0.5)
    assert raw.mean() / scripts.work.max_score * 100 == pytest.approx(row.mean, abs=1.5)
    assert raw.std() / scripts.work.max_score * 100 == pytest.approx(row.sd, abs=2.5)
    assert [100 * (marks == mark).mean() for mark in (2, 3, 4, 5)] == pytest.approx(row.marks, abs=2.5)
    for threshold, jump in zip(scripts.work.thresholds, row.jumps, strict=True):
        assert share[threshold] - share[threshold - 1] == pytest.approx(jump, abs=2)
    stated = journal > 0
    assert 100 * (marks[stated] < journal[stated]).mean() == pytest.approx(row.lowered, abs=6)
    assert 100 * (marks[stated] > journal[stated]).mean() == pytest.approx(row.raised, abs=6)
    ranks = [np.argsort(np.argsort(values)) for values in (raw[stated], journal[stated] + raw[stated] * 0)]
    assert 0.55 <= np.corrcoef(*ranks)[0, 1] <= 0.85
    assert (scripts.variants[whole, 0] == 1).mean() == pytest.approx(0.51, abs=0.02)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(CALIBRATION)), st.integers(12, 55))
def test_every_distribution_is_a_distribution(key, max_score):
    thresholds = (max_score // 3, max_score // 2, max_score * 4 // 5)
    shares = score_shares(CALIBRATION[key], max_score, thresholds)
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()
    edges = [0, *thresholds, max_score + 1]
    parts = [shares[low:high].sum() * 100 for low, high in pairwise(edges)]
    assert parts == pytest.approx(np.array(CALIBRATION[key].marks) / sum(CALIBRATION[key].marks) * 100, abs=0.1)


def test_points_never_pass_a_maximum_and_sum_up_to_the_raw_score():
    scripts = simulated("2021.ru4")
    maxima = np.array([task.max_points for task in scripts.work.tasks])
    assert (scripts.points <= maxima).all()
    whole = scripts.raw >= 0
    assert np.array_equal(np.where(scripts.points > 0, scripts.points, 0).sum(axis=1)[whole], scripts.raw[whole])
    absent = scripts.variants[:, 0] == 0
    first = np.array([task.part == 1 for task in scripts.work.tasks])
    assert (scripts.points[np.ix_(absent, first)] == ABSENT_POINTS).all()
    assert (scripts.points[np.ix_(~absent, first)] != ABSENT_POINTS).all()


def test_a_zero_for_the_first_criterion_forces_the_others():
    scripts = simulated("2026.en8")
    codes = [task.code for task in scripts.work.tasks]
    parent = scripts.points[:, codes.index("4К1")]
    for code in ("4К2", "4К3", "4К4"):
        assert not ((parent <= 0) & (scripts.points[:, codes.index(code)] > 0)).any()


def test_garbage_appears_at_about_its_real_rate_and_only_where_it_may():
    scripts = simulated("2021.ma4")
    texts, clean = typed(scripts), typed(scripts)
    spoil(np.random.default_rng(1), texts, [task.max_points for task in scripts.work.tasks])
    x_cells = clean.points == "X"
    assert 0.03 < (texts.points[x_cells] == "x").mean() < 0.08
    assert (clean.points != texts.points).mean() < 0.01
    safe = typed(scripts)
    spoil(np.random.default_rng(1), safe, [task.max_points for task in scripts.work.tasks], safe_only=True)
    changed = safe.points != clean.points
    assert set(clean.points[changed]) == {"X"}


def test_the_whole_country_can_be_planned():
    plans = plan_territory(seed=1, regions=len(REGION_CODES), municipalities=2500, schools=40_000)
    assert sum(len(plan.school_codes) for plan in plans) == pytest.approx(40_000, abs=50)
    assert sum(len(plan.municipalities) for plan in plans) == pytest.approx(2500, abs=50)
    codes = [code for plan in plans for code in plan.school_codes]
    assert len(set(codes)) == len(codes)
    names = [(plan.code, place.name) for plan in plans for place in plan.municipalities]
    assert len(set(names)) == len(names)
