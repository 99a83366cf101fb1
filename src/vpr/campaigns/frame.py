"""The campaign that the frame of a page names."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from vpr.campaigns.models import Campaign


def current_campaign(request: HttpRequest) -> dict[str, Any]:
    """Context of templates: `campaign_now`, asked only by a page that shows it."""
    return {"campaign_now": SimpleLazyObject(lambda: Campaign.objects.filter(is_current=True).first())}
