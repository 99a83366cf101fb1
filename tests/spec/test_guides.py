"""The guides name only what exists: error codes of the catalogues, words that stand on pages, files beside them."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs" / "ru").glob("*.md"))
PAGES = sorted(path for folder in ("ru", "how-to", "why") for path in (ROOT / "docs" / folder).glob("*.md"))
CATALOGUES = ("vpr.campaigns.faults", "vpr.results.faults")


@pytest.fixture(scope="module")
def interface() -> str:
    """Everything that a page may show: templates, code, scripts, with blanks made single."""
    sources = (path for kind in ("*.html", "*.py", "*.js") for path in (ROOT / "src").rglob(kind))
    return re.sub(r"\s+", " ", " ".join(path.read_text("utf-8") for path in sources))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_error_code_of_a_guide_exists(guide):
    known = {code for module in CATALOGUES for code in import_module(module).CATALOGUE}
    named = set(re.findall(r"`([RS]-\d\d[a-z]?)`", guide.read_text("utf-8")))
    assert named - known == set()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_page_and_button_of_a_guide_stands_in_the_interface(guide, interface):
    named = set(re.findall(r"\*\*«([^»]+)»\*\*", guide.read_text("utf-8")))
    assert {words for words in named if words not in interface} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_path_of_our_code_that_a_page_names_exists(page):
    named = re.findall(r"`((?:src/vpr|tests)/[\w/.-]+)`", page.read_text("utf-8"))
    assert [path for path in named if "<" not in path and not (ROOT / path).exists()] == []
