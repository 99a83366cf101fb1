"""One door to PDF: `compile_pdf`. The compiler lives in a child process that may be killed at any moment.

Typst has no time limit of its own and hangs forever in a process forked after it has compiled (DECISIONS, Paper),
so this process never imports it: a fresh interpreter does, one for this process, kept for the next document.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from datetime import datetime
from typing import BinaryIO, cast

from vpr.paper.worker_protocol import FAULT, LENGTH

SECONDS = 20.0


class PaperFault(Exception):
    """The document does not compile: the source or its inputs are wrong. Carries the compiler's own words."""


class PaperTimeout(PaperFault):
    """The compiler was killed: it took longer than it may."""


def compile_pdf(source: str, inputs: dict[str, str], *, created: datetime, seconds: float = SECONDS) -> bytes:
    """PDF/A-3 of a Typst document. The same arguments give the same bytes.

    `inputs` are read in the document as `sys.inputs.at("name")`; `created` (aware) is the date of the file and of
    `datetime.today()`. Only the embedded fonts exist: Libertinus Serif, DejaVu Sans Mono, New Computer Modern, all
    with Cyrillic. The document names its title (`#set document(title: ...)`). A warning is an error: `PaperFault`.
    """
    request = json.dumps({"source": source, "inputs": inputs, "created": int(created.timestamp())}).encode()
    with _lock:
        return _worker().ask(request, seconds)


class _Worker:
    """A running child and its two pipes."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        # -P: the working directory is not searched for modules
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "vpr.paper.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    @property
    def is_usable(self) -> bool:
        """A forked copy of this process must not talk through its parent's pipes."""
        return self.owner == os.getpid() and self.process.poll() is None

    def ask(self, request: bytes, seconds: float) -> bytes:
        killer = threading.Timer(seconds, self.process.kill)
        killer.start()
        try:
            kind, content = self._exchange(request)
        except (OSError, EOFError):
            self.stop()
            raise PaperTimeout(f"no answer within {seconds:g} s, or the compiler died") from None
        finally:
            killer.cancel()
        if kind == FAULT:
            raise PaperFault(content.decode())
        return content

    def _exchange(self, request: bytes) -> tuple[bytes, bytes]:
        incoming, outgoing = cast(BinaryIO, self.process.stdout), cast(BinaryIO, self.process.stdin)
        outgoing.write(LENGTH.pack(len(request)) + request)
        outgoing.flush()
        head = incoming.read(1 + LENGTH.size)
        if len(head) < 1 + LENGTH.size:
            raise EOFError
        (length,) = LENGTH.unpack(head[1:])
        content = incoming.read(length)
        if len(content) < length:
            raise EOFError
        return head[:1], content

    def stop(self) -> None:
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                cast(BinaryIO, pipe).close()
            except OSError:
                continue  # unsent bytes of a dead child
        self.process.wait()


_lock = threading.Lock()
_current: _Worker | None = None


def _worker() -> _Worker:
    global _current
    if _current is None or not _current.is_usable:
        if _current is not None and _current.owner == os.getpid():
            _current.stop()
        _current = _Worker()
    return _current


def stop_worker() -> None:
    """Ends the child of this process, if any; the next document starts a new one."""
    global _current
    with _lock:
        if _current is not None and _current.owner == os.getpid():
            _current.stop()
        _current = None


atexit.register(stop_worker)


def _fresh_lock() -> None:
    global _lock
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_fresh_lock)
