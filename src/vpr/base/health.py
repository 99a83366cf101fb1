"""Is the installation able to work: the database answers, the queue moves, uploads can be kept."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connection

from vpr.base.queue import queue_pulse

LEAST_FREE_BYTES = 200 * 1024 * 1024
LONGEST_WAIT = timedelta(minutes=2)


def ailments(now: datetime) -> dict[str, str]:
    """Part -> what is wrong with it, "" when it works."""
    parts: dict[str, Callable[[datetime], str]] = {"database": _database, "queue": _queue, "storage": _storage}
    return {part: check(now) for part, check in parts.items()}


def _database(now: datetime) -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "does not answer"
    return ""


def _queue(now: datetime) -> str:
    """A queue without a worker is a fault only when something waits in it: a restart of the worker is none."""
    try:
        pulse = queue_pulse()
    except Error:
        return "cannot be read"
    if pulse.oldest_due_at and now - pulse.oldest_due_at > LONGEST_WAIT:
        since = f"{pulse.oldest_due_at:%Y-%m-%d %H:%M}"
        return f"{pulse.due} jobs wait, the oldest since {since} UTC; workers alive: {pulse.workers}"
    return ""


def _storage(now: datetime) -> str:
    home = Path(settings.VPR_HOME)
    try:
        with tempfile.TemporaryFile(dir=home) as probe:
            probe.write(b"1")
            probe.flush()
            os.fsync(probe.fileno())
        free = shutil.disk_usage(home).free
    except OSError as error:
        return error.strerror or "not writable"
    return "" if free > LEAST_FREE_BYTES else f"only {free // 2**20} MB are free"
