"""Jobs of the enrollment: the freeze of the country runs region by region."""

from vpr.base import clock
from vpr.base.queue import job


@job("enrollment.freeze_region", queue="default")
def freeze_region(campaign_id: int, region_id: int, appointment_id: int, without_missing: bool) -> None:
    """A region that is frozen already, or has schools without an application and may not go without them, stays as it is."""
    from vpr.base.refusals import Refusal
    from vpr.cabinets.models import Appointment, Unit
    from vpr.cabinets.scope import Cabinet, scope_of
    from vpr.campaigns.models import Campaign
    from vpr.enrollment.services.freezing import freeze_applications

    seat = Appointment.objects.select_related("account", "unit").get(pk=appointment_id)
    try:
        freeze_applications(
            by=Cabinet(seat.account, seat, scope_of(seat)),
            campaign=Campaign.objects.get(pk=campaign_id),
            region=Unit.objects.get(pk=region_id),
            without_missing=without_missing,
            now=clock.now(),
        )
    except Refusal:
        return  # the page shows the region as it is: not frozen, with the schools that are missing
