"""A slow link at 7:25 in the morning: the first page weighs at most 60 KB compressed, every next one at most 15 KB.

Static files are counted as whitenoise serves them (brotli, kept by the browser after the first page), pages and charts
as the gzip middleware sends them.
"""

import re
from datetime import timedelta

import brotli
import pytest
from django.contrib.staticfiles import finders

from busy_region import busy_region
from vpr.kernel.roles import Role

KB = 1024
FIRST, NEXT = 60 * KB, 15 * KB
_PARTS = re.compile(r'<(?:link|script|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"]+)"')


def weight_of(client, url: str, kept: dict[str, int]) -> int:
    """Bytes that travel for a page; static files not yet in `kept` are added to it."""
    page = client.get(url, headers={"accept-encoding": "gzip"})
    assert page.status_code == 200, url
    text = client.get(url).content.decode()
    total = len(page.content)
    for part in _PARTS.findall(text):
        path = part.partition("?")[0]
        if not path.startswith("/static/"):
            continue  # charts are loaded when the reader comes to them
        if path not in kept:
            kept[path] = len(brotli.compress(_static(path)))
            total += kept[path]
    return total


def _static(path: str) -> bytes:
    found = finders.find(path.removeprefix("/static/"))
    assert isinstance(found, str), path
    with open(found, "rb") as file:
        return file.read()


PAGES = {
    Role.SCHOOL_ORGANIZER: [
        "/exchange/",
        "/exchange/forms/2026.en8/upload/",
        "/results/grid/2026.en8/",
        "/analytics/",
        "/analytics/own/",
        "/analytics/2026.en8/470167/individual_results/",
        "/analytics/2026.en8/470167/names/",
        "/help/",
        "/notifications/",
    ],
    Role.MUNICIPAL_COORDINATOR: [
        "/exchange/monitoring/",
        "/units/",
        "/codes/",
        "/analytics/2026.en8/reg47_m010/marks_statistics/",
    ],
    Role.REGIONAL_COORDINATOR: ["/exchange/monitoring/", "/units/", "/analytics/2026.en8/reg470000/task_performance/"],
    Role.FEDERAL_ORGANIZER: ["/campaigns/", "/campaigns/2026.en8/", "/campaigns/2026.en8/scale/", "/analytics/"],
}

_EVERYWHERE = (
    "/enrollment/",
    "/support/",
    "/support/frequent/",
    "/support/ask/",
    "/campaigns/plan/",
    "/campaigns/roadmap/",
    "/exchange/publications/",
    "/coordinators/",
    "/draw/public/",
    "/help/faults/?code=R-07a",
)
_SCHOOL = (
    "/exchange/forms/2026.context/grid/",
    "/exchange/forms/2026.observers/grid/",
    "/timetable/",
    "/timetable/classes/",
    "/timetable/reserve/",
    "/timetable/absences/",
    "/draw/school/",
    "/objectivity/",
    "/staffing/",
    "/staffing/people/",
    "/staffing/plan/",
)
_ABOVE = (
    "/enrollment/applications/",
    "/timetable/monitoring/",
    "/timetable/reserve/",
    "/draw/monitoring/",
    "/questionnaire/answers/",
    "/objectivity/",
)
#: Rooms of the preparation, each with something in it.
ROOMS = {
    Role.SCHOOL_ORGANIZER: _SCHOOL,
    Role.SCHOOL_TECHNICIAN: ("/exchange/", "/timetable/"),
    Role.MUNICIPAL_COORDINATOR: (*_ABOVE, "/objectivity/candidates/"),
    Role.RESPONSIBLE_COORDINATOR: _ABOVE,
    Role.REGIONAL_COORDINATOR: (*_ABOVE, "/enrollment/reconciliation/", "/support/queue/"),
    Role.REGIONAL_ANALYST: ("/analytics/",),
    Role.FEDERAL_ORGANIZER: (
        "/enrollment/applications/",
        "/enrollment/applications/freeze/",
        "/timetable/monitoring/",
        "/draw/rounds/",
        "/draw/rounds/new/",
        "/campaigns/2026/plans/",
        "/campaigns/2026/plans/1/",
        "/support/queue/",
    ),
}


@pytest.fixture
def results(world, assessment, now, monkeypatch):
    """Three schools with results, published."""
    from ledger_rows import random_rows, store
    from vpr.analytics.services import refresh_assessment
    from vpr.base import clock

    later = now + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    store(assessment, random_rows(7, [world.school, world.neighbor, world.foreign_school]))
    assessment.waves.filter(number=1).update(published_at=now)
    refresh_assessment(assessment_id=assessment.pk, now=later)


def test_the_first_page_of_a_stranger_is_light(client, db):
    assert weight_of(client, "/accounts/login/", {}) <= FIRST


@pytest.mark.parametrize("role", PAGES)
def test_the_first_page_is_light_and_the_next_ones_lighter(client, world, results, role):
    client.force_login(world.people[role])
    kept: dict[str, int] = {}
    weights = {"/": weight_of(client, "/", kept)} | {url: weight_of(client, url, kept) for url in PAGES[role]}
    assert weights.pop("/") <= FIRST
    assert {url: weight for url, weight in weights.items() if weight > NEXT} == {}


def test_the_rooms_of_the_preparation_are_light(client, db, home, now, monkeypatch):
    """The synthetic region in the middle of its campaign, built once for all the roles."""
    from vpr.base import clock

    monkeypatch.setattr(clock, "now", lambda: now)
    heavy = {}
    for role, person in busy_region(now).items():
        client.force_login(person)
        kept: dict[str, int] = {}
        weights = {url: weight_of(client, url, kept) for url in ("/", *_EVERYWHERE, *ROOMS[role])}
        first = weights.pop("/")
        heavy |= {(role.value, url): weight for url, weight in weights.items() if weight > NEXT}
        heavy |= {(role.value, "/"): first} if first > FIRST else {}
    assert heavy == {}
