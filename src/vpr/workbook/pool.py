"""Pooled reader processes: no file whatsoever takes a web or worker process down, and none holds it for long.

Started on the first use, never forked (a fresh interpreter without Django), safe for threads; a process that hangs or
dies is replaced, one that has read enough is retired. After a fork of the owner the child's pool starts empty.
"""

import atexit
import json
import os
import queue
import select
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from vpr.workbook import child
from vpr.workbook.marking import Mark
from vpr.workbook.table import Failure, SheetCells, Trouble, Workbook

SECONDS = 5.0
LIST_SECONDS = 60.0
START_SECONDS = 30.0
FILES_PER_PROCESS = 1_000
LARGEST_ANSWER = 64 * 1024 * 1024


class _Lost(Exception):
    """The process died or was killed while it worked."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble


class Reader:
    """One limited process. Used by one thread at a time."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        environment = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "SYSTEMROOT", "LANG", "LD_LIBRARY_PATH")
        }
        environment |= {"PYTHONPATH": root, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "vpr.workbook.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
        )
        self.served = 0
        try:
            self.ask(child.PING, b"", b"", START_SECONDS)
        except _Lost:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, operation: bytes, content: bytes, arguments: bytes, seconds: float = SECONDS) -> tuple[bytes, bytes]:
        """Status and body. Raises `_Lost` when the process did not answer; it is dead then."""
        self.served += 1
        watchdog = None
        deadline = time.monotonic() + seconds
        if os.name != "posix":  # pipes cannot be polled there
            watchdog = threading.Timer(seconds, self._process.kill)
            watchdog.start()
        try:
            self._send(child.REQUEST.pack(operation, len(content), len(arguments)) + content + arguments)
            status, size = child.ANSWER.unpack(self._receive(child.ANSWER.size, deadline))
            if size > LARGEST_ANSWER:
                raise _Lost(Trouble.TOO_BIG_INSIDE)
            return status, self._receive(size, deadline)
        except (OSError, struct.error) as error:
            late = time.monotonic() >= deadline
            raise _Lost(Trouble.TOO_SLOW if late else Trouble.CRASHED) from error
        finally:
            if watchdog is not None:
                watchdog.cancel()

    def _send(self, request: bytes) -> None:
        assert self._process.stdin is not None
        view = memoryview(request)
        while view:
            written = os.write(self._process.stdin.fileno(), view[: 1 << 20])
            view = view[written:]

    def _receive(self, size: int, deadline: float) -> bytes:
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        poll = select.poll() if os.name == "posix" else None
        if poll is not None:
            poll.register(handle, select.POLLIN)
        parts = bytearray()
        while len(parts) < size:
            left = deadline - time.monotonic()
            if poll is not None and (left <= 0 or not poll.poll(left * 1000)):
                raise _Lost(Trouble.TOO_SLOW)
            part = os.read(handle, min(size - len(parts), 1 << 20))
            if not part:
                raise _Lost(Trouble.TOO_SLOW if time.monotonic() >= deadline else Trouble.CRASHED)
            parts += part
        return bytes(parts)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


class Pool:
    """A fixed number of readers, the most recently used first; asking waits for a free one."""

    def __init__(self, size: int) -> None:
        self._places: queue.LifoQueue[Reader | None] = queue.LifoQueue()
        for _ in range(size):
            self._places.put(None)
        self.replaced = 0

    def read(self, content: bytes, skipped: Sequence[str] = ()) -> Workbook | Failure:
        """The cells of a workbook, or why it cannot be read; `skipped` sheets come without their rows."""
        answer = self._ask(child.READ, content, json.dumps(list(skipped)).encode())
        return answer if isinstance(answer, Failure) else _workbook(answer)

    def read_list(self, content: bytes) -> Workbook | Failure:
        """The same for a long list, such as the schools of the country: 60,000 rows and a minute of time."""
        answer = self._ask(child.READ_LIST, content, b"[]", LIST_SECONDS)
        return answer if isinstance(answer, Failure) else _workbook(answer)

    def mark(self, content: bytes, marks: Sequence[Mark]) -> bytes | Failure:
        """The same workbook with cells colored and commented."""
        arguments = json.dumps([list(asdict(mark).values()) for mark in marks]).encode()
        return self._ask(child.MARK, content, arguments)

    def close(self) -> None:
        """Ends every idle process; a later question starts a fresh one."""
        idle = [self._places.get() for _ in range(self._places.qsize())]
        for reader in idle:
            if reader is not None:
                reader.kill()
            self._places.put(None)

    def _ask(self, operation: bytes, content: bytes, arguments: bytes, *seconds: float) -> bytes | Failure:
        reader = self._places.get()
        kept: Reader | None = None
        try:
            reader = reader or Reader()
            status, body = reader.ask(operation, content, arguments, *seconds)
            kept = reader
        except _Lost as lost:
            self.replaced += 1
            return Failure(lost.trouble)
        finally:
            if reader is not None and (kept is None or reader.served >= FILES_PER_PROCESS):
                reader.kill()
                kept = None
            self._places.put(kept)
        if status == child.DONE:
            return body
        trouble, detail = json.loads(body)
        return Failure(Trouble(trouble), detail)


def _workbook(body: bytes) -> Workbook:
    answer = json.loads(body)
    return Workbook(
        answer["kind"],
        [SheetCells(**sheet) for sheet in answer["sheets"]],
        answer["properties"],
        [(title, cell) for title, cell in answer["error_cells"]],
    )


_lock = threading.Lock()
_pool: Pool | None = None
_owner = 0


def shared_pool() -> Pool:
    """The pool of this process: two readers on a small machine, at most four."""
    global _pool, _owner
    with _lock:
        if _pool is None or _owner != os.getpid():
            if _pool is None:
                atexit.register(close_pool)
            _pool, _owner = Pool(min(4, max(2, os.cpu_count() or 2))), os.getpid()
        return _pool


def close_pool() -> None:
    """Ends the readers of this process; called at exit."""
    if _pool is not None and _owner == os.getpid():
        _pool.close()
