"""The readers: limited, replaced when they hang or die, shared by threads, gone at the end."""

import os
import signal
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import psutil
import pytest

from exchange_declared import DayKind, verdict_of
from score_forms import ENGLISH, PLAIN_ROW, filled
from vpr.results.checking import check_file
from vpr.workbook import pool as pool_module
from vpr.workbook.marking import Mark
from vpr.workbook.pool import Pool, Reader, shared_pool
from vpr.workbook.table import Failure, Trouble, Workbook

GOOD = filled(ENGLISH, [PLAIN_ROW])

posix = pytest.mark.skipif(os.name != "posix", reason="signals and address-space limits")


@pytest.fixture
def pool():
    made = Pool(2)
    yield made
    made.close()


def reader_of(pool: Pool) -> Reader:
    reader = pool._places.get()
    pool._places.put(reader)
    return reader


def test_a_reader_serves_many_files(pool):
    assert isinstance(pool.read(GOOD), Workbook)
    pid = reader_of(pool).pid
    assert isinstance(pool.read(GOOD), Workbook)
    assert reader_of(pool).pid == pid


@posix
def test_a_reader_that_hangs_is_killed_and_replaced(pool, monkeypatch):
    pool.read(GOOD)
    pid = reader_of(pool).pid
    os.kill(pid, signal.SIGSTOP)
    monkeypatch.setattr(Reader.ask, "__defaults__", (0.4,))
    started = time.monotonic()
    assert pool.read(GOOD) == Failure(Trouble.TOO_SLOW)
    assert time.monotonic() - started < 3
    monkeypatch.setattr(Reader.ask, "__defaults__", (5.0,))
    assert isinstance(pool.read(GOOD), Workbook)
    assert not psutil.pid_exists(pid)


@posix
def test_a_reader_that_dies_is_replaced(pool):
    pool.read(GOOD)
    os.kill(reader_of(pool).pid, signal.SIGKILL)
    assert pool.read(GOOD) == Failure(Trouble.CRASHED)
    assert isinstance(pool.read(GOOD), Workbook)
    assert pool.replaced == 1


@posix
def test_a_reader_has_an_address_space_limit(pool):
    import resource

    pool.read(GOOD)
    pid = reader_of(pool).pid
    assert psutil.Process(pid).rlimit(resource.RLIMIT_AS)[0] == 1 << 30
    assert psutil.Process(pid).rlimit(resource.RLIMIT_FSIZE)[0] == 0


def test_a_reader_is_retired_after_its_share(pool, monkeypatch):
    monkeypatch.setattr(pool_module, "FILES_PER_PROCESS", 3)
    pids = set()
    for _ in range(6):
        pool.read(GOOD)
        reader = reader_of(pool)
        if reader is not None:
            pids.add(reader.pid)
    assert len(pids) > 1


def test_threads_share_the_pool(pool):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(pool.read(GOOD))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [isinstance(answer, Workbook) for answer in answers] == [True] * 12


def test_a_closed_pool_opens_again(pool):
    pool.read(GOOD)
    pid = reader_of(pool).pid
    pool.close()
    assert not psutil.pid_exists(pid)
    assert isinstance(pool.read(GOOD), Workbook)


def test_marking_an_unreadable_file_is_a_failure(pool):
    assert pool.mark(b"", [Mark("", "пусто")]) == Failure(Trouble.EMPTY)


@posix
def test_readers_leave_with_their_owner():
    """Even an owner killed without a word leaves no reader behind: its pipe closes."""
    script = (
        "import sys; sys.path[:0] = ['src', 'tests']\n"
        "from vpr.workbook.pool import Pool\n"
        "p = Pool(1); p.read(b'x'); print(p._places.get().pid, flush=True)\n"
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    pid = int(done.stdout)
    deadline = time.monotonic() + 5
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@posix
def test_a_file_that_kills_its_reader_gets_a_fault():
    pool = shared_pool()
    pool.read(GOOD)
    os.kill(reader_of(pool).pid, signal.SIGKILL)
    assert [fault.code for fault in check_file(ENGLISH, GOOD).faults] == ["R-01j"]
    assert check_file(ENGLISH, GOOD).rows


@posix
def test_a_file_that_kills_its_reader_gets_a_fault_of_a_declared_form_too():
    pool = shared_pool()
    pool.read(GOOD)
    os.kill(reader_of(pool).pid, signal.SIGKILL)
    unit = SimpleNamespace(name="Ям-Тёсовская СОШ", code="470167")
    verdict = verdict_of(DayKind(), unit, SimpleNamespace(campaign=SimpleNamespace(code="2026")), GOOD)
    assert [fault.code for fault in verdict.faults] == ["W-01j"]
