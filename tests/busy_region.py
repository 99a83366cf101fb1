"""The synthetic region in the middle of its campaign: something stands in every room that a role can enter."""

import random
from datetime import datetime, timedelta

from observer_rows import candidate
from vpr.cabinets.models import Account, Appointment, Unit
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.campaigns.models import Campaign
from vpr.campaigns.services import ensure_assessment
from vpr.campaigns.services.amending import Author
from vpr.exchange.services.publishing import Words, prepare_publication, publish_edition
from vpr.kernel.roles import Role
from vpr.objectivity import services as observers
from vpr.simulation.demo.building import SEED
from vpr.simulation.demo.calendar import PLANS, Stage, ensure_calendar
from vpr.simulation.demo.people import ensure_people
from vpr.simulation.demo.preparation import enroll, ensure_plan, hold
from vpr.simulation.demo.preparation.enrolling import sizes_of
from vpr.simulation.demo.region import DemoRegion, ensure_units
from vpr.simulation.demo.uploads import build_uploads
from vpr.staffing import services as staffing
from vpr.support import services as forum
from vpr.timetable.models import Sitting

#: Results that are out, and uploads that are coming in.
SHOWN = (Stage.PUBLISHED, Stage.OPEN)


def busy_region(now: datetime) -> dict[Role, Account]:
    """Builds the region; one person of each role, the organizer with a timetable and faults to mend."""
    demo, chance = ensure_units(random.Random(SEED)), random.Random(SEED)
    ensure_people(demo)
    sizes = sizes_of(demo, SEED)
    assessments = [ensure_assessment(code=plan.code) for plan in PLANS]
    schedule = ensure_plan(assessments[0].campaign, author=Author(Account.objects.get(login="federal"), now))
    enroll(demo, schedule, sizes=sizes, now=now)
    for plan in PLANS:
        assessment = ensure_calendar(plan, now)
        if plan.stage in SHOWN:
            build_uploads(demo, assessment, plan, seed=SEED, now=now, chance=chance)
    hold(demo, schedule, sizes=sizes, now=now)
    school = Sitting.objects.order_by("class_group__unit__code").first().class_group.unit
    people = _people(school)
    _talk(people, now)
    _post_observers(demo, schedule.campaign, people, now)
    _staff(schedule.campaign, people, now)
    return people


def _people(school: Unit) -> dict[Role, Account]:
    logins = {
        Role.FEDERAL_ORGANIZER: "federal",
        Role.REGIONAL_COORDINATOR: "region",
        Role.REGIONAL_ANALYST: "analyst",
        Role.MUNICIPAL_COORDINATOR: "district",
        Role.RESPONSIBLE_COORDINATOR: "direct",
        Role.SCHOOL_ORGANIZER: school.login,
    }
    technician = Account.objects.create_account(login="technician")
    Appointment.objects.create(account=technician, role=Role.SCHOOL_TECHNICIAN, unit=school)
    return {role: Account.objects.get(login=login) for role, login in logins.items()} | {
        Role.SCHOOL_TECHNICIAN: technician
    }


def _cabinet(account: Account) -> Cabinet:
    appointment = Appointment.objects.select_related("unit").get(account=account, ended_at=None)
    return Cabinet(account, appointment, scope_of(appointment))


def _talk(people: dict[Role, Account], now: datetime) -> None:
    """Instructions of both publishers, questions with and without an answer."""
    earlier = now - timedelta(days=1)
    for role in (Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR):
        by = _cabinet(people[role])
        words = Words("instruction", "Порядок проведения", "Читать до начала работ.", is_obligatory=True)
        edition = prepare_publication(by=by, words=words, brought=[("Порядок.txt", b"1. OK\n")], now=earlier)
        publish_edition(by=by, edition=edition, at=None, now=earlier)
    school = _cabinet(people[Role.SCHOOL_ORGANIZER])
    for title, is_answered in (("Как исправить код работы", True), ("Где взять форму сбора", False)):
        question = forum.ask(
            by=school, title=title, text="Форма не принята.", topic="upload", about=forum.About(), now=earlier
        )
        if is_answered:
            answer = _cabinet(people[Role.REGIONAL_COORDINATOR])
            forum.answer(by=answer, question=question, text="Откройте квитанцию: она называет ячейку.", now=now)


def _post_observers(demo: DemoRegion, campaign: Campaign, people: dict[Role, Account], now: datetime) -> None:
    """Candidates of every school; both coordinators have distributed them."""
    for number, school in enumerate(demo.schools):
        candidate(campaign, school, f"Павлова Ольга {chr(ord('А') + number % 32)}.", now=now)
    for role in (Role.MUNICIPAL_COORDINATOR, Role.RESPONSIBLE_COORDINATOR):
        observers.distribute(by=_cabinet(people[role]), campaign=campaign, now=now)


def _staff(campaign: Campaign, people: dict[Role, Account], now: datetime) -> None:
    """Officers and rooms of the school, and who sits where."""
    by = _cabinet(people[Role.SCHOOL_ORGANIZER])
    for name in ("Петрова Анна Ивановна", "Сидоров Пётр Ильич", "Белова Нина Олеговна"):
        staffing.save_member(by=by, card=staffing.MemberCard(name, "учитель", subjects=("ru",)), now=now)
    for number in ("12", "14"):
        staffing.save_room(by=by, number=number, seats=30, computers=12)
    staffing.propose(by=by, campaign=campaign, now=now)
