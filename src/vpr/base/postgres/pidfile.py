"""`postmaster.pid`: whose it is, and when it may be dropped."""

from pathlib import Path

import psutil


def postmaster(data: Path) -> psutil.Process | None:
    """The running server of this data directory, if any."""
    number = _number(data / "postmaster.pid")
    try:
        process = psutil.Process(number) if number is not None else None
    except psutil.NoSuchProcess:
        return None
    return process if process and _serves(process, data) else None


def survivors(data: Path) -> list[psutil.Process]:
    """Processes of PostgreSQL that live in this data directory, e.g. for a moment after kill -9 of their parent."""
    return [process for process in psutil.process_iter() if _serves(process, data)]


def drop_foreign(data: Path, socket_folder: Path | None = None) -> bool:
    """Drops lock files that would keep PostgreSQL from starting for no reason; True when it did.

    PostgreSQL refuses to start while *any* process has the recorded number: after a reboot or in a container that is
    often somebody else. Nothing is dropped while a process of PostgreSQL stands in the directory: it may still write.
    """
    locks = [data / "postmaster.pid", *(socket_folder.glob(".s.PGSQL.*") if socket_folder else [])]
    present = [path for path in locks if path.exists()]
    if not present or survivors(data):
        return False
    for path in present:
        path.unlink(missing_ok=True)
    return True


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text().split("\n", 1)[0])
    except (ValueError, FileNotFoundError):
        return None  # no file, or one torn by a power cut


def _serves(process: psutil.Process, data: Path) -> bool:
    """Every process of a server belongs to the owner of the data directory and stands in it."""
    try:
        if not process.name().lower().startswith("postgres") or process.status() == psutil.STATUS_ZOMBIE:
            return False
        if hasattr(process, "uids") and process.uids().effective != data.stat().st_uid:
            return False
        return Path(process.cwd()) == data
    except (psutil.NoSuchProcess, FileNotFoundError):
        return False
    except psutil.AccessDenied:
        return True  # our own user's server that may not be looked at: better believe it
