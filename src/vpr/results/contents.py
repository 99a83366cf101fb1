"""What the campaign asks of the ledger before it changes or publishes: scripts of an assessment, contents of a wave."""

from django.db.models import Count, Q

from vpr.campaigns.ledger import WaveContents
from vpr.campaigns.models import Assessment, Wave
from vpr.results.models import Script


def scripts_of(assessment: Assessment) -> int:
    """Scripts stored for the assessment by all schools."""
    return Script.objects.filter(campaign=assessment.campaign_id, assessment=assessment).count()


def contents_of_wave(wave: Wave) -> WaveContents:
    """Schools and participants that are visible once the wave is published: its own and those of earlier waves."""
    shown = Script.objects.filter(campaign=wave.assessment.campaign_id, assessment=wave.assessment_id)
    shown = shown.filter(Q(wave=None) | Q(wave__lte=wave.number))
    present = Q(variant_1__gt=0) | Q(variant_1=None) | Q(variant_2__gt=0)
    counts = shown.filter(present).aggregate(schools=Count("school_id", distinct=True), participants=Count("code"))
    return WaveContents(schools=counts["schools"], participants=counts["participants"])
