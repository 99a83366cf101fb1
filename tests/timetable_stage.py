"""A school with a plan for the timetable tests: grades 4 and 6 (drawn subjects), works of one and of two parts."""

from dataclasses import dataclass
from datetime import date, timedelta

from conftest import NOW
from vpr.cabinets.models import Appointment, Unit
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.campaigns.models import Assessment, Campaign, DrawGroup, PlanItem, PlanSchedule, PlanStep, Wave, Window
from vpr.timetable.rules.register import ClassRow

FIRST, LAST = date(2026, 4, 20), date(2026, 5, 8)
WEEK = date(2026, 4, 27)


@dataclass
class Stage:
    """The plan of a campaign; works by their code without the year."""

    campaign: Campaign
    works: dict
    plan: PlanSchedule


def make_stage() -> Stage:
    campaign = Campaign.objects.create(code="2026", title="ВПР 2026", year=2026, is_current=True)
    plan = PlanSchedule.objects.create(
        campaign=campaign, version=1, state="published", made_at=NOW, published_at=NOW - timedelta(days=90)
    )
    group = DrawGroup.objects.create(plan=plan, grade=6, number=1, title="Один предмет из двух")
    works = {}
    for code, subject, grade, parts, minutes, drawn in (
        ("ru4", "ru", 4, 2, 90, None),
        ("ma4", "ma", 4, 1, 45, None),
        ("ma6", "ma", 6, 1, 60, None),
        ("is6", "is", 6, 1, 45, group),
        ("gg6", "gg", 6, 1, 45, group),
    ):
        works[code] = Assessment.objects.create(
            campaign=campaign, code=f"2026.{code}", subject=subject, grade=grade, parts=parts, minutes=minutes,
            title=f"{subject} {grade} класс", variants=[1, 2], is_open=True,
        )  # fmt: skip
        PlanItem.objects.create(
            plan=plan, assessment=works[code], forms=["paper", "computer"] if code == "is6" else ["paper"],
            period_from=FIRST, period_to=LAST, upload_until=date(2026, 5, 12), late_upload_until=date(2026, 5, 29),
            draw_group=drawn,
        )  # fmt: skip
    for key in ("classes", "timetable"):
        PlanStep.objects.create(plan=plan, key=key, opens_at=NOW - timedelta(days=5), closes_at=NOW + timedelta(days=5))
    return Stage(campaign, works, plan)


def date_uploads(work: Assessment) -> None:
    """Windows and waves of a work as the plan says: in time until 12 May, late until 29 May."""
    ends = [NOW + timedelta(days=20), NOW + timedelta(days=37)]
    Window.objects.create(assessment=work, kind="upload", opens_at=NOW - timedelta(days=2), closes_at=ends[0])
    Window.objects.create(assessment=work, kind="late_upload", opens_at=ends[0], closes_at=ends[1])
    for number, end in enumerate(ends, start=1):
        Wave.objects.create(assessment=work, number=number, uploads_until=end, publishes_at=end + timedelta(days=9))


def rows(*, drawn_week: date | None = WEEK) -> list[ClassRow]:
    """Two classes of grade 4, one of grade 6."""
    return [
        ClassRow(4, "А", 25),
        ClassRow(4, "Б", 24),
        ClassRow(6, "", 20, subjects=("is", "gg"), week_of=drawn_week),
    ]


def cabinet_of(world, role, unit: Unit | None = None) -> Cabinet:
    account = world.people[role]
    appointment = Appointment.objects.select_related("unit").get(account=account)
    if unit is not None:
        appointment, _ = Appointment.objects.get_or_create(account=account, role=role, unit=unit)
    return Cabinet(account, appointment, scope_of(appointment))


def returned_request(unit: Unit, work: Assessment) -> int:
    """A request for a reserve day that waits for its school; for the matrix of roles and addresses."""
    from vpr.timetable.models import ReserveRequest

    return ReserveRequest.objects.create(
        campaign=work.campaign, unit=unit, assessment=work, participants=3, wanted_on=LAST, reason="quarantine",
        state="returned", asked_at=NOW, changed_at=NOW,
    ).pk  # fmt: skip


def calendar_link(unit: Unit, campaign: Campaign):
    """A subscription link and its token."""
    from vpr.timetable.models import CalendarFeed
    from vpr.timetable.queries.feeds import feed_token

    feed, _ = CalendarFeed.objects.get_or_create(
        campaign=campaign, unit=unit, nonce=f"nonce-{unit.code}", defaults={"made_at": NOW}
    )
    return feed.pk, feed_token(feed)
