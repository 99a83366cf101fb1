"""Builds the demo region in one transaction: a run that was cut off leaves nothing half made."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.services import ensure_assessment
from vpr.campaigns.services.amending import Author
from vpr.simulation.demo.calendar import PAST, PLANS, ensure_calendar
from vpr.simulation.demo.past import build_past
from vpr.simulation.demo.people import PASSWORD, SignIn, ensure_people, sign_ins
from vpr.simulation.demo.preparation import enroll, ensure_plan, hold
from vpr.simulation.demo.preparation.enrolling import sizes_of
from vpr.simulation.demo.region import REGION, DemoRegion, ensure_units
from vpr.simulation.demo.uploads import build_uploads

SEED = 2026

#: Told what is being made, and how much of everything is done (0..1).
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class DemoNotes:
    """What the console prints when the region stands."""

    password: str
    sign_ins: list[SignIn]


def demo_exists() -> bool:
    return Unit.objects.filter(code=REGION).exists()


def demo_notes() -> DemoNotes:
    """The sign-ins; the region is read, not built."""
    return DemoNotes(PASSWORD, sign_ins(ensure_units(random.Random(SEED))))


@transaction.atomic
def build_demo(*, now: datetime, progress: Progress = lambda title, share: None) -> DemoNotes:
    """Makes the whole region; an existing one is left as its users have made it."""
    if demo_exists():
        return demo_notes()
    chance = random.Random(SEED)
    progress("Школы и учётные записи", 0.0)
    demo = ensure_units(chance)
    ensure_people(demo)
    sizes = sizes_of(demo, SEED)
    assessments = [ensure_assessment(code=plan.code) for plan in PLANS]
    author = Author(Account.objects.get(login="federal"), now)
    schedule = ensure_plan(assessments[0].campaign, author=author)
    progress("Заявки школ", 0.02)
    enroll(demo, schedule, sizes=sizes, now=now)
    steps = len(PLANS) + len(PAST)
    for done, plan in enumerate(PLANS):
        assessment = ensure_calendar(plan, now)
        progress(f"{assessment.title}: формы и загрузки", (done + 1) / (steps + 1))
        build_uploads(demo, assessment, plan, seed=SEED, now=now, chance=chance)
    for done, code in enumerate(PAST, start=len(PLANS)):
        progress(f"Результаты прошлых лет: {code}", (done + 1) / (steps + 1))
        build_past(demo, code, seed=SEED, now=now)
    progress("Классы, расписание, случайный выбор предметов", 0.95)
    hold(demo, schedule, sizes=sizes, now=now)
    progress("Готово", 1.0)
    return DemoNotes(PASSWORD, sign_ins(demo))


__all__ = ["DemoNotes", "DemoRegion", "build_demo", "demo_exists", "demo_notes"]
