"""The verbs of the exchange. Only they write its tables."""

from vpr.exchange.services.checking import check_submission, rescue_unchecked
from vpr.exchange.services.drafts import StaleDraft, save_draft
from vpr.exchange.services.expecting import (
    expect,
    expect_campaign_forms,
    expect_units,
    extend_upload,
    repath_units,
    withdraw,
)
from vpr.exchange.services.receiving import receive_upload
from vpr.exchange.services.reminding import reminder_text, send_reminders
from vpr.exchange.services.workbooks import workbook_of, workbook_of_assessment

__all__ = [
    "StaleDraft",
    "check_submission",
    "expect",
    "expect_campaign_forms",
    "expect_units",
    "extend_upload",
    "receive_upload",
    "reminder_text",
    "repath_units",
    "rescue_unchecked",
    "save_draft",
    "send_reminders",
    "withdraw",
    "workbook_of",
    "workbook_of_assessment",
]
