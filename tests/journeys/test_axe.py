"""axe-core finds nothing serious on any page that a role can reach from «Сегодня» by links."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from journeys.stage import run_jobs
from vpr.kernel.roles import Role

GRAVE = {"serious", "critical"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FILES = {"csv", "docx", "ics", "json", "pdf", "pub", "svg", "vcf", "vprr", "xlsx"}
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}


@pytest.fixture(scope="session")
def axe():
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


@pytest.fixture
def published(lively, expected, clock, now):
    from vpr.campaigns.services import publish_wave

    later = now + timedelta(days=16)
    clock(later)
    publish_wave(wave=expected.waves.get(number=1), account=None, now=later)
    run_jobs()
    return lively


def kind_of(url: str) -> str | None:
    """The view behind an address; None for what is no page of ours."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return None


def pages_of(page, start: str = "/", limit: int = 60):
    """Opens one page of each view that links lead to, breadth first."""
    waiting, seen = [start], set()
    while waiting and len(seen) < limit:
        url = waiting.pop(0)
        name = kind_of(url)
        if name is None or name in seen:
            continue
        seen.add(name)
        answer = page.goto(url)
        assert answer.status == 200, url
        yield name
        links = page.eval_on_selector_all(
            "a[href]:not([download])", "all => all.map(a => a.href).filter(h => h.startsWith(location.origin))"
        )
        waiting += [link for link in links if not is_file(link)]


def is_file(url: str) -> bool:
    return urlsplit(url).path.rpartition(".")[2] in FILES or "download" in url


def grave(axe, page) -> list[str]:
    found = axe.run(page, options=OPTIONS).response["violations"]
    return [
        f"{item['id']} ({item['impact']}): {item['nodes'][0]['html'][:200]}"
        for item in found
        if item["impact"] in GRAVE
    ]


@pytest.mark.parametrize(
    "role",
    [Role.SCHOOL_ORGANIZER, Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.FEDERAL_ORGANIZER],
)
def test_nothing_serious_on_the_pages_of(enter, published, axe, role):
    page = enter(published.people[role])
    found = {name: faults for name in pages_of(page) if (faults := grave(axe, page))}
    assert found == {}


def test_nothing_serious_on_the_pages_of_a_stranger(visit, axe, db):
    page = visit()
    found = {name: faults for name in pages_of(page, "/accounts/login/") if (faults := grave(axe, page))}
    assert found == {}
