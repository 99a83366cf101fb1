"""What may stand in a tracked file, and how long it may be."""

import ast
import re

import pytest

from house.the_tree import ROOT, SRC, python_sources, tracked

LONGEST_FILE = 400
LONGEST_FUNCTION = 60

#: Spelled in pieces, so that this file does not find itself.
INDEX_HOSTS = re.compile(r"(py" + r"pi|python" + r"hosted|np" + r"mjs|test\.py" + r"pi)\.(org|com|io)|/sim" + r"ple/")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(wo" + r"rk|ro" + r"ot|ho" + r"me/\w+)/\w|/tmp/ba" + r"sh")


def readable():
    for path in tracked():
        try:
            yield path, path.read_text()
        except UnicodeDecodeError:
            continue


def found(pattern):
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path, text in readable()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_tracked_file_names_a_package_index():
    assert found(INDEX_HOSTS) == []


def test_no_tracked_file_names_a_path_of_somebodys_machine():
    assert found(MACHINE_PATHS) == []


def test_requirements_are_locked_with_hashes():
    for name in ("base.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text()
        pinned = re.findall(r"^[a-z0-9][\w.-]*==\S+", text, re.M)
        assert pinned
        assert len(re.findall(r"^[a-z0-9][\w.-]*==[^\n]+\\\n +--hash=", text, re.M)) == len(pinned), name


def test_no_file_is_longer_than_a_room():
    too_long = {str(path.relative_to(SRC)): n for path in python_sources() if (n := lines_of(path)) > LONGEST_FILE}
    assert too_long == {}


def test_no_function_is_longer_than_a_thought():
    too_long = {}
    for path in python_sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    too_long[f"{path.relative_to(SRC)}:{node.name}"] = length
    assert too_long == {}


def lines_of(path):
    return len(path.read_text().splitlines())


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "manager", "handler", "process", "data", "info"])
def test_no_room_has_a_name_that_says_nothing(word):
    named = [path for path in SRC.rglob("*") if path.stem == word and path.suffix in ("", ".py")]
    assert named == []


def test_there_are_no_signals():
    """Two upward messages and no more: registration in `ready()` and deferral by name."""
    pattern = re.compile(r"django\.(db|core|contrib|test)[\w.]*\.signals|from django\.dispatch|@receiver\b")
    assert [str(path) for path in python_sources() if pattern.search(path.read_text())] == []


def test_nothing_below_the_roof_swallows_every_exception():
    for path in python_sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, f"{path}:{node.lineno}: bare except"
                names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
                is_reraised = any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
                assert not names & {"Exception", "BaseException"} or is_reraised, f"{path}:{node.lineno}"


def test_every_module_says_what_it_is():
    """A docstring in front; doorways that only list (urls, apps) and empty package files may do without."""
    silent = [
        str(path.relative_to(SRC))
        for path in python_sources()
        if path.name not in ("urls.py", "apps.py", "__main__.py", "wsgi.py", "account_urls.py")
        and path.read_text().strip()
        and ast.get_docstring(ast.parse(path.read_text())) is None
    ]
    assert silent == []
