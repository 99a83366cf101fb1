"""kill -9 of web, worker and database in the middle of uploads: `python bench/kill_nine.py --uploads 1000`.

Makes an installation of its own in a temporary VPR_HOME (embedded PostgreSQL, `vpr serve`, `vpr worker`), lets schools
upload filled workbooks over HTTP and kills a process of it every second or so. A school repeats an upload until it is
acknowledged, as a person would. At the end every acknowledged upload must be there, none twice, each checked.
Prints one JSON object; exit 1 when a promise was broken.
"""

import argparse
import contextlib
import http.client
import itertools
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from pathlib import Path

import psutil

from vpr.base.postgres.place import place_of

ASSESSMENT = "2026.en8"
PATIENCE_SECONDS = 240.0


class Installation:
    """The processes of one VPR_HOME. Only these are ever killed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"VPR_HOME": str(home)}
        self.serve = self._start("serve", "--port", str(self.port), "--processes", "2")
        self.worker: subprocess.Popen[bytes] | None = None

    def _start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        log = (self.home / f"{arguments[0]}.log").open("ab")
        return subprocess.Popen(
            [sys.executable, "-m", "vpr.console", *arguments], env=self.environment, stdout=log, stderr=log
        )

    def keep_worker(self) -> None:
        """What systemd does for `vpr worker`."""
        if self.worker is None or self.worker.poll() is not None:
            self.worker = self._start("worker")

    def wait(self) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.3)
        raise SystemExit("the installation does not answer: " + (self.home / "serve.log").read_text()[-2000:])

    def tool(self, mode: str, *arguments: str) -> dict:
        """This file again, in a process that knows Django."""
        done = subprocess.run(
            [sys.executable, __file__, mode, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        return json.loads(done.stdout.splitlines()[-1])

    def victims(self) -> dict[str, list[int]]:
        postmaster = place_of(self.home).data / "postmaster.pid"
        return {
            "web": [child.pid for child in _children(self.serve.pid) if "postgres" not in _name(child)],
            "worker": [self.worker.pid] if self.worker else [],
            "database": [int(postmaster.read_text().split()[0])] if postmaster.exists() else [],
        }

    def stop(self) -> None:
        for process in (self.worker, self.serve):
            if process is None:
                continue
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()
        for pid in self.victims()["database"]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children()
    except psutil.NoSuchProcess:
        return []


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.NoSuchProcess:
        return "postgres"


class School(threading.Thread):
    """Uploads its workbooks one after another; what was acknowledged is remembered with its receipt number."""

    def __init__(self, seat: dict, port: int, count: int, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self.seat, self.port, self.count, self.chance = seat, port, count, chance
        self.acknowledged: list[tuple[str, str]] = []  # number, file
        self.repeats = 0

    def run(self) -> None:
        for turn in range(self.count):
            path = self.seat["files"][turn % len(self.seat["files"])]
            content = Path(path).read_bytes()
            while (number := self._send(content)) is None:
                self.repeats += 1
                time.sleep(self.chance.uniform(0.1, 0.6))
            self.acknowledged.append((number, path))
            time.sleep(self.chance.uniform(0.0, 0.3))

    def _send(self, content: bytes) -> str | None:
        """The receipt number, or None when there was no answer that a person could trust."""
        token, edge = "a" * 32, uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        part = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="form.xlsx"\r\n\r\n'
        body = (head + part).encode() + content + f"\r\n--{edge}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={edge}",
            "Cookie": f"sessionid={self.seat['session']}; csrftoken={token}",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", f"/exchange/forms/{ASSESSMENT}/upload/", body, headers)
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        location = response.getheader("Location") or ""
        return location.strip("/").rsplit("/", 1)[-1] if "/receipts/" in location else None


def _as_exit(number: int, frame: object) -> None:
    """A stopped bench stops its installation too."""
    raise SystemExit(128 + number)


def run(uploads: int, schools: int, seed: int, pause: float) -> dict:
    home = Path(tempfile.mkdtemp(prefix="vpr-kill-"))
    signal.signal(signal.SIGTERM, _as_exit)
    installation = Installation(home)
    try:
        installation.wait()
        seats = installation.tool("--seed-data", str(schools), "4")["seats"]
        installation.keep_worker()
        started = time.monotonic()
        threads, kills = _storm(installation, seats, uploads, seed, pause)
        seconds = time.monotonic() - started
        installation.wait()
        (home / "acknowledged.json").write_text(
            json.dumps([pair for school in threads for pair in school.acknowledged])
        )
        found = _settle(installation)
        return {
            "uploads": uploads,
            "acknowledged": sum(len(school.acknowledged) for school in threads),
            "repeats": sum(school.repeats for school in threads),
            "kills": dict(kills),
            "seconds": round(seconds, 1),
            **found,
        }
    finally:
        installation.stop()
        shutil.rmtree(home, ignore_errors=True)


def _storm(
    installation: Installation, seats: list[dict], uploads: int, seed: int, pause: float
) -> tuple[list[School], Counter]:
    chance = random.Random(seed)
    share, rest = divmod(uploads, len(seats))
    threads = [
        School(seat, installation.port, share + (place < rest), random.Random(seed + place))
        for place, seat in enumerate(seats)
    ]
    for thread in threads:
        thread.start()
    kills: Counter = Counter()
    while any(thread.is_alive() for thread in threads):
        time.sleep(chance.uniform(0.5, 1.5) * pause)
        installation.keep_worker()
        kind = chance.choice(("web", "worker", "database"))
        pids = installation.victims()[kind]
        if pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(pids), signal.SIGKILL)
                kills[kind] += 1
    for thread in threads:
        thread.join()
    return threads, kills


def _settle(installation: Installation) -> dict:
    """Waits until everything is checked: jobs of dead workers come back within a minute or two."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        installation.keep_worker()
        found = installation.tool("--verify", str(installation.home / "acknowledged.json"))
        if not found["unchecked"] or time.monotonic() > deadline:
            return found
        time.sleep(3)


