"""Every page that a role can reach from «Сегодня» by links: nothing serious for axe-core, nothing wider than a phone.

One walk serves both: the page is opened once, looked at in a wide window, then in one of 360 px.
"""

from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from busy_region import busy_region

GRAVE = {"serious", "critical"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
FILES = {"csv", "docx", "ics", "json", "ods", "pdf", "pub", "svg", "txt", "vcf", "vprr", "xlsx", "zip"}


@pytest.fixture(scope="session")
def axe():
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


def kind_of(url: str) -> str | None:
    """The view behind an address; None for what is no page of ours."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return None


def pages_of(page, start: str = "/", limit: int = 90):
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
    return urlsplit(url).path.rpartition(".")[2] in FILES


def grave(axe, page) -> list[str]:
    found = axe.run(page, options=OPTIONS).response["violations"]
    return [
        f"{item['id']} ({item['impact']}): {item['nodes'][0]['html'][:200]}"
        for item in found
        if item["impact"] in GRAVE
    ]


def too_wide(page) -> list[str]:
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(WIDE)
    return [f"{width} px wide"] if width > PHONE["width"] else []


def faults_of(axe, page, start: str = "/") -> dict[str, list[str]]:
    """What is wrong on the pages of a walk, by the view."""
    return {name: found for name in pages_of(page, start) if (found := [*grave(axe, page), *too_wide(page)])}


def test_every_page_of_every_role_is_readable(enter, db, home, axe, clock, now):
    """The region is built once: to build it for each role would take longer than to look at all its pages."""
    people = busy_region(now)
    assert {role.value: found for role, person in people.items() if (found := faults_of(axe, enter(person)))} == {}


def test_every_page_of_a_stranger_is_readable(visit, axe, db):
    assert faults_of(axe, visit(), "/accounts/login/") == {}
