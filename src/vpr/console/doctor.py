"""`vpr doctor`: what an operator needs, checked one by one; each line says OK or what to do."""

import json as json_module
import sys
from dataclasses import asdict

import click
from rich.console import Console

from vpr.console.examinations import Finding, after_opening, before_opening


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Один объект JSON вместо таблицы.")
def command(as_json: bool) -> None:
    """Проверить установку: Python, пакеты, диск, порт, база, очередь, ключ. Код выхода 1, если надо что-то исправить."""
    findings = before_opening()
    if not any(finding.is_fatal and not finding.is_well for finding in findings):
        findings += after_opening()
    if as_json:
        click.echo(json_module.dumps({"findings": [asdict(item) for item in findings]}, ensure_ascii=False))
    else:
        _print(findings)
    sys.exit(0 if all(finding.is_well or finding.is_advice for finding in findings) else 1)


def _print(findings: list[Finding]) -> None:
    console = Console(highlight=False)
    for item in findings:
        sign = (
            "[green]хорошо[/green]  "
            if item.is_well
            else "[yellow]совет[/yellow]   "
            if item.is_advice
            else "[red]исправить[/red]"
        )
        console.print(f"{sign}  [bold]{item.subject}[/bold]: {item.state}", soft_wrap=True)
        if item.cure and not item.is_well:
            console.print(f"           → {item.cure}", soft_wrap=True)
