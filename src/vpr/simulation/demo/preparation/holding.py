"""Classes, weeks and timetables of the demo's schools; a draw that is out; a reserve day that waits for the district."""

from datetime import date, datetime, timedelta

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment, PlanSchedule
from vpr.draw.services import commit_round, publish_round, start_closing, start_draw
from vpr.draw.services.drawing import run_draw
from vpr.draw.services.publishing import run_publication, tell_schools
from vpr.draw.services.rounds import run_closing
from vpr.exchange.services import expect_campaign_forms
from vpr.kernel.roles import Role
from vpr.simulation.cohort import CLASS_LETTERS
from vpr.simulation.demo.preparation.enrolling import Sizes, cabinet_of
from vpr.simulation.demo.preparation.planning import FIRST_DAY, GRADE, HUMANITIES, LAST_DAY, SCIENCES
from vpr.simulation.demo.preparation.sending import Rows, send_form
from vpr.simulation.demo.region import DemoRegion
from vpr.timetable.models import ClassGroup
from vpr.timetable.queries.duties import duties_of
from vpr.timetable.queries.register import drawn_grades
from vpr.timetable.queries.week import school_week
from vpr.timetable.rules.planner import propose
from vpr.timetable.rules.register import ClassRow
from vpr.timetable.services.reserve import Wish, ask_reserve_day
from vpr.timetable.workbooks.classes import SHEET as CLASSES_SHEET
from vpr.timetable.workbooks.classes import cells_of
from vpr.timetable.workbooks.timetable import SHEET as TIMETABLE_SHEET
from vpr.timetable.workbooks.timetable import cells_of as timetable_cells

#: Schools that have not given their classes yet, in the order of codes: somebody is always behind.
_WITHOUT_CLASSES = (4, 19)
#: Every so manieth school has no timetable yet; the first school is one of them: there is something to do.
_WITHOUT_TIMETABLE = 4


def hold(demo: DemoRegion, plan: PlanSchedule, *, sizes: Sizes, now: datetime) -> None:
    expect_campaign_forms(now=now - timedelta(days=8))
    expect_campaign_forms(now=now)
    for index, school in enumerate(demo.schools):
        if index not in _WITHOUT_CLASSES:
            send_classes(school, plan, index, sizes, now - timedelta(days=10) + timedelta(hours=index), now)
    _draw(plan, _mondays(now)[:1], now - timedelta(days=3))
    for index, school in enumerate(demo.schools):
        if index % _WITHOUT_TIMETABLE and index not in _WITHOUT_CLASSES:
            _timetable(school, plan, now)
    _ask(demo.schools[2], plan, now)


def send_classes(school: Unit, plan: PlanSchedule, index: int, sizes: Sizes, moment: datetime, now: datetime) -> None:
    """The register of a school; its classes of the drawn grade are spread over the weeks of the plan."""
    drawn, weeks = drawn_grades(plan.campaign), _mondays(now)
    rows = [cells_of(row, drawn) for grade in sizes for row in _classes(grade, sizes, index, weeks)]
    _send("classes", school, plan, {CLASSES_SHEET: rows}, moment)


def _mondays(now: datetime) -> list[date]:
    """Whole weeks inside the period of the drawn subjects."""
    days = [now.date() + timedelta(days=number) for number in range(FIRST_DAY, LAST_DAY - 4)]
    return [day for day in days if day.weekday() == 0]


def _classes(grade: int, sizes: Sizes, index: int, weeks: list[date]) -> list[ClassRow]:
    pupils, classes = sizes[grade]
    count = max(1, classes[index])
    drawn = grade == GRADE
    return [
        ClassRow(
            grade=grade,
            letter=CLASS_LETTERS[number] if count > 1 else "",
            participants=len(range(number, max(pupils[index], count), count)),
            subjects=(*HUMANITIES, *SCIENCES) if drawn else (),
            week_of=weeks[(index + number) % len(weeks)] if drawn else None,
        )
        for number in range(count)
    ]


def _draw(plan: PlanSchedule, weeks: list[date], now: datetime) -> None:
    """The first week is drawn and published; the next is announced, so that the steps of a round can be tried."""
    federal = cabinet_of(Unit.objects.get(kind="country"), Role.FEDERAL_ORGANIZER).account
    found = commit_round(campaign=plan.campaign, grades=[GRADE], weeks=weeks, by=federal, now=now - timedelta(days=4))
    start_closing(round_id=found.pk, by=federal, now=now - timedelta(days=1))
    run_closing(round_id=found.pk, now=now - timedelta(days=1))
    start_draw(round_id=found.pk, by=federal, now=now)
    run_draw(round_id=found.pk, now=now)
    publish_round(round_id=found.pk, by=federal, now=now)
    run_publication(round_id=found.pk, now=now)
    tell_schools(round_id=found.pk, now=now)
    later = [week + timedelta(days=7) for week in weeks]
    commit_round(campaign=plan.campaign, grades=[GRADE], weeks=later, by=federal, now=now)


def _timetable(school: Unit, plan: PlanSchedule, now: datetime) -> None:
    """What «Предложить расписание» proposes; in school holidays it finds less, and the rest waits for the school."""
    duties = duties_of(school, plan.campaign, now.date())
    placed = {item.duty.key: item for item in propose(duties, school_week(school, plan.campaign))}
    rows = [timetable_cells(duty, placed.get(duty.key)) for duty in duties]
    _send("timetable", school, plan, {TIMETABLE_SHEET: rows}, now - timedelta(days=2))


def _send(key: str, school: Unit, plan: PlanSchedule, rows: Rows, moment: datetime) -> None:
    send_form(key, school, plan.campaign, rows, cabinet_of(school, Role.SCHOOL_ORGANIZER).account, moment)


def _ask(school: Unit, plan: PlanSchedule, now: datetime) -> None:
    """A school asks for a day outside the period; the district has to agree."""
    assessment = Assessment.objects.get(campaign=plan.campaign, subject="ma", grade=4)
    classes = list(ClassGroup.objects.filter(campaign=plan.campaign, unit=school, grade=4)[:1])
    wanted = school_week(school, plan.campaign).days(*(now.date() + timedelta(days=number) for number in (5, 16)))
    if not wanted:
        return  # school holidays: nobody asks for a day in them
    wish = Wish(
        assessment=assessment,
        classes=classes,
        participants=classes[0].participants,
        is_whole_class=True,
        wanted_on=wanted[0],
        reason="quarantine",
        words="Карантин в классе по распоряжению районной больницы",
    )
    by = cabinet_of(school, Role.SCHOOL_ORGANIZER)
    ask_reserve_day(by=by, campaign=plan.campaign, wish=wish, now=now - timedelta(hours=5))
