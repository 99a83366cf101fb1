"""Tables of the exchange: forms of a campaign, who should upload them, every upload ever received, drafts of a grid."""

from vpr.exchange.models.expectations import (
    Expectation,
    ExpectationQuerySet,
    ExpectationState,
    Reminder,
    Tally,
    Withdrawal,
)
from vpr.exchange.models.submissions import Channel, Draft, Submission, SubmissionQuerySet, SubmissionState
from vpr.exchange.models.workbooks import SCORES, Workbook

__all__ = [
    "SCORES",
    "Channel",
    "Draft",
    "Expectation",
    "ExpectationQuerySet",
    "ExpectationState",
    "Reminder",
    "Submission",
    "SubmissionQuerySet",
    "SubmissionState",
    "Tally",
    "Withdrawal",
    "Workbook",
]
