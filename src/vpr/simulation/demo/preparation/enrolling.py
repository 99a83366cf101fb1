"""Schools of the demo as the lists know them, their applications, and the freeze that the expected uploads follow."""

from datetime import datetime, timedelta

import numpy as np

from vpr.cabinets.models import Appointment, Unit
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.campaigns.models import Campaign, PlanSchedule
from vpr.enrollment.models import SchoolRecord
from vpr.enrollment.queries.places import work_places
from vpr.enrollment.rules.applying import WorkPlace
from vpr.enrollment.services.applications import confirm_applications
from vpr.enrollment.services.freezing import freeze_applications
from vpr.enrollment.words import LegalForm, SchoolKind, Settlement, WorkForm
from vpr.exchange.services import expect_campaign_forms
from vpr.kernel.roles import Role
from vpr.simulation.cohort import cohort_of
from vpr.simulation.demo.preparation.planning import GRADE, STEPS
from vpr.simulation.demo.preparation.sending import Rows, prefilled, send_form
from vpr.simulation.demo.region import DemoRegion

#: Grades of the demo's assessments.
GRADES = (4, GRADE, 8)
Sizes = dict[int, tuple[list[int], list[int]]]  # grade -> pupils and classes of each school


def sizes_of(demo: DemoRegion, seed: int) -> Sizes:
    """The same pupils whose scripts the demo shows."""
    found = {}
    for grade in GRADES:
        cohort = cohort_of(demo.plan, grade=grade, seed=seed)
        count = len(demo.schools)
        pupils = np.bincount(cohort.school, minlength=count)
        classes = np.zeros(count, dtype=int)
        np.maximum.at(classes, cohort.school, cohort.class_number)
        found[grade] = (pupils.tolist(), classes.tolist())
    return found


def enroll(demo: DemoRegion, plan: PlanSchedule, *, sizes: Sizes, now: datetime) -> None:
    """Records, applications sent and confirmed in the windows of the plan, and one freeze of the region."""
    campaign = plan.campaign
    describe(demo, campaign, now)
    for step in ("reconciliation", "application", "consolidated"):
        expect_campaign_forms(now=_within(step, now))
    for index, school in enumerate(demo.schools):
        fill_application(school, campaign, index, sizes, _within("application", now, index))
    for unit, role in ((demo.district, Role.MUNICIPAL_COORDINATOR), (demo.direct, Role.RESPONSIBLE_COORDINATOR)):
        account = cabinet_of(unit, role).account
        listed = prefilled("reconciliation", unit, campaign)
        if unit == demo.district:
            listed["list"][-1]["short_name"] += " (опорная)"  # waits for the region's decision
        send_form("reconciliation", unit, campaign, listed, account, _within("reconciliation", now))
        confirmed = prefilled("consolidated", unit, campaign)
        send_form("consolidated", unit, campaign, confirmed, account, _within("consolidated", now))
    region = cabinet_of(demo.region, Role.REGIONAL_COORDINATOR)
    confirm_applications(by=region, campaign=campaign, units=demo.schools, now=_within("correction", now))
    federal = cabinet_of(Unit.objects.get(kind="country"), Role.FEDERAL_ORGANIZER)
    freeze_applications(by=federal, campaign=campaign, region=demo.region, now=_within("freeze", now))


def fill_application(school: Unit, campaign: Campaign, index: int, sizes: Sizes, moment: datetime) -> None:
    """The school's own application, sent from the browser; `index` is its place in the region."""
    account = cabinet_of(school, Role.SCHOOL_ORGANIZER).account
    send_form("application", school, campaign, _filled(school, campaign, index, sizes), account, moment)


def cabinet_of(unit: Unit, role: Role) -> Cabinet:
    """The cabinet of the person who holds the role there."""
    appointment = Appointment.objects.select_related("account", "unit").get(unit=unit, role=role, ended_at=None)
    return Cabinet(appointment.account, appointment, scope_of(appointment))


def describe(demo: DemoRegion, campaign: Campaign, now: datetime) -> None:
    """Levels, kinds and settlements, as the reconciliation of the campaign left them."""
    SchoolRecord.objects.bulk_create(
        SchoolRecord(
            campaign=campaign,
            unit=school,
            kind=SchoolKind.GENERAL if school.municipality_id != demo.direct.pk else SchoolKind.LYCEUM,
            legal_form=LegalForm.STATE if school.municipality_id == demo.direct.pk else LegalForm.MUNICIPAL,
            settlement=Settlement.RURAL if school.municipality_id == demo.district.pk else Settlement.CITY,
            changed_at=now + timedelta(days=STEPS["reconciliation"][1]),
        )
        for school in demo.schools
    )


def _filled(school: Unit, campaign: Campaign, index: int, sizes: Sizes) -> Rows:
    """The prefilled form with figures in the rows of what the school holds."""
    places = work_places(campaign)
    rows = prefilled("application", school, campaign)
    for row in rows["works"]:
        place = places[row["work"]]
        row |= _figures(place, index, sizes) if _is_held(place, index) else {}
    return rows


def _is_held(place: WorkPlace, index: int) -> bool:
    """Every third school takes the computer form where the plan offers it, the others paper; one language is English."""
    return (place.form == WorkForm.COMPUTER) == (index % 3 == 0 and place.subject in ("is", "gg", "bi"))


def _figures(place: WorkPlace, index: int, sizes: Sizes) -> dict[str, str]:
    pupils, classes = sizes[place.grade]
    experts = str(1 + index % 2) if place.wants_experts else ""
    return {
        "class_count": str(max(1, classes[index])),
        "participants": str(max(1, pupils[index])),
        "experts": experts,
    }


def _within(step: str, now: datetime, index: int = 0) -> datetime:
    """A moment inside the window of a step: schools come one after another."""
    opens, closes = STEPS[step]
    return now + timedelta(days=opens + 1) + timedelta(days=closes - opens - 2) * (index % 11) / 11
