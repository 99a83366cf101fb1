"""A campaign before the day: assessments with forms, schools with records, cabinets of every role."""

from datetime import timedelta

from vpr.cabinets.models import Appointment
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.campaigns.models import Assessment, Campaign, PlanItem, PlanSchedule, PlanState, PlanStep
from vpr.enrollment.models import SchoolRecord
from vpr.enrollment.rules.applying import Numbers
from vpr.exchange.services import workbook_of

STEPS = ("reconciliation", "application", "consolidated", "correction", "freeze")
#: code -> (subject, grade, level, forms)
WORKS = {
    "ru4": ("ru", 4, "base", ["paper"]),
    "ma4": ("ma", 4, "base", ["paper"]),
    "bi5": ("bi", 5, "base", ["paper", "computer"]),
    "ru5": ("ru", 5, "base", ["paper"]),
    "ma7": ("ma", 7, "base", ["paper"]),
    "ma7a": ("ma", 7, "advanced", ["paper"]),
    "ru10": ("ru", 10, "base", ["paper"]),
}


def campaign_before(now, *, code="2026", year=2026, current=True) -> Campaign:
    """A campaign with a plan in force whose steps are open now."""
    campaign = Campaign.objects.create(code=code, title=f"ВПР {year}", year=year, is_current=current)
    plan = PlanSchedule.objects.create(campaign=campaign, version=1, state=PlanState.PUBLISHED, made_at=now)
    for key, (subject, grade, level, forms) in WORKS.items():
        work = Assessment.objects.create(
            campaign=campaign,
            code=f"{code}.{key}",
            subject=subject,
            grade=grade,
            level=level,
            title=f"{subject.upper()} {grade} класс{' углублённый' if level == 'advanced' else ''}",
            variants=[1, 2],
        )
        PlanItem.objects.create(plan=plan, assessment=work, forms=forms)
    for key in STEPS:
        PlanStep.objects.create(plan=plan, key=key, opens_at=now - timedelta(days=5), closes_at=now + timedelta(days=5))
    return campaign


def record(unit, now, **fields) -> SchoolRecord:
    return SchoolRecord.objects.create(unit=unit, campaign=None, changed_at=now, **fields)


def cabinet(world, role) -> Cabinet:
    account = world.people[role]
    appointment = Appointment.objects.select_related("unit").get(account=account)
    return Cabinet(account, appointment, scope_of(appointment))


def form_of(campaign, kind):
    return workbook_of(campaign, kind)


def numbers(classes, participants, experts=0) -> Numbers:
    return Numbers(classes, participants, experts)
