"""Content-addressed store of uploaded bytes under VPR_HOME/files: write, fsync file and directory, then rename.

A path is returned only when the bytes would survive a power cut, so a row that names a digest may be committed after it.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def _root() -> Path:
    return Path(settings.VPR_HOME) / "files"


def path_of(digest: str) -> Path:
    """Where the bytes with this SHA-256 (64 hex digits) live."""
    return _root() / digest[:2] / digest[2:4] / digest


def keep(content: bytes) -> str:
    """Stores the bytes durably and returns their SHA-256 in hex; storing the same bytes again is free."""
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _fsync_directory(target.parent)
    return digest


def read(digest: str) -> bytes:
    """The stored bytes; FileNotFoundError when nothing has this digest."""
    return path_of(digest).read_bytes()


def forget(digest: str) -> None:
    """Erases the bytes for good; forgetting twice is no error."""
    path_of(digest).unlink(missing_ok=True)


def _fsync_directory(path: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
