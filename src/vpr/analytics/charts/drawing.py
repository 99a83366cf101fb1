"""Chart -> SVG bytes: cached on disk by the content of the specification, drawn by a killable worker on a miss."""

import atexit
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings

from vpr.analytics.charts.specs import Width, specification
from vpr.analytics.report import Chart

SECONDS = 20.0
_lock = threading.Lock()
_worker: subprocess.Popen[str] | None = None


class ChartNotDrawn(RuntimeError):
    """The drawing process failed or took too long; the table beside the chart holds the same figures."""


def svg_of(chart: Chart, width: Width) -> bytes:
    """The chart with its `<title>` and `<desc>`."""
    spec = specification(chart, width)
    named = json.dumps([spec, chart.title, chart.summary], ensure_ascii=False, sort_keys=True)
    path = Path(settings.VPR_HOME) / "analytics" / "charts" / f"{hashlib.sha256(named.encode()).hexdigest()[:32]}.svg"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        drawn = _described(_drawn(spec), chart)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(drawn)
    os.replace(temporary, path)
    return drawn


def _described(svg: str, chart: Chart) -> bytes:
    """Text alternative first inside `<svg>`, where assistive technology looks for it."""
    head, bracket, rest = svg.partition(">")
    text = f'<title id="chart-title">{escape(chart.title)}</title><desc id="chart-desc">{escape(chart.summary)}</desc>'
    return f'{head} role="img" aria-labelledby="chart-title chart-desc"{bracket}{text}{rest}'.encode()


def _drawn(spec: dict[str, Any]) -> str:
    with _lock:
        worker = _running()
        timer = threading.Timer(SECONDS, worker.kill)
        timer.start()
        try:
            if worker.stdin is None or worker.stdout is None:
                raise ChartNotDrawn("the drawing process has no pipes")
            worker.stdin.write(json.dumps(spec) + "\n")
            worker.stdin.flush()
            line = worker.stdout.readline()
        except BrokenPipeError as gone:
            raise ChartNotDrawn("the drawing process is gone") from gone
        finally:
            timer.cancel()
    if not line:
        raise ChartNotDrawn(f"nothing was drawn in {SECONDS:.0f} s")
    answer = json.loads(line)
    if "svg" not in answer:
        raise ChartNotDrawn(answer["error"])
    return str(answer["svg"])


def _running() -> subprocess.Popen[str]:
    """The worker of this process; a new one when there is none or the last one died."""
    global _worker
    if _worker is None or _worker.poll() is not None:
        _close(_worker)
        atexit.unregister(stop)
        atexit.register(stop)
        _worker = subprocess.Popen(
            [sys.executable, "-m", "vpr.analytics.charts.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
    return _worker


def _close(worker: subprocess.Popen[str] | None) -> None:
    """Frees the pipes of a dead worker."""
    if worker is not None:
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()


def stop() -> None:
    """Ends the worker; the next chart starts another."""
    global _worker
    with _lock:
        if _worker is not None:
            _worker.kill()
            _worker.wait()
            _close(_worker)
            _worker = None
