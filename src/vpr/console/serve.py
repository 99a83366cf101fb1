"""`vpr serve`: the web processes."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable

import click

from vpr.console.installation import home, open_database
from vpr.console.supervisor import Duty, Supervisor
from vpr.console.web import listen
from vpr.console.web import serve as serve_web


def default_processes() -> int:
    return max(1, min(4, os.cpu_count() or 1))


def default_port() -> int:
    return int(os.environ.get("VPR_PORT", "8000"))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Адрес, на котором отвечать.")
@click.option("--port", type=int, default=None, help="Порт; по умолчанию VPR_PORT или 8000.")
@click.option("--processes", type=click.IntRange(1, 64), default=None, help="Сколько веб-процессов держать.")
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="Потоков в процессе.")
@click.option("--prepare/--no-prepare", default=True, help="Сначала обновить схему базы и статические файлы.")
def command(host: str, port: int | None, processes: int | None, threads: int, prepare: bool) -> None:
    """Веб-сервер: отвечает на страницы. Задания очереди выполняет `vpr worker`."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    tend = database_keeper()
    if prepare:
        run_prepare()
    port = default_port() if port is None else port
    duties = web_duties(host, port, processes or default_processes(), threads)
    click.echo(f"OpenVPR отвечает на http://{host}:{port}/")
    sys.exit(Supervisor(duties, tend=tend).run())


def web_duties(host: str, port: int, processes: int, threads: int) -> list[Duty]:
    """Binds the port once and shares it; a taken port is answered with a sentence."""
    try:
        sock = listen(host, port)
    except OSError as error:
        raise click.ClickException(
            f"Порт {port} на {host} не открывается: {error.strerror}. "
            f"Закройте программу, которая его занимает, или выберите другой: VPR_PORT={port + 1}."
        ) from error
    return [Duty(f"web-{number}", serve_web, (sock, threads)) for number in range(1, processes + 1)]


def database_keeper() -> Callable[[], None] | None:
    """Opens the database; for the embedded server gives the check that brings it back after a crash."""
    if not open_database():
        return None
    from vpr.base.postgres import Unavailable, revive
    from vpr.base.postgres.place import place_of

    place = place_of(home())

    def keep() -> None:
        try:
            revive(place)
        except Unavailable as error:
            # on a busy machine the children of a killed server hold its memory for many seconds: the next tick tries again
            logging.getLogger("vpr.serve").warning("%s", error)

    return keep


def run_prepare() -> None:
    """Migrations and static files in a process of their own: the runner must stay light."""
    done = subprocess.run([sys.executable, "-m", "vpr.console", "prepare"], check=False)
    if done.returncode != 0:
        raise click.ClickException(
            "Подготовка не удалась, сервер не запущен. Причина выше; `vpr doctor` подскажет, что исправить."
        )
