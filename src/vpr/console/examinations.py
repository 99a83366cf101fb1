"""The examinations of `vpr doctor`, each a function that gives a finding."""

import importlib.metadata
import os
import shutil
import socket
import stat
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from vpr.console.installation import home, reach, set_up
from vpr.console.serve import default_port

LEAST_FREE_BYTES = 2 * 2**30
OLDEST_POSTGRES = 150000
SLOW_FSYNC_SECONDS = 0.2
MOST_CLOCK_DRIFT = timedelta(seconds=5)


@dataclass(frozen=True)
class Finding:
    subject: str
    state: str
    is_well: bool = True
    cure: str = ""
    is_advice: bool = False  # worth knowing, nothing has to be mended
    is_fatal: bool = False  # nothing further can be looked at


def before_opening() -> list[Finding]:
    """What can be seen without a database."""
    return [examine() for examine in (_python, _packages, _home, _disk, _fsync, _port)]


def after_opening() -> list[Finding]:
    """Changes nothing, migrations neither; a database that does not open is a finding itself."""
    import click

    try:
        reach()
    except click.ClickException as error:
        return [Finding("База данных", error.message, False, "запустите сервер базы или исправьте адрес и повторите")]
    set_up()
    from django.db import Error

    examinations: tuple[Callable[[], Finding], ...] = (
        _database, _migrations, _queue, _clock, _secret_key, _mail, _hosts
    )  # fmt: skip
    findings: list[Finding] = []
    for examine in examinations:
        if examine is _queue and not findings[-1].is_well:
            continue  # its tables may not be there yet: the advice about the schema is enough
        try:
            findings.append(examine())
        except Error as error:
            cure = "проверьте DATABASE_URL и что сервер запущен; затем `vpr prepare`"
            findings.append(Finding("База данных", str(error).strip().splitlines()[0], False, cure))
            break
    return findings


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", version, sys.version_info >= (3, 11), "нужен Python 3.11 или новее")


def _packages() -> Finding:
    """Requirements of the distribution that are absent."""
    from importlib.metadata import PackageNotFoundError, requires, version

    absent = []
    for line in requires("openvpr") or []:
        try:
            version(_bare(line))
        except PackageNotFoundError:
            absent.append(_bare(line))
    state = f"нет: {', '.join(absent)}" if absent else f"openvpr {importlib.metadata.version('openvpr')}, все на месте"
    return Finding("Пакеты", state, not absent, "удалите .venv и повторите `make demo`")


def _bare(requirement: str) -> str:
    """`psycopg[binary,pool]>=3 ; extra` -> `psycopg`."""
    for index, letter in enumerate(requirement):
        if not (letter.isalnum() or letter in "-_"):
            return requirement[:index]
    return requirement


def _home() -> Finding:
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return Finding(
            "VPR_HOME", f"{folder}: {error.strerror}", False, "укажите в VPR_HOME доступную папку", is_fatal=True
        )
    writable = os.access(folder, os.W_OK | os.X_OK)
    return Finding(
        "VPR_HOME", str(folder), writable, "папка должна принадлежать пользователю, от имени которого работает vpr",
        is_fatal=True,
    )  # fmt: skip


def _disk() -> Finding:
    folder = home() if home().exists() else home().parent
    free = shutil.disk_usage(folder).free
    return Finding(
        "Диск", f"свободно {free / 2**30:.1f} ГБ", free > LEAST_FREE_BYTES, "освободите место: нужно 2 ГБ и больше"
    )


def _fsync() -> Finding:
    """A receipt promises that the bytes survive a power cut; the disk must be able to keep such promises."""
    probe = home() / f".fsync-{os.getpid()}"
    try:
        began = time.monotonic()
        with probe.open("wb") as file:
            file.write(b"1")
            file.flush()
            os.fsync(file.fileno())
        spent = time.monotonic() - began
    except OSError as error:
        return Finding("Запись на диск", error.strerror or str(error), False, "проверьте права на VPR_HOME и сам диск")
    finally:
        probe.unlink(missing_ok=True)
    slow = spent > SLOW_FSYNC_SECONDS
    return Finding(
        "Запись на диск",
        f"fsync за {spent * 1000:.0f} мс",
        not slow,
        "медленный диск: в час пик загрузки встанут",
        slow,
    )


