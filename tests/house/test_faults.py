"""Every fault of every catalogue is provoked by some test, has a cure, and belongs to one catalogue."""

import re
from importlib import import_module

import pytest

from house.the_tree import SRC, test_texts
from vpr.kernel.faults import FaultKind


def catalogues():
    """(module, code, kind) of every dictionary of FaultKind in a module called `faults`."""
    for path in sorted(SRC.glob("vpr/**/faults.py")):
        name = ".".join(path.relative_to(SRC).with_suffix("").parts)
        for content in vars(import_module(name)).values():
            if isinstance(content, dict) and content and all(isinstance(kind, FaultKind) for kind in content.values()):
                yield from ((name, code, kind) for code, kind in content.items())


ENTRIES = {(module, code): kind for module, code, kind in catalogues()}
CODES = sorted({code for _, code in ENTRIES})


def names_of(code):
    """Constants that hold this code: a test may say READER_DIED instead of E-901."""
    for path in sorted(SRC.glob("vpr/**/*.py")):
        yield from re.findall(rf"^([A-Z][A-Z_]+) = \"{re.escape(code)}\"", path.read_text(), re.M)


def test_there_are_faults_to_look_at():
    assert len(CODES) > 15


@pytest.mark.parametrize("code", CODES)
def test_every_fault_is_provoked_by_a_test(code):
    texts = test_texts()
    words = [code, *names_of(code)]
    assert any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", texts) for word in words), (
        f"no test names {code}: write one that provokes it"
    )


@pytest.mark.parametrize(("module", "code"), ENTRIES, ids="-".join)
def test_every_fault_has_its_own_code_a_title_and_a_message(module, code):
    kind = ENTRIES[module, code]
    assert kind.code == code
    assert kind.title
    assert kind.message
    others = {name for name, other in ENTRIES if other == code}
    assert len(others) == 1, f"{code} stands in {sorted(others)}"
