"""The tracked files of the project, as the house tests look at them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git knows and that still exists."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def python_sources() -> list[Path]:
    return sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)


def test_texts() -> str:
    here = Path(__file__).parent
    return "\n".join(path.read_text() for path in sorted((ROOT / "tests").rglob("*.py")) if path.parent != here)


test_texts.__test__ = False
