"""Doorway of the campaign's jobs."""

from vpr.base import clock
from vpr.base.queue import job
from vpr.campaigns.services import plan_notices


@job("campaigns.tell_of_plan")
def tell_of_plan(*, plan_id: int, before_id: int | None) -> None:
    plan_notices.tell_of_plan(plan_id=plan_id, before_id=before_id, now=clock.now())
