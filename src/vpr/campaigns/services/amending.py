"""The history of an assessment and the journal of the cabinets, written by every verb that changes something."""

from dataclasses import dataclass
from datetime import datetime

from vpr.base.refusals import Refusal
from vpr.cabinets.models import Account, Unit
from vpr.cabinets.services import record_audit
from vpr.campaigns.models import Amendment, AmendmentKind, Assessment
from vpr.kernel.roles import UnitKind

#: Verbs of the journal by kind of amendment; their titles are registered in `ready()`.
VERBS: dict[str, str] = {
    AmendmentKind.CREATED: "created_assessment",
    AmendmentKind.CARD: "changed_card",
    AmendmentKind.SPECIFICATION: "changed_specification",
    AmendmentKind.SCALE: "changed_scale",
    AmendmentKind.DATES: "changed_dates",
    AmendmentKind.OPENED: "opened_assessment",
    AmendmentKind.CLOSED: "closed_assessment",
    AmendmentKind.PUBLISHED: "published_wave",
}


class ReasonNeeded(Refusal):
    """Результаты этой работы уже опубликованы. Чтобы изменить её, напишите причину: она останется в истории."""


@dataclass(frozen=True)
class Author:
    """Who changes and when; `reason` is needed once results are out."""

    account: Account | None
    now: datetime
    reason: str = ""


def amend(assessment: Assessment, kind: AmendmentKind, summary: str, author: Author) -> None:
    Amendment.objects.create(
        assessment=assessment,
        kind=kind,
        summary=summary,
        reason=author.reason.strip(),
        made_at=author.now,
        made_by=author.account,
    )
    record_audit(
        account=author.account,
        unit=Unit.objects.filter(kind=UnitKind.COUNTRY).first(),
        verb=VERBS[kind],
        subject=f"{assessment.code}: {summary}" if summary else assessment.code,
        now=author.now,
        details={"reason": author.reason.strip()} if author.reason.strip() else None,
    )


def is_published(assessment: Assessment) -> bool:
    return assessment.waves.exclude(published_at=None).exists()


def refuse_without_reason(assessment: Assessment, author: Author) -> None:
    if is_published(assessment) and not author.reason.strip():
        raise ReasonNeeded
