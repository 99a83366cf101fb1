"""Every bench one after another and a table of what they found against the goals: `make bench` or `python -m bench`.

Sizes are those of half an hour on two processors; bench/README.md tells the rest.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vpr.base import postgres
from vpr.base.postgres.place import place_of

HERE = Path(__file__).parent
STOP_SECONDS = 60.0
_QUIET = {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore"}  # the peers warn about themselves at length


@dataclass(frozen=True)
class Goal:
    """A figure that a bench prints: `pattern` takes it out, the worst of several counts."""

    title: str
    pattern: str
    limit: float
    unit: str
    is_ceiling: bool = False

    def worst(self, printed: str) -> float | None:
        found = [float(figure) for figure in re.findall(self.pattern, printed)]
        return (max(found) if self.is_ceiling else min(found)) if found else None

    def is_met(self, value: float) -> bool:
        return value <= self.limit if self.is_ceiling else value >= self.limit


@dataclass(frozen=True)
class Bench:
    script: str
    words: tuple[str, ...]
    goals: tuple[Goal, ...]


@dataclass(frozen=True)
class Line:
    """A line of the closing table."""

    title: str
    value: str
    goal: str
    verdict: str


_TIMES = r"openpyxl +[\d.]+ +в ([\d.]+) раза"
MAKING = Goal("forms made, times openpyxl", rf"(?s)^сделано форм.*?{_TIMES}", 50, "x")
READING = Goal(
    "forms read and checked, times openpyxl", rf"секунду процессора, файл сохранён .*\n.*\n *{_TIMES}", 10, "x"
)
STORING = Goal("past results stored, times openpyxl + bulk_create", r"four files .*?([\d.]+) × baseline", 20, "x")
PAGES = Goal("page of a report, first asked, slowest median", r"slowest median (\d+) ms", 100, "ms", is_ceiling=True)
PAGES_CPU = Goal("the same, of the web process alone", r"of them (\d+) ms of CPU", 100, "ms", is_ceiling=True)
MATRIX = Goal("slowest level of the matrix", r": (\d+) ms, of them", 100, "ms", is_ceiling=True)
CONSOLIDATED = Goal(
    "1,500 schools read, checked, compared", r"сравнена с прежней: (\d+) мс.*\n *openpyxl", 1000, "ms", is_ceiling=True
)
SEARCH = Goal("slowest search of the forum, 50,000 questions", r"search, [^:]+: (\d+) ms", 100, "ms", is_ceiling=True)
FREEZE = Goal("expectations written by the freeze", r"expected forms, (\d+) rows/s", 5000, "rows/s")
DRAW = Goal("draw of the country, times a plain loop", r"draw / plain loop: ([\d.]+)", 3, "x", is_ceiling=True)
KEPT = Goal("acknowledged uploads lost after kill -9", r'"lost": (\d+)', 0, "", is_ceiling=True)


def benches(size: argparse.Namespace) -> list[Bench]:
    return [
        Bench("workbooks", ("--rows", str(size.rows), "--seconds", str(size.seconds)), (MAKING, READING)),
        Bench("declared", (), (CONSOLIDATED,)),
        Bench("imports", ("--schools", str(size.schools)), (STORING,)),
        Bench("exchange", (str(size.matrix),), (MATRIX,)),
        Bench("enrollment", (str(size.freeze),), (FREEZE,)),
        Bench("draw", ("--schools", str(size.matrix)), (DRAW,)),
        Bench("support", (str(size.questions),), (SEARCH,)),
        Bench("reports", (str(size.scripts),), (PAGES, PAGES_CPU)),
        Bench("kill_nine", ("--uploads", str(size.uploads), "--schools", "6"), (KEPT,)),
    ]


def measured(bench: Bench, seconds: float) -> list[Line]:
    print(f"\n=== {bench.script} {' '.join(bench.words)}", flush=True)
    started = time.monotonic()
    printed, code = _run(bench, seconds)
    spent = time.monotonic() - started
    print(f"=== {bench.script}: {spent:.0f} s", flush=True)
    if code != 0:
        reason = f"stopped after {spent:.0f} s" if spent >= seconds else f"exit {code}"
        return [Line(goal.title, reason, _limit(goal), "BROKEN") for goal in bench.goals]
    return [_line(goal, printed) for goal in bench.goals]


def _run(bench: Bench, seconds: float) -> tuple[str, int]:
    """What the child printed, shown meanwhile, and its exit; one that takes too long is stopped."""
    command = [sys.executable, str(HERE / f"{bench.script}.py"), *bench.words]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | _QUIET)
    assert child.stdout is not None
    timers = [threading.Timer(seconds, child.terminate), threading.Timer(seconds + STOP_SECONDS, child.kill)]
    for timer in timers:
        timer.daemon = True
        timer.start()
    lines = []
    for line in child.stdout:
        print(f"  {line}", end="", flush=True)
        lines.append(line)
    code = child.wait()
    for timer in timers:
        timer.cancel()
    return "".join(lines), code


def _line(goal: Goal, printed: str) -> Line:
    value = goal.worst(printed)
    if value is None:
        return Line(goal.title, "not printed", _limit(goal), "BROKEN")
    return Line(goal.title, f"{value:g} {goal.unit}", _limit(goal), "met" if goal.is_met(value) else "missed")


def _limit(goal: Goal) -> str:
    return f"{'<=' if goal.is_ceiling else '>='} {goal.limit:g} {goal.unit}"


def show(lines: list[Line]) -> None:
    print(f"\n{'':52}{'found':>20}{'goal':>12}")
    for line in lines:
        print(f"{line.title:52}{line.value:>20}{line.goal:>12}  {line.verdict}")


@contextmanager
def server() -> Iterator[None]:
    """DATABASE_URL as it is, or an embedded server of a temporary home for as long as the benches run."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    home = Path(tempfile.mkdtemp(prefix="vpr-bench-"))
    try:
        # by TCP: the benches put another database's name at the end of the address, where a socket's folder would stand
        os.environ["DATABASE_URL"] = postgres.revive(place_of(home, tcp=True))
        yield
    finally:
        postgres.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=100, help="participants of a form (workbooks)")
    parser.add_argument("--seconds", type=float, default=3.0, help="seconds for each rate (workbooks)")
    parser.add_argument("--schools", type=int, default=632, help="schools of a regional export (imports)")
    parser.add_argument("--matrix", type=int, default=40_000, help="schools of the country (exchange, draw)")
    parser.add_argument("--freeze", type=int, default=4_000, help="schools whose applications are frozen (enrollment)")
    parser.add_argument("--scripts", type=int, default=200_000, help="scripts of one assessment (reports)")
    parser.add_argument("--questions", type=int, default=50_000, help="questions of the forum (support)")
    parser.add_argument("--uploads", type=int, default=60, help="uploads under kill -9 (kill_nine)")
    parser.add_argument("--minutes", type=float, default=10.0, help="a bench that takes longer is stopped")
    parser.add_argument("--only", nargs="*", default=[], help="names of the benches to run")
    size = parser.parse_args()
    chosen = [bench for bench in benches(size) if not size.only or bench.script in size.only]
    with server():
        lines = [line for bench in chosen for line in measured(bench, 60 * size.minutes)]
    show(lines)
    return 1 if any(line.verdict == "BROKEN" for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
