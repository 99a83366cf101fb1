"""How far a form of the exchange is, for the roadmap: accepted of expected inside a unit. `exchange:<kind>`."""

from django.db.models import Sum

from vpr.campaigns.statuses import Progress, StatusQuestion
from vpr.exchange.models import Expectation, Tally, Workbook
from vpr.exchange.models.expectations import ExpectationState
from vpr.kernel.roles import UnitKind


def form_status(question: StatusQuestion) -> Progress | None:
    """All assessments of the kind together; None while nobody is expected to upload it."""
    kind = question.key.partition(":")[2]
    books = list(Workbook.objects.filter(campaign=question.campaign, kind=kind).values_list("pk", flat=True))
    if question.unit.kind == UnitKind.SCHOOL:
        owed = Expectation.objects.filter(workbook__in=books, unit=question.unit)
        done, total = owed.filter(state=ExpectationState.ACCEPTED).count(), owed.count()
    else:
        done, total = _counted(question, books)
    return Progress(done, total, "форм") if total else None


def _counted(question: StatusQuestion, books: list[int]) -> tuple[int, int]:
    """Sums that a trigger keeps: 40,000 schools cost no more than forty."""
    unit, kind = question.unit, UnitKind(question.unit.kind)
    counts = Tally.objects.filter(workbook_id__in=books)
    if kind is UnitKind.MUNICIPALITY:
        counts = counts.filter(municipality_id=unit.pk)
    elif kind is UnitKind.REGION:
        counts = counts.filter(region_id=unit.pk)
    found = counts.aggregate(done=Sum("accepted"), total=Sum("expected"))
    return found["done"] or 0, found["total"] or 0
