"""From frozen applications to expected uploads: who is expected in the monitoring matrix and which codes are issued."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from vpr.base.copying import among
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import ApplicationLine
from vpr.enrollment.plugs import narrowed
from vpr.enrollment.rules.applying import grade_sizes, issued_codes
from vpr.exchange.services import expect_all, withdraw_all, workbook_of_assessment

#: (grade, subject, participants) of a school's lines by assessment.
_SchoolLines = dict[int, tuple[int, str, int]]


@transaction.atomic
def derive_expectations(*, campaign: Campaign, units: Iterable[int]) -> int:
    """Score forms expected of these schools exactly as their applications say; returns how many.

    Codes are issued to a grade once and serve all its works. A school that does not hold a work is expected no more,
    unless it has uploaded something already.
    """
    keys = list(units)
    lines = _lines(campaign, keys)
    codes = {unit: _codes(own) for unit, own in lines.items()}
    expected, released = [], []
    for assessment in campaign.assessments.order_by("pk"):
        named = {
            unit: own[assessment.pk][2] if assessment.pk in own else 0  # a drawn work need not have been applied for
            for unit, own in lines.items()
            if assessment.grade in codes[unit]
        }
        taking = {unit: count for unit, count in narrowed(assessment, named).items() if count}
        workbook = workbook_of_assessment(assessment)
        expected.append((workbook, [(unit, count, *codes[unit][assessment.grade]) for unit, count in taking.items()]))
        released.append((workbook, [unit for unit in keys if unit not in taking]))
    written = expect_all(demands=expected)
    withdraw_all(demands=released)
    return written


def schools_of(region: Unit) -> list[int]:
    """Active schools of a region."""
    return list(Unit.objects.schools().filter(region=region).values_list("pk", flat=True))


def _lines(campaign: Campaign, units: list[int]) -> dict[int, _SchoolLines]:
    """Both forms of an assessment add up: today every result comes by the score workbook."""
    rows = ApplicationLine.objects.filter(
        application__campaign=campaign,
        application__unit__in=among(units),
        application__state="frozen",
        application__takes_part=True,
    )
    found: dict[int, _SchoolLines] = {}
    fields = ("application__unit_id", "assessment_id", "assessment__grade", "assessment__subject", "participants")
    for unit, assessment, grade, subject, participants in rows.values_list(*fields):
        own = found.setdefault(unit, {})
        earlier = own[assessment][2] if assessment in own else 0
        own[assessment] = (grade, subject, earlier + participants)
    return found


def _codes(lines: Mapping[int, tuple[int, str, int]]) -> dict[int, tuple[int, int]]:
    return {grade: issued_codes(grade, size) for grade, size in grade_sizes(lines.values()).items()}