def seed_data(schools: int, forms: int) -> dict:
    """Schools with an open session and different filled workbooks each; runs inside the installation."""
    from vpr.console.installation import open_installation

    open_installation()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from vpr.cabinets.models import Account, Appointment, Unit
    from vpr.campaigns.services import ensure_assessment
    from vpr.exchange import services
    from vpr.exchange.kinds import kind_of
    from vpr.exchange.models import Expectation
    from vpr.simulation.filling import fill_form

    assessment = ensure_assessment(code=ASSESSMENT)
    assessment.is_open = True
    assessment.save()
    workbook = services.workbook_of_assessment(assessment)
    country = Unit.objects.create(kind="country", code="ru-kill", name="Страна")
    region = Unit.objects.create(kind="region", code="reg990000", name="Регион", parent=country)
    city = Unit.objects.create(kind="municipality", code="reg99_m001", name="Город", parent=region, region=region)
    seats = []
    for number in range(1, schools + 1):
        school = Unit.objects.create(
            kind="school", code=f"99{number:04d}", name=f"Школа {number}", parent=city, region=region, municipality=city
        )
        account = Account.objects.create_account(login=school.code)
        Appointment.objects.create(account=account, role="school_organizer", unit=school)
        services.expect(workbook=workbook, rows=[(school.pk, 10, 80001, 80010)])
        _, form = kind_of("scores").template(school, workbook, Expectation.objects.get(unit=school))
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.create()
        files = []
        for version in range(forms):
            rows = [[str(80001 + n), "1", "1", str(version), "2", "3", "1", "1", "1", "1", "4"] for n in range(10)]
            path = Path(os.environ["VPR_HOME"]) / f"{school.code}-{version}.xlsx"
            path.write_bytes(fill_form(form, "Протокол", rows))
            files.append(str(path))
        seats.append({"school": school.code, "session": session.session_key, "files": files})
    return {"seats": seats}


def verify(listed: Path) -> dict:
    """Counts of broken promises; runs inside the installation."""
    from vpr.console.installation import open_installation

    open_installation()
    import hashlib

    from vpr.base import files
    from vpr.exchange.models import Expectation, Submission, SubmissionState
    from vpr.results.models import LoadRecord

    acknowledged = json.loads(listed.read_text())
    stored = {submission.number: submission for submission in Submission.objects.all()}
    lost = [number for number, _ in acknowledged if number not in stored]
    wrong = [
        number
        for number, path in acknowledged
        if number in stored
        and (
            stored[number].sha256 != hashlib.sha256(Path(path).read_bytes()).hexdigest()
            or hashlib.sha256(files.read(stored[number].sha256)).hexdigest() != stored[number].sha256
        )
    ]
    versions: dict[int, list[Submission]] = {}
    for submission in sorted(stored.values(), key=lambda item: item.version):
        versions.setdefault(submission.unit_id, []).append(submission)
    twice = sum(a.sha256 == b.sha256 for chain in versions.values() for a, b in itertools.pairwise(chain))
    gaps = sum([s.version for s in chain] != list(range(1, len(chain) + 1)) for chain in versions.values())
    loads = Counter(LoadRecord.objects.exclude(submission=None).values_list("submission_id", flat=True))
    latest = sum(
        row.latest_id != versions[row.unit_id][-1].pk for row in Expectation.objects.filter(unit__in=list(versions))
    )
    states = Counter(SubmissionState(item.state).name.lower() for item in stored.values())
    return {
        "stored": len(stored),
        "lost": len(lost),
        "wrong_bytes": len(wrong),
        "twice": twice,
        "version_gaps": gaps,
        "not_the_latest": latest,
        "recorded_twice": sum(count > 1 for count in loads.values()),
        "unchecked": states["received"],
        "states": dict(states),
    }


PROMISES = ("lost", "wrong_bytes", "twice", "version_gaps", "not_the_latest", "recorded_twice", "unchecked")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uploads", type=int, default=1000)
    parser.add_argument("--schools", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between kills, on average")
    parser.add_argument("--seed-data", nargs=2, type=int, help=argparse.SUPPRESS)
    parser.add_argument("--verify", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.seed_data:
        print(json.dumps(seed_data(*options.seed_data)))
    elif options.verify:
        print(json.dumps(verify(options.verify)))
    else:
        found = run(options.uploads, options.schools, options.seed, options.pause)
        print(json.dumps(found))
        is_kept = found["acknowledged"] == options.uploads == found["stored"] and not any(found[p] for p in PROMISES)
        sys.exit(0 if is_kept else 1)


if __name__ == "__main__":
    main()
