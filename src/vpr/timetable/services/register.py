"""The class register of a school is replaced as a whole; classes that stay keep their id, ordinal and timetable."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from vpr.cabinets.models import Account, Unit
from vpr.cabinets.services import record_audit
from vpr.campaigns.models import Campaign
from vpr.timetable.models import ClassGroup
from vpr.timetable.rules.register import ClassRow, ordinals
from vpr.timetable.services.sittings import recount


@transaction.atomic
def replace_register(
    *, unit: Unit, campaign: Campaign, rows: Sequence[ClassRow], account: Account | None, now: datetime
) -> None:
    """`rows` have passed the rules of the register."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two uploads of one school come one after another
    present = {(item.grade, item.letter): item for item in ClassGroup.objects.filter(unit=unit, campaign=campaign)}
    wanted = {(row.grade, row.letter): row for row in rows}
    gone = [item for key, item in present.items() if key not in wanted]
    ClassGroup.objects.filter(pk__in=[item.pk for item in gone]).delete()
    numbers = _numbers(wanted, (item for key, item in present.items() if key in wanted))
    for key, row in wanted.items():
        _save(unit, campaign, row, numbers[key], present.get(key))
    record_audit(
        account=account,
        unit=unit,
        verb="saved_classes",
        subject=campaign.title,
        now=now,
        details={"classes": len(wanted), "removed": [item.name for item in gone]},
    )
    recount(unit=unit, campaign=campaign, now=now)


def _numbers(wanted: Iterable[tuple[int, str]], kept: Iterable[ClassGroup]) -> dict[tuple[int, str], int]:
    letters: dict[int, list[str]] = defaultdict(list)
    for grade, letter in wanted:
        letters[grade].append(letter)
    present: dict[int, dict[str, int]] = defaultdict(dict)
    for item in kept:
        present[item.grade][item.letter] = item.ordinal
    return {
        (grade, letter): number
        for grade, names in letters.items()
        for letter, number in ordinals(names, present[grade]).items()
    }


def _save(unit: Unit, campaign: Campaign, row: ClassRow, ordinal: int, item: ClassGroup | None) -> None:
    fresh = item or ClassGroup(unit=unit, campaign=campaign, grade=row.grade, letter=row.letter)
    fresh.ordinal = ordinal
    fresh.participants = row.participants
    fresh.is_advanced = row.is_advanced
    fresh.subjects = list(row.subjects)
    fresh.week_of = row.week_of
    fresh.save()
