"""The runner of processes: replaces the dead, gives up on the hopeless, stops all when asked."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SRC = str(Path(__file__).resolve().parents[2] / "src")
HEAD = """
import os, signal, sys, time
from vpr.console import supervisor
from vpr.console.supervisor import Duty, Supervisor
supervisor.TICK_SECONDS = 0.02

def note(path, text):
    with open(path, "a") as file:
        file.write(text + "\\n")

def live(path):
    note(path, str(os.getpid()))
    time.sleep(60)

def die(path):
    note(path, "died")
    os._exit(3)

def finish_slowly(path):
    def on_term(number, frame):
        time.sleep(0.3)
        note(path, "finished")
        os._exit(0)
    signal.signal(signal.SIGTERM, on_term)
    note(path, str(os.getpid()))
    while True:
        time.sleep(60)
"""


@pytest.fixture
def run(tmp_path):
    """Starts a runner in a process of its own; `notes()` are the lines that its children wrote."""
    path = tmp_path / "notes"
    path.touch()
    started = []

    def start(duty):
        program = f"{HEAD}\npath = {str(path)!r}\nsys.exit(Supervisor([Duty('one', {duty}, (path,))]).run())"
        process = subprocess.Popen(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": SRC}, stderr=subprocess.DEVNULL
        )
        started.append(process)
        return process, lambda: path.read_text().split()

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_for(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("nothing happened in time")


def is_alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_process_is_replaced(run):
    _, notes = run("live")
    wait_for(lambda: len(notes()) == 1)
    os.kill(int(notes()[0]), signal.SIGKILL)
    wait_for(lambda: len(notes()) == 2)


def test_a_process_that_dies_at_once_is_given_up(run):
    process, notes = run("die")
    assert process.wait(timeout=30) == 1
    assert len(notes()) == 6


@pytest.mark.parametrize("ask", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_lets_the_children_finish(run, ask):
    process, notes = run("finish_slowly")
    wait_for(lambda: len(notes()) == 1)
    process.send_signal(ask)
    assert process.wait(timeout=30) == 0
    assert notes()[1:] == ["finished"]


def test_children_of_a_killed_runner_end_by_themselves(run):
    process, notes = run("live")
    wait_for(lambda: len(notes()) == 1)
    child = int(notes()[0])
    process.kill()
    process.wait()
    wait_for(lambda: not is_alive(child))
