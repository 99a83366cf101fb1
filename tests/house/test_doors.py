"""Every door has its list of roles, every deferred name its job, every variable its line in the reference."""

import ast
import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from house.the_tree import ROOT, SRC, python_sources
from vpr.base.queue import known_jobs
from vpr.kernel.roles import Role

SETTINGS_PAGE = ROOT / "docs" / "reference" / "settings.md"
#: Read by the operating system's conventions or by Django itself, not ours to document.
FOREIGN_VARIABLES = {
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "DJANGO_SETTINGS_MODULE",
    "PATH",
    "SYSTEMROOT",
    "LANG",
    "LD_LIBRARY_PATH",
}


def views(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry, where)
        elif isinstance(entry, URLPattern):
            yield where, entry.callback


def is_foreign(view):
    """Pages of allauth and Django guard themselves: sign-in for strangers, the rest by `login_required`."""
    return view.__module__.startswith(("allauth.", "django."))


def test_there_are_views_to_look_at():
    assert len([view for _, view in views() if not is_foreign(view)]) > 10


@pytest.mark.parametrize(("where", "view"), [pytest.param(where, view, id=where or "/") for where, view in views()])
def test_every_view_names_its_roles(where, view):
    if is_foreign(view):
        return
    assert hasattr(view, "allowed_roles"), (
        f"{where}: put @allow(...) or @open_to_all on {view.__module__}.{view.__name__}"
    )
    roles = view.allowed_roles
    assert roles is None or (roles and roles <= set(Role))


def deferred_names():
    """Names in `defer("...")`, wherever they stand."""
    for path in python_sources():
        for node in ast.walk(ast.parse(path.read_text())):
            is_call = isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "defer"
            if is_call and node.args and isinstance(node.args[0], ast.Constant):
                is_of_rows = isinstance(node.func, ast.Attribute) and "." not in str(node.args[0].value)
                if not is_of_rows:  # `rows.defer("body")` leaves out a column
                    yield node.args[0].value, path


def test_every_deferred_name_has_a_job():
    deferred = list(deferred_names())
    assert deferred
    assert {name for name, _ in deferred} <= known_jobs()


def variables_read():
    """Names of environment variables in the code: `os.environ.get("X")`, `os.environ["X"]`, `os.getenv("X")`."""
    pattern = re.compile(r"""(?:environ(?:\.get|\.setdefault|\.pop)?|getenv)\s*[\[(]\s*["'](\w+)["']""")
    return {name for path in python_sources() for name in pattern.findall(path.read_text())} - FOREIGN_VARIABLES


def test_every_variable_that_is_read_is_documented():
    documented = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", SETTINGS_PAGE.read_text()))
    assert variables_read() - documented == set()


def test_no_documented_variable_is_a_ghost():
    documented = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", SETTINGS_PAGE.read_text(), re.M))
    assert documented - variables_read() == set()


def test_every_console_command_is_documented_and_exists():
    from vpr.console.main import SUBCOMMANDS, LazyGroup

    page = (ROOT / "docs" / "reference" / "console.md").read_text()
    group = LazyGroup()
    for name in SUBCOMMANDS:
        command = group.get_command(None, name)
        assert command is not None
        assert command.hidden or f"`vpr {name}" in page, f"describe `vpr {name}` in docs/reference/console.md"


def test_the_floors_hold(monkeypatch):
    from importlinter.cli import lint_imports

    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, config_filename=str(ROOT / "pyproject.toml")) == 0


def test_settings_start_nothing():
    """Reading the settings must not import a database driver: mypy, the docs and `vpr --help` read them too."""
    text = (SRC / "vpr" / "project" / "settings.py").read_text()
    assert not re.search(r"^\s*(from|import) (psycopg|vpr\.base\.postgres)", text, re.M)
