"""Forms of a campaign: made when they are first needed, once."""

from vpr.campaigns.models import Assessment, Campaign
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import SCORES, Workbook


def workbook_of(campaign: Campaign, kind: str) -> Workbook:
    """The form of the preparation of this kind (its key) in the campaign."""
    defaults = {"code": f"{campaign.code}.{kind}", "title": kind_of(kind).title}
    return Workbook.objects.get_or_create(campaign=campaign, kind=kind, assessment=None, defaults=defaults)[0]


def workbook_of_assessment(assessment: Assessment) -> Workbook:
    """The score form of the assessment."""
    defaults = {
        "campaign_id": assessment.campaign_id,
        "kind": SCORES,
        "code": assessment.code,
        "title": assessment.title,
    }
    workbook, _ = Workbook.objects.get_or_create(assessment=assessment, defaults=defaults)
    workbook.assessment = assessment  # the caller's own: windows that it has prefetched stay prefetched
    return workbook


def kept(workbook: Workbook) -> Workbook:
    """A workbook that a page has only shown (`queries.workbooks`) becomes a row when something is uploaded."""
    return workbook if workbook.pk else workbook_of_assessment(workbook.of_assessment)
