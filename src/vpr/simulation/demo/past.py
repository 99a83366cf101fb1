"""Campaigns of past years: scripts straight into the ledger, one published wave."""

from datetime import datetime, timedelta

from vpr.campaigns.models import Assessment, Wave
from vpr.campaigns.services import ensure_assessment, publish_wave
from vpr.simulation.answers import scripts_of
from vpr.simulation.cohort import cohort_of
from vpr.simulation.demo.region import DemoRegion
from vpr.simulation.storing import store, work_of


def build_past(demo: DemoRegion, code: str, *, seed: int, now: datetime) -> Assessment:
    assessment = ensure_assessment(code=code)
    year = assessment.campaign.year
    cohort = cohort_of(demo.plan, grade=assessment.grade, seed=seed + year)
    then = now.replace(year=year, month=5, day=20)
    store(assessment, demo.schools, scripts_of(work_of(assessment), cohort, seed=seed, region=99), now=then, wave=1)
    wave, _ = Wave.objects.get_or_create(
        assessment=assessment,
        number=1,
        defaults={"uploads_until": then - timedelta(days=5), "publishes_at": then},
    )
    publish_wave(wave=wave, account=None, now=then)
    return assessment
