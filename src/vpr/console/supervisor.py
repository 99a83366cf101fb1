"""Our own small runner: starts the processes of an installation, replaces the dead ones, stops all in order.

The parent stays light (no Django, no threads), so that forking is cheap and safe at any time; each child sets itself up.
A child lives in its own process group: Ctrl-C in the terminal reaches the parent alone, which then asks the children.
"""

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

TICK_SECONDS = 0.2
TEND_SECONDS = 1.0
GRACE_SECONDS = 25.0
#: More deaths than this within the period mean that restarting does not help.
MOST_DEATHS = 5
DEATHS_PERIOD = 60.0

logger = logging.getLogger("vpr.supervisor")


@dataclass
class Duty:
    """One process that must live: a module-level function with its arguments."""

    name: str
    target: Callable[..., None]
    arguments: tuple[Any, ...] = ()
    deaths: list[float] = field(default_factory=list)
    process: BaseProcess | None = None


class Supervisor:
    def __init__(self, duties: list[Duty], *, tend: Callable[[], None] | None = None) -> None:
        self.duties = duties
        self._tend = tend
        self._stopping = False
        context: Any = multiprocessing.get_context("fork" if os.name == "posix" else "spawn")
        self._new_process = context.Process

    def run(self) -> int:
        """Blocks until SIGTERM or SIGINT (0), or until a process cannot be kept alive (1)."""
        with _signals(self._ask_to_stop):
            for duty in self.duties:
                self._start(duty)
            try:
                return self._watch()
            finally:
                self._stop_all()

    def _watch(self) -> int:
        tended = time.monotonic()
        while not self._stopping:
            time.sleep(TICK_SECONDS)
            if self._tend and time.monotonic() - tended > TEND_SECONDS:
                self._tend()
                tended = time.monotonic()
            for duty in self.duties:
                if self._stopping or (duty.process and duty.process.is_alive()):
                    continue
                if not self._replace(duty):
                    return 1
        return 0

    def _replace(self, duty: Duty) -> bool:
        """Starts a successor, unless the duty dies all the time."""
        now = time.monotonic()
        duty.deaths = [moment for moment in duty.deaths if now - moment < DEATHS_PERIOD] + [now]
        code = duty.process.exitcode if duty.process else None
        if len(duty.deaths) > MOST_DEATHS:
            logger.error("%s ended %s times within a minute (last: %s), giving up", duty.name, len(duty.deaths), code)
            return False
        logger.warning("%s ended (%s), starting it again", duty.name, code)
        self._start(duty)
        return True

    def _start(self, duty: Duty) -> None:
        duty.process = self._new_process(target=_live, args=(duty.target, duty.arguments), name=duty.name)
        duty.process.start()

    def _ask_to_stop(self) -> None:
        self._stopping = True

    def _stop_all(self) -> None:
        living = [duty.process for duty in self.duties if duty.process and duty.process.is_alive()]
        for process in living:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in living:
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():
                logger.warning("%s does not stop, killing it", process.name)
                process.kill()
                process.join()


def _live(target: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    """First lines of a child: own group, default signals, an end when the parent has died."""
    if os.name == "posix":
        os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True, name="parent-watch").start()
    target(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


@contextlib.contextmanager
def _signals(ask_to_stop: Callable[[], None]) -> Iterator[None]:
    def on_signal(number: int, frame: FrameType | None) -> None:
        ask_to_stop()

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)
        sys.stdout.flush()
