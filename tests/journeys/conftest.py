"""A real browser against a live server. The browser is one for the session; each person gets a context of their own."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from journeys.stage import GOOD, submit
from vpr.kernel.roles import Role

# Playwright's synchronous API keeps an event loop in this thread; the ORM calls of a story are still synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("VPR_CHROMIUM", "/usr/bin/chromium")


def pytest_collection_modifyitems(items) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api")
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"journeys need Chromium at {CHROMIUM}")
        pytest.skip(f"no Chromium at {CHROMIUM}; set VPR_CHROMIUM")
    with playwright.sync_playwright() as engine:
        chromium = engine.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, live_server) -> Iterator[Callable[..., object]]:
    """`visit()` opens a page of a stranger; every script error of the page fails the test."""
    contexts, errors = [], []

    def open_page(*, width: int = 1280, height: int = 900):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, locale="ru-RU"
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        contexts.append(context)
        return page

    yield open_page
    for context in contexts:
        context.close()
    _wait_for_rest()
    assert errors == []


def _wait_for_rest(seconds: float = 10.0) -> None:
    """A page that is left sends what was typed last: the tables must not be flushed under that request."""
    from django.db import connection

    busy = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
    quiet, until = 0, time.monotonic() + seconds
    while quiet < 4 and time.monotonic() < until:
        time.sleep(0.1)
        with connection.cursor() as cursor:
            cursor.execute(busy + "and state <> 'idle'")
            quiet = 0 if cursor.fetchone()[0] else quiet + 1


@pytest.fixture
def enter(visit, live_server) -> Callable[..., object]:
    """`enter(account)` opens a page of that person, already signed in; several people may stand side by side."""
    from django.test import Client

    def open_page(account, **size: int):
        page, client = visit(**size), Client()
        client.force_login(account)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return open_page


@pytest.fixture
def clock(monkeypatch, now) -> Callable[[datetime], None]:
    """The clock that the pages see stands at `now`; calling the fixture moves it."""
    from vpr.base import clock as wall

    moment = [now]
    monkeypatch.setattr(wall, "now", lambda: moment[0])
    return lambda later: moment.__setitem__(0, later)


@pytest.fixture
def expected(world, assessment):
    """Both schools of the municipality and the foreign one should upload twelve scripts each."""
    from vpr.exchange.services import expect, workbook_of_assessment

    schools = [world.school, world.neighbor, world.foreign_school]
    expect(workbook=workbook_of_assessment(assessment), rows=[(school.pk, 12, 80001, 80012) for school in schools])
    return assessment


@pytest.fixture
def lively(world, expected, clock, now):
    """The neighbor's workbook is accepted, the school's own has faults, a third school has sent nothing."""
    from vpr.cabinets.models import Account, Appointment, Unit
    from vpr.exchange.services import expect, workbook_of_assessment

    silent = Unit.objects.create(
        kind="school",
        code="470169",
        name="Толмачёвская СОШ",
        parent=world.municipality,
        region=world.region,
        municipality=world.municipality,
        contact_name="Орлова Н. П.",
        contact_phone="+7 81372 70-000",
        contact_email="school@tolmachevo.example",
    )
    account = Account.objects.create_account(login="edu470169")
    Appointment.objects.create(account=account, role=Role.SCHOOL_ORGANIZER, unit=silent)
    expect(workbook=workbook_of_assessment(expected), rows=[(silent.pk, 12, 80001, 80012)])
    submit(world.neighbor, expected, {80000 + n: GOOD for n in range(1, 11)}, now)
    bad = (1, 9, 4, 3, 0, 2, 2, 1, 1, None)
    submit(world.school, expected, {80001: GOOD, 80002: bad, 80003: bad}, now, world.people[Role.SCHOOL_ORGANIZER])
    return replace(world, people=world.people | {"silent": account})
