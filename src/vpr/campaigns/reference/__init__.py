"""Reference files of past and present campaigns, one TOML file per year, each row naming its source. Pure."""

from vpr.campaigns.reference.plans_reading import (
    ReferencePlan,
    plan_years,
    reference_plan,
    school_calendar,
    working_calendar,
)
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
    "ReferencePlan",
    "ReferenceTask",
    "plan_years",
    "reference_assessment",
    "reference_campaign",
    "reference_plan",
    "reference_years",
    "school_calendar",
    "working_calendar",
]
