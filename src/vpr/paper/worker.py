"""The Typst worker: `python -m vpr.paper.worker`. Reads requests from stdin, writes answers to stdout, dies with its parent.

A message is four bytes of length (big endian) and JSON; an answer is one byte (0 PDF, 1 fault), the length and the bytes.
"""

import json
import sys
from typing import Any, BinaryIO, Literal, cast

import typst

from vpr.paper.worker_protocol import FAULT, LENGTH, PDF

#: PDF/A-3a: archivable, tagged, may carry an attachment (the machine-readable receipt).
STANDARDS: Literal["a-3a"] = "a-3a"
MEMORY = 2 * 1024**3


def compile_request(request: dict[str, Any]) -> bytes:
    """PDF of `source`; raises ValueError with the text of the first error or warning."""
    try:
        pdf, warnings = typst.Compiler(
            request["source"].encode(), ignore_system_fonts=True, sys_inputs=request["inputs"]
        ).compile_with_warnings(format="pdf", timestamp=request["created"], pdf_standards=STANDARDS)
    except typst.TypstError as error:
        raise ValueError(error.diagnostic or error.message) from error
    if warnings:
        raise ValueError(str(warnings[0]))
    return cast(bytes, pdf)


def answer(stream: BinaryIO, kind: bytes, content: bytes) -> None:
    stream.write(kind + LENGTH.pack(len(content)) + content)
    stream.flush()


def main() -> None:
    _limit_memory()
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    while head := incoming.read(LENGTH.size):
        request = json.loads(incoming.read(LENGTH.unpack(head)[0]))
        try:
            pdf = compile_request(request)
        except ValueError as error:
            answer(outgoing, FAULT, str(error).encode())
        else:
            answer(outgoing, PDF, pdf)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no limits of this kind
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
