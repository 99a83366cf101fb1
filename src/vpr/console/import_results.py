"""`vpr import-results PATH...`: regional exports of past campaigns into the ledger."""

import json
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vpr.console.codes import assessment_code, school_code
from vpr.console.installation import open_installation

if TYPE_CHECKING:
    from vpr.results.importing.loading import ImportedFile

_SUFFIXES = (".xlsx", ".xls", ".ods", ".xlsm")
_SHOWN = 20


@click.command("import-results")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--year", type=click.IntRange(2015, 2100), help="Год кампании, если он не назван в имени файла.")
@click.option("--assessment", help="Код работы, например 2021.ma4, если файл не называет её сам.")
@click.option("--school", help="Код или логин школы: для формы одной школы, где его нет.")
@click.option("--json", "as_json", is_flag=True, help="Один объект JSON в конце.")
def command(
    paths: tuple[Path, ...], year: int | None, assessment: str | None, school: str | None, as_json: bool
) -> None:
    """Загружает выгрузки прошлых лет (2020, 2021, 2022) и заполненные формы: файлы и папки с файлами."""
    files = list(_files(paths))
    if not files:
        raise click.UsageError("в указанных папках нет таблиц .xlsx, .xls или .ods")
    code = assessment_code(assessment) if assessment else None
    digits = school_code(school) if school else ""
    open_installation()
    from vpr.base import clock
    from vpr.results.importing.loading import ImportOptions, import_files

    started, now = time.monotonic(), clock.now()
    options = ImportOptions(year=year, assessment=code, school=digits)
    done: list[ImportedFile] = []
    with _progress(len(files), hidden=as_json) as advance:
        for imported in import_files(files, options, now=now):
            done.append(_light(imported))
            advance(imported)
    _refresh({imported.assessment.pk for imported in done if imported.assessment is not None}, now)
    summary = _summary(done, time.monotonic() - started)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        _speak(done, summary)
    sys.exit(1 if any(imported.has_faults for imported in done) else 0)


def _refresh(assessments: set[int], now: datetime) -> None:
    """Reports are ready when the command ends; a worker would do the same a moment later."""
    from vpr.analytics.services import refresh_assessment

    for assessment_id in sorted(assessments):
        refresh_assessment(assessment_id=assessment_id, now=now)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Files as named; of a folder its tables in order, without the locks that office programs leave."""
    for path in paths:
        if path.is_dir():
            found = (p for p in sorted(path.rglob("*")) if p.suffix.lower() in _SUFFIXES)
            yield from (p for p in found if not p.name.startswith(("~$", ".")))
        else:
            yield path


def _light(imported: "ImportedFile") -> "ImportedFile":
    """The record with its report is in the database; forty of them need not stay in memory."""
    imported.record = None
    return imported


class _progress:  # noqa: N801  used as a context
    """A line per file on the error stream, so that the output stays clean."""

    def __init__(self, total: int, *, hidden: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), disable=hidden)
        self._total, self._rows = total, 0

    def __enter__(self) -> Any:
        self._bar.start()
        self._task = self._bar.add_task("Чтение файлов", total=self._total)
        return self._advance

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _advance(self, imported: "ImportedFile") -> None:
        self._rows += imported.tally.stored
        self._bar.update(self._task, advance=1, description=f"{imported.name[:48]} · сохранено {self._rows}")


def _summary(done: "list[ImportedFile]", seconds: float) -> dict[str, Any]:
    return {
        "files": len(done),
        "rows_read": sum(one.tally.rows_read for one in done),
        "scripts_stored": sum(one.tally.stored for one in done),
        "rows_refused": sum(one.tally.refused for one in done),
        "repairs": sum(one.tally.repaired for one in done),
        "seconds": round(seconds, 2),
        "reports": [
            {
                "rows_read": one.tally.rows_read,
                "scripts_stored": one.tally.stored,
                "rows_refused": one.tally.refused,
                "assessment": one.assessment.code if one.assessment else None,
                **one.tally.as_report(file=one.name),
                "refusals": [
                    {"sheet": r.sheet, "row": r.row, "column": r.column, "code": r.code, "message": r.message}
                    for r in one.tally.refusals
                ],
            }
            for one in done
        ],
    }


def _speak(done: "list[ImportedFile]", summary: dict[str, Any]) -> None:
    for one in done:
        tally = one.tally
        code = one.assessment.code if one.assessment else "—"
        click.echo(
            f"{one.name}: {code}, прочитано {tally.rows_read}, сохранено {tally.stored}, отклонено {tally.refused}"
        )
        for note in tally.notes:
            click.echo(f"  {note}")
        for repair in sorted(tally.repairs.values(), key=lambda repair: -repair.count):
            click.echo(f"  исправлено: {repair.title} ({repair.count})")
        for refusal in tally.refusals[:_SHOWN]:
            place = f"{refusal.sheet}, строка {refusal.row}, «{refusal.column}»: " if refusal.row else ""
            click.echo(f"  отклонено: {place}{refusal.message}")
        if len(tally.refusals) > _SHOWN:
            click.echo(f"  … и ещё {len(tally.refusals) - _SHOWN}; все — на странице загрузки и в --json")
    click.echo(
        f"Файлов {summary['files']}, строк {summary['rows_read']}: сохранено {summary['scripts_stored']}, "
        f"отклонено {summary['rows_refused']}, исправлений {summary['repairs']}; {summary['seconds']} с"
    )
