"""Tables of the exchange: forms of a campaign, who should upload them, every upload ever received, drafts of a grid."""

from vpr.exchange.models.expectations import (
    Expectation,
    ExpectationQuerySet,
    ExpectationState,
    Reminder,
    Tally,
    Withdrawal,
)
from vpr.exchange.models.publications import (
    Edition,
    EditionFile,
    EditionQuerySet,
    Publication,
    PublicationKind,
    Reading,
)
from vpr.exchange.models.submissions import Channel, Draft, Submission, SubmissionQuerySet, SubmissionState
from vpr.exchange.models.workbooks import SCORES, Workbook

__all__ = [
    "SCORES",
    "Channel",
    "Draft",
    "Edition",
    "EditionFile",
    "EditionQuerySet",
    "Expectation",
    "ExpectationQuerySet",
    "ExpectationState",
    "Publication",
    "PublicationKind",
    "Reading",
    "Reminder",
    "Submission",
    "SubmissionQuerySet",
    "SubmissionState",
    "Tally",
    "Withdrawal",
    "Workbook",
]
