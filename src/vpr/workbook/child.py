"""The reader's process: `python -m vpr.workbook.child`. One request at a time over its standard streams.

It may die of any file; the pool starts another. Request: head (operation, lengths), content, arguments as JSON.
Answer: head (status, length), body.
"""

import gc
import json
import os
import struct
import sys
from typing import BinaryIO

REQUEST = struct.Struct(">cII")
ANSWER = struct.Struct(">cI")
READ, READ_LIST, MARK, PING = b"r", b"l", b"m", b"p"
DONE, REFUSED = b"+", b"-"
ADDRESS_SPACE = 1024 * 1024 * 1024


def limit_process() -> None:
    """1 GB of address space, no core dump, no file to write: what a hostile workbook can reach."""
    if os.name != "posix":
        return
    import resource

    for kind, value in (
        (resource.RLIMIT_AS, ADDRESS_SPACE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (soft, hard))


def perform(operation: bytes, content: bytes, arguments: bytes) -> tuple[bytes, bytes]:
    """Status and body of the answer."""
    from vpr.workbook.marking import Mark, mark_cells
    from vpr.workbook.reader import FORM, LIST, read
    from vpr.workbook.table import Trouble, Unreadable

    try:
        if operation in (READ, READ_LIST):
            bounds = FORM if operation == READ else LIST
            answer = read(content, json.loads(arguments), bounds)
            return DONE, json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
        if operation == MARK:
            marks = [Mark(*mark) for mark in json.loads(arguments)]
            return DONE, mark_cells(read(content), marks)
        return DONE, b""
    except Unreadable as trouble:
        return REFUSED, json.dumps([trouble.trouble.value, trouble.detail]).encode()
    except (MemoryError, RecursionError):
        return REFUSED, json.dumps([Trouble.TOO_BIG_INSIDE.value, ""]).encode()


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answers until the parent closes the pipe."""
    while head := _read_exactly(source, REQUEST.size):
        operation, size, more = REQUEST.unpack(head)
        content = _read_exactly(source, size)
        arguments = _read_exactly(source, more)
        status, body = perform(operation, content, arguments)
        target.write(ANSWER.pack(status, len(body)) + body)
        target.flush()


def _read_exactly(source: BinaryIO, size: int) -> bytes:
    return source.read(size) if size else b""


def main() -> None:
    import vpr.workbook.marking
    import vpr.workbook.reader  # noqa: F401 - paid once, before the limits

    limit_process()
    gc.disable()  # nothing here makes circles, and the process is retired before any could matter
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