def _port() -> Finding:
    port = default_port()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            cure = "если это не запущенный OpenVPR, закройте программу или задайте VPR_PORT"
            return Finding("Порт", f"{port} занят", False, cure, is_advice=True)
    return Finding("Порт", f"{port} свободен")


def _database() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
        number, encoding = cursor.fetchone()
    own = (
        "встроенный"
        if (home() / "postgres" / "data").exists() and "postgres/run" in str(connection.settings_dict)
        else "внешний"
    )
    well = number >= OLDEST_POSTGRES and encoding == "UTF8"
    return Finding(
        "База данных",
        f"PostgreSQL {version}, {own}, {encoding}",
        well,
        "нужен PostgreSQL 15 или новее в кодировке UTF8",
    )


def _migrations() -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    state = f"не применено изменений схемы: {len(waiting)}" if waiting else "соответствует программе"
    return Finding("Схема базы", state, not waiting, "выполните `vpr prepare`")


def _queue() -> Finding:
    from vpr.base.queue import queue_pulse

    pulse = queue_pulse()
    state = f"ждут {pulse.due}, обработчиков работает: {pulse.workers}"
    if pulse.due and not pulse.workers:
        return Finding("Очередь", state, False, "запустите `vpr worker`: загрузки принимаются, но не проверяются")
    return Finding(
        "Очередь",
        state,
        bool(pulse.workers),
        "для работы нужен `vpr worker` (в `vpr demo` он уже есть)",
        not pulse.workers,
    )


def _clock() -> Finding:
    """Deadlines are compared with this machine's clock; the database's is the only other one at hand."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    ours = datetime.now(UTC)
    drift = abs(ours - theirs)
    sane = ours.year >= 2025 and drift < MOST_CLOCK_DRIFT
    state = f"{ours:%Y-%m-%d %H:%M:%S} UTC, расхождение с базой {drift.total_seconds():.1f} с"
    return Finding("Часы", state, sane, "включите синхронизацию времени (NTP): сроки считаются по этим часам")


def _secret_key() -> Finding:
    path = home() / "secret_key"
    if os.environ.get("VPR_SECRET_KEY"):
        return Finding("Секретный ключ", "задан переменной VPR_SECRET_KEY")
    mode = stat.S_IMODE(path.stat().st_mode)
    return Finding("Секретный ключ", f"{path}, права {mode:o}", not mode & 0o077, f"chmod 600 {path}")


def _mail() -> Finding:
    from django.conf import settings

    if "filebased" in settings.EMAIL_BACKEND:
        state = f"складывается в {settings.EMAIL_FILE_PATH}"
        return Finding("Почта", state, False, "чтобы напоминания уходили, задайте VPR_EMAIL_URL", True)
    from smtplib import SMTPException

    from django.core.mail import get_connection

    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}, письма от {settings.DEFAULT_FROM_EMAIL}"
    try:
        with get_connection():  # greets, encrypts and signs in, as the worker does; sends nothing
            pass
    except (OSError, SMTPException) as error:
        cure = "проверьте адрес, порт, логин и пароль в VPR_EMAIL_URL; письма ждут и уйдут, когда сервер ответит"
        return Finding("Почта", f"{where}: {error}", False, cure)
    if "noreply@localhost" in settings.DEFAULT_FROM_EMAIL:
        return Finding("Почта", where, False, "укажите адрес отправителя в VPR_EMAIL_FROM", True)
    return Finding("Почта", where)


def _hosts() -> Finding:
    from django.conf import settings

    local = set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]", "testserver"}
    state = ", ".join(settings.ALLOWED_HOSTS)
    return Finding(
        "Адреса сайта", state, not local, "для работы по сети перечислите имена в VPR_HOSTS и VPR_ORIGINS", local
    )
