"""Works of a campaign that an application may name: only the forms of the plan, only the grades of the school (pain 24)."""

from collections.abc import Mapping

from vpr.campaigns.models import Assessment, Campaign, Level, PlanItem, PlanState
from vpr.enrollment.models import SchoolRecord
from vpr.enrollment.queries.records import grades_of, takes_subject
from vpr.enrollment.rules.applying import WorkPlace
from vpr.enrollment.words import WorkForm
from vpr.kernel.codes import parse_assessment_code
from vpr.kernel.subjects import SUBJECTS


def work_places(campaign: Campaign) -> dict[str, WorkPlace]:
    """Every assessment in every form of the plan in force, by key, in the order of grades.

    Without a plan every assessment is held on paper; an assessment that the plan does not name is not held.
    """
    items = PlanItem.objects.filter(plan__campaign=campaign, plan__state=PlanState.PUBLISHED)
    forms = dict(items.values_list("assessment_id", "forms"))
    places: dict[str, WorkPlace] = {}
    for item in campaign.assessments.order_by("grade", "subject", "code"):
        for form in forms.get(item.pk, [] if forms else [WorkForm.PAPER]) or [WorkForm.PAPER] * (item.pk in forms):
            place = _place(item, WorkForm(form))
            places[place.key] = place
    return places


def _place(item: Assessment, form: WorkForm) -> WorkPlace:
    suffix = ", компьютерная форма" if form is WorkForm.COMPUTER else ""
    return WorkPlace(item.pk, item.code, item.subject, item.grade, form.value, f"{item.title}{suffix}")


def places_of(record: SchoolRecord, places: Mapping[str, WorkPlace]) -> dict[str, WorkPlace]:
    """The works of a school: of its grades and subjects."""
    grades = grades_of(record)
    return {
        key: place for key, place in places.items() if place.grade in grades and takes_subject(record, place.subject)
    }


def short_titles(places: Mapping[str, WorkPlace]) -> dict[str, str]:
    """«РУ», «МА углубл.», «БИ (комп.)» for columns of one grade; two programmes of a subject keep their codes apart."""
    levels = dict(
        Assessment.objects.filter(pk__in={place.assessment_id for place in places.values()}).values_list("pk", "level")
    )
    made: dict[str, str] = {}
    for key, place in places.items():
        title = SUBJECTS[place.subject].abbreviation
        if levels[place.assessment_id] == Level.ADVANCED:
            title += " углубл."
        elif form := parse_assessment_code(place.code).form:
            title += f" ({form})"
        made[key] = f"{title} (комп.)" if place.form == WorkForm.COMPUTER else title
    return made
