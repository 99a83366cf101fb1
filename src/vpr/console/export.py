"""`vpr export`: scripts of an assessment as CSV, Parquet or XLSX, one row for a participant or for every task."""

import json
import time
from pathlib import Path

import click

from vpr.console.installation import open_installation
from vpr.console.report import assessment_of, into_a_folder, unit_of


@click.command("export")
@click.option("--assessment", required=True, help="Код работы: 2026.en8.")
@click.option("--unit", default="ru", show_default=True, help="Код: ru, reg470000, reg47_m010, 470167.")
@click.option("--format", "kind", type=click.Choice(["csv", "parquet", "xlsx"]), default="csv", show_default=True)
@click.option("--shape", type=click.Choice(["wide", "long"]), default="wide", show_default=True,
              help="wide: строка на участника; long: строка на участника и задание.")  # fmt: skip
@click.option("--ledger", "is_ledger", is_flag=True, help="Все работы из журнала, а не только опубликованные.")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path), callback=into_a_folder)
@click.option("--json", "as_json", is_flag=True, help="В конце напечатать один объект JSON.")
def command(assessment: str, unit: str, kind: str, shape: str, is_ledger: bool, output: Path, as_json: bool) -> None:
    """Выгружает работы участников под кодами. Код возврата 1, когда работ нет.

    Столбцы: region, municipality, school, login, code, class_name, gender, variant_1, variant_2, задания (или task,
    max_points, points), raw_score, mark, journal_mark, wave. Балл -1 — «X», -2 — «не пройд.», пусто — отсутствовал.
    CSV: UTF-8 с BOM, точка с запятой.
    """
    open_installation()
    from vpr.analytics.downloads.scripts import Extract, TooManyRows, save
    from vpr.analytics.specification import specification_of

    started = time.perf_counter()
    work = assessment_of(assessment)
    extract = Extract(work, specification_of(work), unit_of(unit), is_ledger, shape == "long")
    try:
        rows = save(extract, output, kind)
    except TooManyRows:
        output.unlink(missing_ok=True)
        raise click.UsageError("На лист Excel помещается 1 048 575 строк: выберите --format csv или parquet.") from None
    seconds = round(time.perf_counter() - started, 2)
    if as_json:
        click.echo(
            json.dumps({"assessment": work.code, "unit": unit, "rows": rows, "file": str(output), "seconds": seconds})
        )
    else:
        click.echo(f"Выгружено строк: {rows}, файл {output}, {seconds} с.")
    if not rows:
        raise SystemExit(1)
