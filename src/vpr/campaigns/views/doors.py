"""The one door to an assessment: for schools and coordinators a closed one does not exist."""

from django.http import Http404

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest
from vpr.campaigns.models import Assessment, Campaign
from vpr.campaigns.services import Author
from vpr.kernel.roles import Role


def may_edit(request: CabinetRequest) -> bool:
    return request.cabinet.role is Role.FEDERAL_ORGANIZER


def assessment_or_404(request: CabinetRequest, code: str) -> Assessment:
    found = Assessment.objects.select_related("campaign", "mark_scale").filter(code=code).first()
    if found is None or not (found.is_open or may_edit(request)):
        raise Http404
    return found


def campaign_or_404(request: CabinetRequest) -> Campaign | None:
    """The campaign asked for by `?campaign=`, else the current one, else the newest; None when there is none."""
    code = request.GET.get("campaign")
    if code:
        found = Campaign.objects.filter(code=code).first()
        if found is None:
            raise Http404
        return found
    return Campaign.objects.order_by("-is_current", "-year", "-code").first()


def author_of(request: CabinetRequest, reason: str = "") -> Author:
    return Author(request.cabinet.account, clock.now(), reason)
