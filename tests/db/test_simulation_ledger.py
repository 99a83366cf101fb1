"""A simulated campaign in the ledger is what was generated; storing it again changes nothing."""

import numpy as np
import pytest

from vpr.campaigns.services import ensure_assessment
from vpr.results.models import LoadRecord, Script
from vpr.simulation.answers import scripts_of
from vpr.simulation.cohort import cohort_of
from vpr.simulation.storing import digest_of, ensure_units, store, work_of
from vpr.simulation.territory import plan_territory
from vpr.simulation.workbooks import forms_of

pytestmark = pytest.mark.django_db


def simulated(code, seed=2, schools=12):
    assessment = ensure_assessment(code=code)
    [plan] = plan_territory(seed=seed, regions=1, municipalities=3, schools=schools)
    scripts = scripts_of(
        work_of(assessment), cohort_of(plan, grade=assessment.grade, seed=seed), seed=seed, region=int(plan.code)
    )
    return assessment, plan, scripts


@pytest.mark.parametrize("code", ["2021.ru4", "2026.en8"])
def test_the_ledger_holds_what_was_generated(code, now):
    assessment, plan, scripts = simulated(code)
    schools = ensure_units(plan)
    for _ in range(2):
        record = store(assessment, schools, scripts, now=now)
    assert record.scripts_stored == len(scripts) == Script.objects.count()
    assert len(set(LoadRecord.objects.values_list("sha256", flat=True))) == 1
    assert record.sha256 == digest_of(scripts)
    stored = {(script.school_id, script.code): script for script in Script.objects.all()}
    for place, who in enumerate(scripts.who.tolist()):
        key = (schools[scripts.cohort.school[who]].pk, int(scripts.cohort.code[who]))
        script = stored[key]
        assert script.points == [None if value < -2 else value for value in scripts.points[place].tolist()]
        assert (script.raw_score or 0) == max(int(scripts.raw[place]), 0)
        assert (script.mark or -1) == scripts.marks[place]


def test_the_same_seed_gives_the_same_forms_and_some_are_faulty():
    from vpr.results.queries import spec_of

    assessment, plan, scripts = simulated("2026.ru4")
    first, again = (list(forms_of(plan, scripts, spec_of(assessment), seed=2, faulty=0.5)) for _ in range(2))
    assert [form.content for form in first] == [form.content for form in again]
    assert 0 < sum(form.is_faulty for form in first) < len(first)
    assert sum(form.participants for form in first) == len(scripts)
    assert len({form.school for form in first}) == len(np.unique(scripts.cohort.school[scripts.who]))


def test_a_clean_form_is_accepted_and_a_faulty_one_is_not():
    from vpr.results.checking import check_file
    from vpr.results.faults import is_error
    from vpr.results.queries import spec_of

    assessment, plan, scripts = simulated("2026.ru4", schools=6)
    spec = spec_of(assessment)
    for form in forms_of(plan, scripts, spec, seed=2, faulty=0.5):
        from dataclasses import replace

        own = replace(spec, school=form.school, code_from=form.code_from, code_to=form.code_to)
        understood = check_file(own, form.content, [])
        assert any(map(is_error, understood.faults)) == form.is_faulty, (form.school, understood.faults)
