"""Doorway of the jobs: the clock, the ids, one verb."""

from vpr.base import clock
from vpr.base.queue import job, periodic
from vpr.campaigns.models import Assessment
from vpr.exchange import services


@job("exchange.check_submission")
def check_submission(submission_id: int) -> None:
    services.check_submission(submission_id=submission_id, now=clock.now())


@job("exchange.expect_schools")
def expect_schools(assessment_id: int) -> None:
    assessment = Assessment.objects.get(pk=assessment_id)
    services.expect_units(workbook=services.workbook_of_assessment(assessment))


@periodic("exchange.expect_campaign_forms", cron="*/5 * * * *")
def expect_campaign_forms(timestamp: int = 0) -> None:
    """Windows of the preparation open by the clock; a new plan-schedule defers the job too and does not wait."""
    services.expect_campaign_forms(now=clock.now())


@job("exchange.repath_units")
def repath_units(unit_ids: list[int]) -> None:
    services.repath_units(unit_ids=unit_ids)


@periodic("exchange.announce_publications", cron="* * * * *")
def announce_publications(timestamp: int = 0) -> None:
    """A planned publication is shown at its moment by itself; the job tells those whom it concerns."""
    services.announce_publications(now=clock.now())


@periodic("exchange.rescue_unchecked", cron="* * * * *")
def rescue_unchecked(timestamp: int) -> None:
    services.rescue_unchecked(now=clock.now())
