"""The child process that reads files: a file that crashes or hangs the parser costs a process, never the command.

One child serves many files; it is started again after a crash. `read_ahead` lets it read the next file while the caller
stores the present one.
"""

import gc
import multiprocessing
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from vpr.results.importing.columns import Tables
from vpr.results.importing.reading import UnreadableFile, read_file
from vpr.results.importing.troubles import words_of
from vpr.workbook.table import Trouble

ADDRESS_SPACE = 4 * 1024**3
SECONDS = 300


@dataclass(frozen=True)
class FileRead:
    """`trouble` is empty when the sheets were read."""

    path: Path
    tables: Tables
    trouble: str = ""


class Reader:
    """A handle of the child: `begin` a file, then `finish` it."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def begin(self, path: Path) -> None:
        if self._process is None or not self._process.is_alive():
            self._start()
        assert self._pipe is not None
        self._pipe.send(path)

    def finish(self, path: Path) -> FileRead:
        assert self._pipe is not None
        try:
            if not self._pipe.poll(SECONDS):
                self.close()
                return _unread(path, words_of(Trouble.TOO_SLOW))
            answer = self._pipe.recv()
        except (EOFError, ConnectionResetError):
            self.close()
            return _unread(path, words_of(Trouble.CRASHED))
        return _unread(path, answer) if isinstance(answer, str) else FileRead(path, answer)

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def _start(self) -> None:
        self.close()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()


def _unread(path: Path, trouble: str) -> FileRead:
    return FileRead(path, Tables([], {}), trouble)


@contextmanager
def reader() -> Iterator[Reader]:
    child = Reader()
    try:
        yield child
    finally:
        child.close()


def read_ahead(child: Reader, paths: Iterable[Path]) -> Iterator[FileRead]:
    """Files in order; the next one is being read while the caller works on the present one."""
    present: Path | None = None
    for path in paths:
        if present is not None:
            answer = child.finish(present)
            child.begin(path)
            yield answer
        else:
            child.begin(path)
        present = path
    if present is not None:
        yield child.finish(present)


def serve(pipe: Connection) -> None:
    """Body of the child."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # half a million cells make no circles, and looking for them takes a tenth of the time
    while True:
        try:
            path = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(read_file(path))
        except UnreadableFile as error:
            pipe.send(str(error))
        except MemoryError:
            pipe.send(words_of(Trouble.TOO_BIG_INSIDE))
