"""The verbs of the exchange. Only they write its tables."""

from vpr.exchange.services.checking import check_submission, rescue_unchecked
from vpr.exchange.services.drafts import StaleDraft, save_draft
from vpr.exchange.services.expecting import (
    expect,
    expect_all,
    expect_campaign_forms,
    expect_units,
    extend_upload,
    repath_units,
    withdraw,
    withdraw_all,
)
from vpr.exchange.services.forgetting import forget_uploads
from vpr.exchange.services.publishing import (
    PUBLISHERS,
    Words,
    announce_publications,
    prepare_edition,
    prepare_publication,
    publish_edition,
    unplan_edition,
    withdraw_publication,
)
from vpr.exchange.services.reading import mark_opened, remind_unread
from vpr.exchange.services.receiving import receive_upload
from vpr.exchange.services.reminding import reminder_text, send_reminders
from vpr.exchange.services.reopening import reopen, settle
from vpr.exchange.services.workbooks import workbook_of, workbook_of_assessment

__all__ = [
    "PUBLISHERS",
    "StaleDraft",
    "Words",
    "announce_publications",
    "check_submission",
    "expect",
    "expect_all",
    "expect_campaign_forms",
    "expect_units",
    "extend_upload",
    "forget_uploads",
    "mark_opened",
    "prepare_edition",
    "prepare_publication",
    "publish_edition",
    "receive_upload",
    "remind_unread",
    "reminder_text",
    "reopen",
    "repath_units",
    "rescue_unchecked",
    "save_draft",
    "send_reminders",
    "settle",
    "unplan_edition",
    "withdraw",
    "withdraw_all",
    "withdraw_publication",
    "workbook_of",
    "workbook_of_assessment",
]
