"""`vpr demo`: the whole product in one command, with an invented region."""

import json
import logging
import os
import subprocess
import sys
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from vpr.console.installation import home
from vpr.console.serve import database_keeper, default_port, default_processes, web_duties
from vpr.console.supervisor import Duty, Supervisor
from vpr.console.worker import work

HOST = "127.0.0.1"
WORKER_JOBS = 2

console = Console(highlight=False)


@click.command()
@click.option("--browser/--no-browser", default=True, help="Открыть страницу в браузере, когда она ответит.")
@click.option("--port", type=int, default=None, help="Порт; по умолчанию VPR_PORT или 8000.")
def command(browser: bool, port: int | None) -> None:
    """Показать всё сразу: база, вымышленный регион, веб-сервер и обработчик заданий. Остановка: Ctrl-C.

    Всё состояние лежит в VPR_HOME (по умолчанию ./var); второй запуск продолжает с того же места.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr)
    port = default_port() if port is None else port
    console.print("[bold]OpenVPR[/bold]: демонстрация на вымышленных данных")
    web = web_duties(HOST, port, default_processes(), threads=8)  # first: a taken port is told before any waiting
    keep_database = database_keeper()
    notes = _build_region()
    announce = _announcement(f"http://{HOST}:{port}/", notes, open_browser=browser)

    def tend() -> None:
        if keep_database:
            keep_database()
        announce()

    code = Supervisor([*web, Duty("worker", work, (WORKER_JOBS,))], tend=tend).run()
    console.print(f"Остановлено. Данные лежат в {home()}; следующий запуск продолжит с этого места.")
    sys.exit(code)


def _build_region() -> dict[str, Any]:
    """Database and region, in one process of their own: the runner must stay light. Its progress goes to stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "vpr.console", "demo-region"], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode != 0:
        raise click.ClickException("Демонстрационный регион не построен; причина выше.")
    notes: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return notes


def _announcement(address: str, notes: dict[str, Any], *, open_browser: bool) -> Callable[[], None]:
    """Asked every second: once the pages answer, says where and for whom. Needs no thread, the runner forks."""
    said = False

    def announce() -> None:
        nonlocal said
        if said or not _answers(f"{address}healthz"):
            return
        said = True
        console.print(_sign_ins(notes))
        console.print(f"Адрес: [bold]{address}[/bold]    пароль для всех: [bold]{notes['password']}[/bold]")
        console.print("Остановить: Ctrl-C. Начать заново: остановить и удалить папку", str(home()))
        if open_browser and _has_screen():
            webbrowser.open(address)

    return announce


def _sign_ins(notes: dict[str, Any]) -> Table:
    table = Table(title="Кто может войти", title_justify="left", title_style="bold")
    for title in ("Логин", "Роль", "Организация", "Что посмотреть"):
        table.add_column(title, overflow="fold")
    for row in notes["sign_ins"]:
        table.add_row(row["login"], row["role"], row["unit"], row["hint"])
    return table


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _has_screen() -> bool:
    """On a server without a screen `webbrowser` would start a text browser inside this terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
