"""The campaign of these pages: the current one."""

from django.http import Http404

from vpr.campaigns.models import Campaign


def campaign_or_404() -> Campaign:
    found = Campaign.objects.filter(is_current=True).first()
    if found is None:
        raise Http404
    return found
