"""The verbs of the questionnaire: the only writer of its table."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.exchange.services import forget_uploads
from vpr.questionnaire.models import ContextData
from vpr.questionnaire.questions import YEARS, questionnaire_of


@transaction.atomic
def record_answers(
    *, unit: Unit, campaign: Campaign, form_year: int, answers: dict[str, Any], now: datetime
) -> ContextData:
    """Replaces what the school had in this campaign."""
    found, _ = ContextData.objects.update_or_create(
        unit=unit,
        campaign=campaign,
        defaults={"form_year": form_year, "answers": answers, "recorded_at": now},
    )
    return found


@transaction.atomic
def erase_staff_answers(*, now: datetime) -> int:
    """Names of directors go from campaigns that are over, `VPR_STAFF_DATA_DAYS` after they were given; how many rows.

    The uploads and drafts that brought them go with them: the answers that are no names stay in the table.
    """
    since = now - timedelta(days=settings.VPR_STAFF_DATA_DAYS)
    forget_uploads(kinds=["context"], since=since, only_past_campaigns=True)
    keys = sorted(
        {question.key for year in YEARS for question in questionnaire_of(year).questions if question.is_staff}
    )
    old = ContextData.objects.filter(
        campaign__is_current=False,
        recorded_at__lt=since,
        answers__has_any_keys=keys,
    )
    rows = list(old.select_for_update(of=("self",)))
    for row in rows:
        row.answers = {key: answer for key, answer in row.answers.items() if key not in keys}
    ContextData.objects.bulk_update(rows, ["answers"], batch_size=1000)
    return len(rows)
