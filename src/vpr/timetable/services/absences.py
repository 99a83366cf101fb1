"""Absences with valid reasons: numbers per class and assessment (S1: «не участвовали по уважительной причине»)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.cabinets.models import Account, Unit
from vpr.cabinets.services import record_audit
from vpr.campaigns.models import Assessment, Campaign
from vpr.timetable.models import Absence, ClassGroup


class TooManyAbsent(Refusal):
    """Отсутствовавших больше, чем участников в классе. Проверьте числа."""


@dataclass(frozen=True)
class AbsenceCounts:
    """Numbers of one class and assessment by reason."""

    class_group: ClassGroup
    assessment: Assessment
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@transaction.atomic
def note_absences(
    *, unit: Unit, campaign: Campaign, noted: Sequence[AbsenceCounts], account: Account | None, now: datetime
) -> int:
    """Replaces the counts of the given pairs; zeros erase a row. Returns how many pairs have absences."""
    for item in noted:
        if item.class_group.participants and item.total > item.class_group.participants:
            name, most = item.class_group.name, item.class_group.participants
            raise TooManyAbsent(
                f"{name}, {item.assessment.title}: отсутствовали {item.total}, а участников в классе {most}. "
                "Проверьте числа или исправьте список классов."
            )
    kept = 0
    for item in noted:
        if not item.total:
            Absence.objects.filter(class_group=item.class_group, assessment=item.assessment).delete()
            continue
        kept += 1
        Absence.objects.update_or_create(
            class_group=item.class_group,
            assessment=item.assessment,
            defaults={**item.counts, "noted_at": now, "noted_by": account},
        )
    record_audit(
        account=account,
        unit=unit,
        verb="noted_absences",
        subject=campaign.title,
        now=now,
        details={"pairs": kept, "absent": sum(item.total for item in noted)},
    )
    return kept
