"""Doors of the room: the campaign of the page, its forms, whether their step is open."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from vpr.cabinets.access import CabinetRequest
from vpr.cabinets.deadlines import Deadline, deadline_of
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.exchange.models import Submission, Workbook
from vpr.exchange.position import Position, position_of
from vpr.exchange.queries.workbooks import grid_url
from vpr.exchange.services import workbook_of


def current_campaign() -> Campaign | None:
    return Campaign.objects.filter(is_current=True).first()


def campaign_or_404() -> Campaign:
    found = current_campaign()
    if found is None:
        raise Http404
    return found


def school_or_404(request: CabinetRequest, code: str) -> Unit:
    found = Unit.objects.within(request.cabinet.scope).filter(code=code, kind="school").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class FormDoor:
    """A form of the room as a page offers it: download, upload, grid, the latest upload, the deadline."""

    workbook: Workbook
    position: Position
    grid: str
    latest: Submission | None
    deadline: Deadline | None


def form_door(campaign: Campaign, kind: str, unit: Unit, now: datetime) -> FormDoor:
    workbook = workbook_of(campaign, kind)
    expectation = workbook.expectations.filter(unit=unit).select_related("latest").first()
    position = position_of(workbook, now, extended_until=expectation.extended_until if expectation else None)
    return FormDoor(
        workbook,
        position,
        grid_url(workbook),
        expectation.latest if expectation else None,
        deadline_of(position.deadline, now=now, time_zone=unit.time_zone) if position.deadline else None,
    )
