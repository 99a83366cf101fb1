"""`vpr serve` as it runs: several processes on one port, one of them killed, an answer under way when it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

from addresses import database_url

SRC = str(Path(__file__).resolve().parents[2] / "src")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait_for(condition, seconds=90.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("nothing happened in time")


@pytest.fixture
def server(transactional_db, tmp_path):
    port = free_port()
    (tmp_path / "static").mkdir()
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "VPR_HOME": str(tmp_path),
        "VPR_PORT": str(port),
        "PYTHONPATH": SRC,
    }
    command = [sys.executable, "-m", "vpr.console", "serve", "--no-prepare", "--processes", "2", "--threads", "2"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: answers(port))
    yield process, port
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)


def test_a_killed_web_process_is_not_noticed_outside(server):
    process, port = server
    wait_for(lambda: len(psutil.Process(process.pid).children()) == 2)
    victim = psutil.Process(process.pid).children()[0]
    victim.kill()
    assert answers(port), "the other process answers"
    wait_for(lambda: victim.pid not in {c.pid for c in psutil.Process(process.pid).children()})
    wait_for(lambda: len(psutil.Process(process.pid).children()) == 2)

    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
    assert not answers(port)


def test_a_port_that_is_taken_is_refused_with_a_sentence(server):
    _, port = server
    done = subprocess.run(
        [sys.executable, "-m", "vpr.console", "serve", "--no-prepare", "--port", str(port)],
        env=os.environ | {"PYTHONPATH": SRC},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "VPR_PORT=" in done.stderr
