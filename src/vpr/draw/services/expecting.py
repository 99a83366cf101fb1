"""Expected uploads after a draw: the works that classes have drawn, with their participants; the others no longer."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Max, Min

from vpr.base.copying import among
from vpr.campaigns.models import Assessment, Campaign
from vpr.draw.models import DrawnSubject
from vpr.draw.queries.narrowing import settled_schools
from vpr.draw.queries.plan import DrawPlan
from vpr.exchange.models import Expectation, Workbook
from vpr.exchange.services import expect_all, withdraw_all, workbook_of_assessment

Codes = tuple[int | None, int | None]


def expect_drawn(*, campaign: Campaign, grades: Iterable[int], schools: Collection[int], plan: DrawPlan) -> None:
    """Expects the drawn works of these schools; a work that no class has drawn is withdrawn once no class waits.

    All are withdrawn before any is expected: the planner knows nothing yet of rows written a moment ago.
    """
    expected, released = [], []
    for grade in sorted(set(grades)):
        drawn, codes = _participants(campaign, grade, schools), _codes(campaign, grade, schools)
        settled = settled_schools(campaign, grade, schools)
        for workbook in _workbooks(plan, grade):
            found = drawn.get(workbook.assessment_id or 0, {})
            released.append((workbook, sorted(settled - found.keys())))
            rows = [(unit, count or None, *codes.get(unit, (None, None))) for unit, count in sorted(found.items())]
            expected.append((workbook, rows))
    withdraw_all(demands=released)
    expect_all(demands=expected)


def _workbooks(plan: DrawPlan, grade: int) -> list[Workbook]:
    keys = {work.assessment for (of, _), works in plan.works.items() if of == grade for work in works}
    found = Assessment.objects.filter(pk__in=keys).select_related("campaign").order_by("code")
    return [workbook_of_assessment(item) for item in found]


def _participants(campaign: Campaign, grade: int, schools: Collection[int]) -> dict[int, dict[int, int]]:
    """Assessment -> school -> participants of the classes that have drawn it."""
    rows = DrawnSubject.objects.in_force().filter(
        class_group__campaign=campaign, class_group__grade=grade, class_group__unit__in=among(sorted(schools))
    )
    counted: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for assessment, unit, participants in rows.values_list(
        "assessment_id", "class_group__unit_id", "class_group__participants"
    ):
        counted[assessment][unit] += participants
    return counted


def _codes(campaign: Campaign, grade: int, schools: Collection[int]) -> dict[int, Codes]:
    """Codes issued to the school for this grade. S5 3.6: one code of a participant for all works of the campaign."""
    rows = Expectation.objects.filter(
        unit__in=among(sorted(schools)),
        workbook__assessment__campaign=campaign,
        workbook__assessment__grade=grade,
        code_from__isnull=False,
    )
    found = rows.values_list("unit_id").annotate(Min("code_from"), Max("code_to")).order_by()
    return {unit: (first, last) for unit, first, last in found}
