"""`vpr simulate`: a synthetic campaign, from one municipality to the whole country."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vpr.console.codes import assessment_code
from vpr.console.installation import open_installation

if TYPE_CHECKING:
    from vpr.campaigns.models import Assessment
    from vpr.simulation.answers import Scripts
    from vpr.simulation.territory import RegionPlan

Sink = Callable[["Assessment", "RegionPlan", "Scripts"], int]


@click.command("simulate")
@click.option("--regions", default=1, show_default=True, type=click.IntRange(1, 83), help="Сколько регионов.")
@click.option("--municipalities", default=3, show_default=True, type=click.IntRange(1), help="Муниципалитетов всего.")
@click.option("--schools", default=30, show_default=True, type=click.IntRange(1), help="Школ всего; страна — 40000.")
@click.option("--assessments", default="2026.ru4", show_default=True, help="Коды работ через запятую или «2021» — все.")
@click.option("--seed", default=1, show_default=True, help="То же число — те же данные.")
@click.option(
    "--to", "sink", default="ledger", show_default=True, type=click.Choice(["ledger", "exports", "workbooks"])
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Папка для exports и workbooks.")
@click.option("--workbooks", type=click.Path(file_okay=False, path_type=Path), help="То же, что --to workbooks --out.")
@click.option("--faulty", default=0.1, show_default=True, type=click.FloatRange(0, 1), help="Доля форм с ошибками.")
@click.option("--clean", is_flag=True, help="Без мусора, который встречается в настоящих выгрузках.")
@click.option("--json", "as_json", is_flag=True, help="Один объект JSON в конце.")
def command(
    regions: int, municipalities: int, schools: int, assessments: str, seed: int, sink: str, out: Path | None,
    workbooks: Path | None, faulty: float, clean: bool, as_json: bool,
) -> None:  # fmt: skip
    """Придумывает кампанию: школы, классы, работы. Имён детей нет нигде."""
    if workbooks is not None:
        sink, out = "workbooks", workbooks
    if sink != "ledger" and out is None:
        raise click.UsageError("назовите папку: --out ПАПКА")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    open_installation()
    from vpr.simulation.territory import plan_territory

    started = time.monotonic()
    works = _assessments(assessments)
    plans = plan_territory(seed=seed, regions=regions, municipalities=municipalities, schools=schools)
    write = _sink(sink, out, seed=seed, faulty=faulty, clean=clean)
    scripts = sum(_run(plans, works, write, seed=seed, hidden=as_json))
    if sink == "ledger":
        _refresh(works)
    summary = {
        "regions": len(plans),
        "municipalities": sum(len(plan.municipalities) for plan in plans),
        "schools": sum(len(plan.school_codes) for plan in plans),
        "assessments": len(works),
        "scripts": scripts,
        "seconds": round(time.monotonic() - started, 2),
    }
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        click.echo(f"Школ {summary['schools']}, работ участников {scripts}, {summary['seconds']} с")


def _refresh(works: "list[Assessment]") -> None:
    """Reports are ready when the command ends; a worker would do the same a moment later."""
    from vpr.analytics.services import refresh_assessment
    from vpr.base import clock

    for assessment in works:
        refresh_assessment(assessment_id=assessment.pk, now=clock.now())


def _assessments(codes: str) -> "list[Assessment]":
    from vpr.base.refusals import Refusal
    from vpr.campaigns.models import Assessment
    from vpr.campaigns.services import ensure_assessment, load_reference

    wanted = [code.strip() for code in codes.split(",") if code.strip()]
    wanted = [code if code.isdigit() else assessment_code(code, option="--assessments") for code in wanted]
    found: list[Assessment] = []
    try:
        for code in wanted:
            if code.isdigit():
                load_reference(campaign=code)
                found += Assessment.objects.filter(campaign__code=code).order_by("grade", "subject", "code")
            else:
                found.append(ensure_assessment(code=code))
    except Refusal as error:
        raise click.UsageError(str(error)) from error
    known = [one for one in found if one.tasks.exists()]
    if not known:
        raise click.UsageError("ни у одной из названных работ нет списка заданий")
    return known


def _run(
    plans: "list[RegionPlan]", works: "list[Assessment]", write: Sink, *, seed: int, hidden: bool
) -> Iterator[int]:
    """Region by region, so that memory holds one region's scripts of one assessment."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from vpr.simulation.answers import scripts_of
    from vpr.simulation.cohort import cohort_of
    from vpr.simulation.storing import work_of

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=hidden) as bar:
        task = bar.add_task("Регионы × работы", total=len(plans) * len(works))
        for plan in plans:
            for assessment in works:
                cohort = cohort_of(plan, grade=assessment.grade, seed=seed)
                scripts = scripts_of(work_of(assessment), cohort, seed=seed, region=int(plan.code))
                yield write(assessment, plan, scripts)
                bar.update(task, advance=1, description=f"регион {plan.code}, {assessment.code}")


def _sink(name: str, out: Path | None, *, seed: int, faulty: float, clean: bool) -> Sink:
    if name == "ledger":
        return _ledger()
    assert out is not None
    if name == "exports":
        from vpr.simulation.exports import write_export

        def export(assessment: "Assessment", plan: "RegionPlan", scripts: "Scripts") -> int:
            folder = out / f"reg{plan.code}"
            folder.mkdir(exist_ok=True)
            return write_export(folder, plan, scripts, seed=seed, is_clean=clean)[1]

        return export
    from vpr.simulation.workbooks import write_workbooks

    def forms(assessment: "Assessment", plan: "RegionPlan", scripts: "Scripts") -> int:
        return write_workbooks(out, plan, scripts, assessment, seed=seed, faulty=faulty, is_clean=clean)

    return forms


def _ledger() -> Sink:
    from vpr.base import clock
    from vpr.results.services import refresh_reports
    from vpr.simulation.storing import ensure_units, store

    units: dict[str, list] = {}  # type: ignore[type-arg]
    now = clock.now()

    def ledger(assessment: "Assessment", plan: "RegionPlan", scripts: "Scripts") -> int:
        if plan.code not in units:
            units.clear()
            units[plan.code] = ensure_units(plan)
        record = store(assessment, units[plan.code], scripts, now=now)
        refresh_reports(assessment_id=assessment.pk)
        return record.scripts_stored

    return ledger
