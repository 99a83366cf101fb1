"""`vpr report`: one of the seven reports of a unit as JSON, CSV or XLSX, with the numbers of the page."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vpr.console.installation import open_installation

if TYPE_CHECKING:
    from vpr.analytics.report import Report
    from vpr.cabinets.models import Unit
    from vpr.campaigns.models import Assessment

NAMES = (
    "individual_results",
    "primary_distribution",
    "marks_statistics",
    "journal_comparison",
    "task_performance",
    "planned_results",
    "task_by_groups",
)


def assessment_of(code: str) -> "Assessment":
    """The assessment with this code; wrong usage (exit 2) when there is none."""
    from vpr.campaigns.models import Assessment

    found = Assessment.objects.select_related("campaign").filter(code=code.strip().lower()).first()
    if found is None:
        raise click.BadParameter(
            f"нет проверочной работы с кодом {code}; код выглядит как 2026.en8", param_hint="--assessment"
        )
    return found


def unit_of(code: str) -> "Unit":
    """The unit with this code or login; wrong usage (exit 2) when there is none."""
    from django.db.models import Q

    from vpr.cabinets.models import Unit

    found = Unit.objects.filter(Q(code=code) | Q(login=code)).select_related("region", "municipality").first()
    if found is None:
        raise click.BadParameter(
            f"нет организации или территории с кодом {code}; код выглядит как ru, reg470000, reg47_m010 или 470167",
            param_hint="--unit",
        )
    return found


def into_a_folder(context: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """The file can be written; wrong usage (exit 2) before any work otherwise."""
    if path is not None and not path.parent.is_dir():
        raise click.BadParameter(f"папки {path.parent} нет: создайте её или назовите другую")
    if path is not None and not os.access(path if path.exists() else path.parent, os.W_OK):
        raise click.BadParameter(f"в {path} нельзя записать: нет прав")
    return path


@click.command("report")
@click.argument("name", type=click.Choice(NAMES))
@click.option("--assessment", required=True, help="Код работы: 2026.en8.")
@click.option("--unit", required=True, help="Код: ru, reg470000, reg47_m010, 470167.")
@click.option("--format", "kind", type=click.Choice(["json", "csv", "xlsx"]), default="json", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), callback=into_a_folder,
              help="Файл; без него — стандартный вывод.")  # fmt: skip
@click.option("--class", "class_name", help="Только этот класс (для ОО).")
@click.option("--variant", type=int, help="Только этот вариант.")
@click.option("--part", type=int, help="Только задания этой части.")
@click.option("--table", default="main", show_default=True, help="Таблица для CSV: main, below, counts.")
def command(
    name: str,
    assessment: str,
    unit: str,
    kind: str,
    output: Path | None,
    class_name: str | None,
    variant: int | None,
    part: int | None,
    table: str,
) -> None:
    """Отчёт NAME раздела «Аналитика». Код возврата 1, когда результатов нет."""
    open_installation()
    from vpr.analytics import queries
    from vpr.analytics.report import Filters, Stage
    from vpr.base import clock

    found = queries.report(
        name,
        assessment=assessment_of(assessment),
        unit=unit_of(unit),
        now=clock.now(),
        filters=Filters(class_name, variant, part),
        may_preview=True,
        is_listing=True,
    )
    content = _content(found, kind, table)
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        output.write_bytes(content)
    if found.frame.stage is Stage.NONE:
        raise SystemExit(1)


def _content(found: "Report", kind: str, table: str) -> bytes:
    from vpr.analytics.downloads import text, xlsx

    if kind == "json":
        return (text.json_of(found) + "\n").encode()
    if kind == "xlsx":
        return xlsx.workbook(found)
    chosen = next((one for one in found.tables if one.key == table), None)
    if chosen is None:
        keys = ", ".join(one.key for one in found.tables)
        raise click.BadParameter(f"в этом отчёте есть таблицы: {keys}", param_hint="--table")
    return text.csv_of(chosen)
