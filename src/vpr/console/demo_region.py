"""`vpr demo-region`: prepares the database and builds the invented region. Started by `vpr demo`, hidden from the help."""

import json
from dataclasses import asdict, dataclass

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from vpr.console.installation import open_installation


@dataclass(frozen=True)
class PrintedSignIn:
    login: str
    role: str
    unit: str
    hint: str


@click.command(hidden=True)
def command() -> None:
    """Построить вымышленный регион; уже построенный не меняется. Последняя строка вывода — JSON со входами."""
    open_installation()
    from vpr.base import clock
    from vpr.console.prepare import prepare
    from vpr.simulation.demo import build_demo

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    )
    with bar:
        task = bar.add_task("Готовится база данных", total=1.0)
        prepare()
        notes = build_demo(
            now=clock.now(), progress=lambda title, share: bar.update(task, description=title, completed=share)
        )
    rows = [PrintedSignIn(item.login, item.title, str(item.unit), item.hint) for item in notes.sign_ins]
    click.echo(json.dumps({"password": notes.password, "sign_ins": [asdict(row) for row in rows]}, ensure_ascii=False))
