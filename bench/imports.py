"""Imports against openpyxl + `bulk_create`: `python bench/imports.py [--files N] [--schools N]`. Own database, dropped after.

Prints rows stored per second of both in one run and their ratio (goal: 20), then a folder of many files with peak memory.
"""

import argparse
import os
import resource
import secrets
import shutil
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

BASELINE_ROWS = 6000
WORKS = ("2021.ma4", "2021.ru4", "2021.okr4", "2021.ma5", "2021.ru5", "2021.is5", "2021.bi5", "2021.ma6")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=632)
    parser.add_argument("--files", type=int, default=0, help="also import a folder of so many files")
    options = parser.parse_args()
    server = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
    name, home = f"vpr_bench_{secrets.token_hex(4)}", Path(tempfile.mkdtemp(prefix="vpr-bench-"))
    base, _, _ = server.rpartition("/")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            settings = "vpr.project.settings"
            os.environ |= {"DATABASE_URL": f"{base}/{name}", "VPR_HOME": str(home), "DJANGO_SETTINGS_MODULE": settings}
            measure(options, home)
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
            shutil.rmtree(home, ignore_errors=True)


def measure(options: argparse.Namespace, home: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    folder = home / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    path, rows = export(folder, "2021.ma5", options.schools, seed=1)
    others = [export(folder, code, options.schools, seed=1)[0] for code in WORKS[:3]]
    ours = rows_per_second(lambda: imported([path, *others]))
    again = rows_per_second(lambda: imported([path]))
    theirs = rows_per_second(lambda: baseline(path))
    print(f"exports of about {rows} rows, {path.stat().st_size / 1e6:.1f} MB")
    print(f"  four files             {ours:10.0f} rows/s stored   {ours / theirs:6.1f} × baseline")
    print(f"  one of them again      {again:10.0f} rows/s replaced {again / theirs:6.1f} × baseline")
    print(f"  openpyxl + bulk_create {theirs:10.0f} rows/s stored")
    if options.files:
        whole(folder, options)


def whole(folder: Path, options: argparse.Namespace) -> None:
    """Many files: other regions of the same works."""
    paths, rows = [], 0
    for number in range(options.files):
        place = folder / f"{number:02d}"
        place.mkdir()
        path, count = export(
            place, WORKS[number % len(WORKS)], options.schools, seed=2, region=number // len(WORKS) + 1
        )
        paths.append(path)
        rows += count
    started = time.perf_counter()
    stored = imported(paths)
    seconds = time.perf_counter() - started
    peak = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        f"{len(paths)} files: {rows} rows, {stored} stored in {seconds:.1f} s, {stored / seconds:.0f} rows/s;", end=" "
    )
    print(f"peak memory {peak[0]:.0f} MB, reader {peak[1]:.0f} MB")


def export(folder: Path, code: str, schools: int, *, seed: int, region: int = 0) -> tuple[Path, int]:
    from vpr.campaigns.services import ensure_assessment
    from vpr.simulation.answers import scripts_of
    from vpr.simulation.cohort import cohort_of
    from vpr.simulation.exports import write_export
    from vpr.simulation.storing import work_of
    from vpr.simulation.territory import plan_territory

    plan = plan_territory(
        seed=seed, regions=region + 1, municipalities=71 * (region + 1), schools=schools * (region + 1)
    )
    work = work_of(ensure_assessment(code=code))
    cohort = cohort_of(plan[region], grade=work.grade, seed=seed)
    scripts = scripts_of(work, cohort, seed=seed, region=int(plan[region].code))
    return write_export(folder, plan[region], scripts, seed=seed)


def imported(paths: list[Path]) -> int:
    from vpr.base import clock
    from vpr.results.importing.loading import ImportOptions, import_files

    return sum(one.tally.stored for one in import_files(paths, ImportOptions(), now=clock.now()))


def baseline(path: Path) -> int:
    """What one writes first: openpyxl, a loop, model objects, `bulk_create`; on a part of the file."""
    import openpyxl
    from django.db import connection, transaction

    from vpr.results.models import Script

    rows = openpyxl.load_workbook(path, read_only=True, data_only=True).active.iter_rows(
        min_row=2, max_row=BASELINE_ROWS + 1, values_only=True
    )
    made = []
    for number, row in enumerate(rows):
        points = [
            -1 if str(cell).lower() in ("x", "х") else int(cell) if str(cell).isdigit() else None for cell in row[9:25]
        ]
        made.append(
            Script(
                campaign_id=0, assessment_id=0, region_id=1, municipality_id=1, school_id=number, code=int(row[3]),
                class_name=row[6] or "", points=points, raw_score=sum(p for p in points if p and p > 0), load_id=1,
            )
        )  # fmt: skip
    with transaction.atomic():
        Script.objects.bulk_create(made, batch_size=1000)
        with connection.cursor() as cursor:
            cursor.execute("delete from results_script where campaign_id = 0")
    return len(made)


def rows_per_second(run) -> float:  # type: ignore[no-untyped-def]
    started = time.perf_counter()
    return run() / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
