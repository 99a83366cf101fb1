"""Reference files of past and present campaigns, one TOML file per year, each row naming its source. Pure."""

from vpr.campaigns.reference.reading import (
    ReferenceAssessment,
    ReferenceCampaign,
    ReferenceTask,
    reference_assessment,
    reference_campaign,
    reference_years,
)

__all__ = [
    "ReferenceAssessment",
    "ReferenceCampaign",
    "ReferenceTask",
    "reference_assessment",
    "reference_campaign",
    "reference_years",
]
