"""The consolidated form is done when nothing below waits for it, wherever the confirmations were given."""

from collections.abc import Iterable
from datetime import datetime

from vpr.base.copying import among
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import Application
from vpr.enrollment.words import ApplicationState
from vpr.exchange.services import workbook_of
from vpr.exchange.services.reopening import settle

_BY_REGION = (ApplicationState.REGIONAL_CONFIRMED, ApplicationState.FROZEN)
_BY_MUNICIPALITY = (ApplicationState.MUNICIPAL_CONFIRMED, *_BY_REGION)
#: Column of a school's path -> the form of that unit, and the states that ask nothing of it any more.
_FORMS = {"municipality": ("consolidated", _BY_MUNICIPALITY), "region": ("consolidated_region", _BY_REGION)}


def settle_consolidated(*, campaign: Campaign, schools: Iterable[int], now: datetime) -> None:
    """Settles the forms of the units above these schools, of which every school has been decided upon."""
    changed = Unit.objects.filter(pk__in=among(list(schools)))
    for path, (kind, states) in _FORMS.items():
        decided = Application.objects.filter(campaign=campaign, state__in=states).values("unit_id")
        waiting = Unit.objects.schools().exclude(pk__in=decided).exclude(**{path: None})
        above = Unit.objects.filter(pk__in=changed.values(path))
        done = list(above.exclude(pk__in=waiting.values(path)))
        if done:
            settle(workbook=workbook_of(campaign, kind), units=done, now=now)
