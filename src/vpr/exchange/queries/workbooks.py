"""Forms by their codes. A page may show a form that nobody has touched yet: reading it writes nothing."""

from django.urls import NoReverseMatch, reverse

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment
from vpr.exchange.declared.kind import DeclaredKind
from vpr.exchange.kinds import keys_of_levels, kind_of
from vpr.exchange.models import SCORES, Workbook
from vpr.kernel.roles import UnitKind


def workbook_by_code(code: str) -> Workbook | None:
    """The form of this code; of an assessment that nobody uploaded yet a form that is not stored."""
    found = Workbook.objects.select_related("campaign", "assessment__campaign").filter(code=code).first()
    if found is not None:
        return found
    assessment = Assessment.objects.select_related("campaign").filter(code=code, workbook=None).first()
    return unsaved_workbook(assessment) if assessment else None


def unsaved_workbook(assessment: Assessment) -> Workbook:
    return Workbook(
        campaign=assessment.campaign,
        kind=SCORES,
        assessment=assessment,
        code=assessment.code,
        title=assessment.title,
    )


def campaign_forms_of(unit: Unit) -> list[Workbook]:
    """Declared forms of the current campaign that units of this level fill in."""
    keys = [key for key in keys_of_levels(UnitKind(unit.kind)) if isinstance(kind_of(key), DeclaredKind)]
    found = Workbook.objects.filter(campaign__is_current=True, assessment=None, kind__in=keys)
    return list(found.select_related("campaign").order_by("title"))


def grid_url(workbook: Workbook) -> str:
    """Where the form is filled in the browser; empty when its kind has no grid or the assessment is closed."""
    name = getattr(kind_of(workbook.kind), "grid", "")
    if not name or (workbook.assessment and not workbook.assessment.is_open):
        return ""
    try:
        return reverse(name, kwargs={"code": workbook.code})
    except NoReverseMatch:
        return ""
