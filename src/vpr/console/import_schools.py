"""`vpr import-schools FILE`: the list of schools of an empty installation, or the schools that are new in it."""

import json
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vpr.console.installation import open_installation

if TYPE_CHECKING:
    from vpr.enrollment.services.importing import ImportReport

_SHOWN = 20


@click.command("import-schools")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", default="", help="Код субъекта, например 22: строки других субъектов отклоняются.")
@click.option("--dry-run", is_flag=True, help="Только сказать, что изменится.")
@click.option("--json", "as_json", is_flag=True, help="Один объект JSON в конце.")
def command(file: Path, region: str, dry_run: bool, as_json: bool) -> None:
    """Загружает список школ (XLSX, ODS, XLS): субъекты, муниципалитеты и школы, которых ещё нет."""
    if region and not re.fullmatch(r"\d{2}", region):
        raise click.BadParameter("нужны две цифры кода субъекта, например 22", param_hint="--region")
    open_installation()
    from vpr.base import clock
    from vpr.enrollment.services.importing import import_schools

    started = time.monotonic()
    report = import_schools(content=file.read_bytes(), region=region, dry_run=dry_run, now=clock.now())
    summary = _summary(report, dry_run, time.monotonic() - started)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        _speak(summary)
    sys.exit(1 if report.faults else 0)


def _summary(report: "ImportReport", dry_run: bool, seconds: float) -> dict[str, Any]:
    from vpr.enrollment.faults import LIST
    from vpr.kernel.faults import render

    return {
        "rows_read": report.rows_read,
        "rows_stored": report.rows_stored,
        "rows_refused": report.rows_refused,
        "regions_new": report.regions_new,
        "municipalities_new": report.municipalities_new,
        "schools_new": report.schools_new,
        "dry_run": dry_run,
        "seconds": round(seconds, 2),
        "refusals": [{"code": f.code, "cell": f.cell, "message": render(f, LIST)} for f in report.faults],
        "elsewhere": report.elsewhere,
    }


def _speak(summary: dict[str, Any]) -> None:
    for refusal in summary["refusals"][:_SHOWN]:
        click.echo(f"отклонено: {refusal['message']}")
    if len(summary["refusals"]) > _SHOWN:
        click.echo(f"… и ещё {len(summary['refusals']) - _SHOWN}; все — в --json")
    for school in summary["elsewhere"][:_SHOWN]:
        click.echo(f"стоит в другом муниципалитете, осталась там: {school}")
    would = "Будет" if summary["dry_run"] else "Новых"
    click.echo(
        f"Строк {summary['rows_read']}: сохранено {summary['rows_stored']}, отклонено {summary['rows_refused']}. "
        f"{would}: субъектов {summary['regions_new']}, муниципалитетов {summary['municipalities_new']}, "
        f"школ {summary['schools_new']}; {summary['seconds']} с"
    )
