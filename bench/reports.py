"""Report latency with 550,000 scripts of one assessment, and reports of all levels against pandas. Ratios in one run.

    python bench/reports.py [scripts]

A database of its own is made beside the one of DATABASE_URL and dropped at the end; files go to a temporary VPR_HOME.
"""

import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

HOME = tempfile.mkdtemp(prefix="vpr-bench-")
os.environ["VPR_HOME"] = HOME
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vpr.project.settings")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import django  # noqa: E402

django.setup()

import numpy as np  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
MAXIMA = (1, 1, 2, 1, 2, 1, 1, 2, 1, 1, 2, 1, 3, 2, 1, 2, 1, 2, 1, 2)
THRESHOLDS = (8, 14, 22)
REGIONS, MUNICIPALITIES, SCHOOLS = 20, 30, 20  # regions; municipalities of a region; schools of a municipality


def make_units():
    """Country, regions, municipalities, schools; returns the paths of the schools as an array of ids."""
    from vpr.cabinets.models import Unit

    country, _ = Unit.objects.get_or_create(kind="country", code="ru", defaults={"name": "Российская Федерация"})
    paths = []
    for r in range(REGIONS):
        region = Unit.objects.create(kind="region", code=f"reg{r + 10}0000", name=f"Субъект {r + 10}", parent=country)
        for m in range(MUNICIPALITIES):
            code = f"reg{r + 10}_m{m + 1:03}"
            above = Unit.objects.create(
                kind="municipality", code=code, name=f"Муниципалитет {m + 1}", parent=region, region=region
            )
            schools = Unit.objects.bulk_create(
                Unit(
                    kind="school",
                    code=f"{r + 10}{m * SCHOOLS + s:04}",
                    login=f"edu{r + 10}{m * SCHOOLS + s:04}",
                    name=f"Школа № {s + 1}",
                    parent=above,
                    region=region,
                    municipality=above,
                )
                for s in range(SCHOOLS)
            )
            paths += [(region.pk, above.pk, school.pk) for school in schools]
    return np.array(paths, dtype=np.int64)


def make_assessment():
    from vpr.campaigns.models import Assessment, Campaign, MarkScale, Task

    campaign = Campaign.objects.create(code="2026", title="ВПР 2026", year=2026, is_current=True)
    made = Assessment.objects.create(
        campaign=campaign, code="2026.ma5", subject="ma", grade=5, title="Математика 5 класс", variants=[1, 2]
    )
    Task.objects.bulk_create(
        Task(
            assessment=made,
            position=i,
            code=str(i),
            max_points=most,
            difficulty=("basic", "advanced")[i % 2],
            skill=f"Умение {i % 7}",
        )
        for i, most in enumerate(MAXIMA, start=1)
    )
    MarkScale.objects.create(assessment=made, from_3=THRESHOLDS[0], from_4=THRESHOLDS[1], from_5=THRESHOLDS[2])
    return made


def fill(assessment, paths, scripts):
    """Lognormal school sizes, one ability a participant, COPY."""
    from vpr.results.models import LoadRecord

    load = LoadRecord.objects.create(source="simulation", assessment=assessment, loaded_at=NOW)
    chance = np.random.default_rng(2026)
    weight = chance.lognormal(0, 0.9, len(paths))
    school = np.sort(chance.choice(len(paths), scripts, p=weight / weight.sum()))
    serial = np.arange(scripts) - np.searchsorted(school, school)
    ability = chance.normal(0.55, 0.2, scripts).clip(0.02, 0.98)
    points = np.stack([chance.binomial(most, ability) for most in MAXIMA], axis=1)
    points = np.where((points == 0) & (chance.random(points.shape) < 0.22), -1, points)
    raw = np.maximum(points, 0).sum(axis=1)
    journal = chance.integers(2, 6, scripts)
    columns = (
        "campaign_id, assessment_id, region_id, municipality_id, school_id, code, class_name, variant_1, points, "
        "raw_score, journal_mark, load_id"
    )
    path = paths[school]
    with connection.cursor() as cursor, cursor.copy(f"COPY results_script ({columns}) FROM STDIN") as copy:
        for start in range(0, scripts, 50_000):
            block = StringIO()
            for i in range(start, min(start + 50_000, scripts)):
                region, municipality, unit = path[i]
                block.write(
                    f"{assessment.campaign_id}\t{assessment.pk}\t{region}\t{municipality}\t{unit}\t{50001 + serial[i]}\t"
                    f"5{'АБВГ'[serial[i] // 25 % 4]}\t{1 + i % 2}\t{{{','.join(map(str, points[i]))}}}\t{raw[i]}\t"
                    f"{journal[i]}\t{load.pk}\n"
                )
            copy.write(block.getvalue())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE results_script")


def latency(assessment, paths):
    """Server time of a page through the whole stack, every answer asked for the first time and then again."""
    from django.test import Client

    from vpr.analytics import tallies
    from vpr.analytics.reports.registry import REPORTS
    from vpr.cabinets.models import Account, Appointment, Unit
    from vpr.kernel.roles import Role

    account = Account.objects.create_account(login="federal")
    Appointment.objects.create(account=account, role=Role.FEDERAL_ORGANIZER, unit=Unit.objects.get(code="ru"))
    client = Client()
    client.force_login(account)
    sizes = np.random.default_rng(1).choice(len(paths), 12, replace=False)
    schools = list(Unit.objects.filter(pk__in=[int(paths[i][2]) for i in sizes]))
    units = {
        "country": [Unit.objects.get(code="ru")],
        "region": list(Unit.objects.filter(kind="region")[:6]),
        "municipality": list(Unit.objects.filter(kind="municipality")[:12]),
        "school": schools,
    }
    client.get(f"/analytics/{assessment.code}/ru/marks_statistics/")
    print(f"{'page, ms':32}{'first p50':>10}{'first max':>10}{'CPU p50':>10}{'again p50':>10}{'CPU p50':>10}")
    worst, medians, cpu_medians = 0.0, [], []
    for level, found in units.items():
        for name in REPORTS:
            client.get(
                f"/analytics/{assessment.code}/{found[-1].code}/{name}/"
            )  # compiles the questions of this report
            first, again, first_cpu, again_cpu = [], [], [], []
            for unit in found:
                tallies._asked.cache_clear()
                for times, cpu in ((first, first_cpu), (again, again_cpu)):
                    started, spent = time.perf_counter(), time.process_time()
                    answer = client.get(f"/analytics/{assessment.code}/{unit.code}/{name}/")
                    times.append((time.perf_counter() - started) * 1000)
                    cpu.append((time.process_time() - spent) * 1000)
                    assert answer.status_code == 200
            worst = max(worst, *first)
            p50, cpu50, again50, again_cpu50 = map(statistics.median, (first, first_cpu, again, again_cpu))
            medians.append(p50)
            cpu_medians.append(cpu50)
            print(
                f"{level + ' ' + name:32}{p50:10.0f}{max(first):10.0f}{cpu50:10.0f}{again50:10.0f}{again_cpu50:10.0f}"
            )
    print(f"slowest first answer {worst:.0f} ms")
    print(f"slowest median {max(medians):.0f} ms, of them {max(cpu_medians):.0f} ms of CPU; the goal is 100 ms")


def ours(file):
    """Counts of every report for every level: counters first, then sums of counters; schools straight from the file."""
    import ibis

    from vpr.analytics import expressions as e

    backend = ibis.duckdb.connect()
    scripts = backend.read_parquet(file, table_name="scripts")
    scale = dict(zip(("from_3", "from_4", "from_5"), map(ibis.literal, THRESHOLDS), strict=True))
    scores = backend.create_table("scores", e.municipal_scores(scripts))
    tasks = backend.create_table("tasks", e.municipal_tasks(scripts, MAXIMA))
    found = {}
    for unit in ("region", "municipality"):
        found[unit, "scores"] = e.scores_below(scores, {}, unit).to_pyarrow()
        found[unit, "tasks"] = e.tasks_below(tasks, scale, unit).to_pyarrow()
    found["country", "scores"] = scores.group_by("raw_score", "journal_mark").agg(n=scores.n.sum()).to_pyarrow()
    found["country", "tasks"] = e.tasks_below(tasks.mutate(country=1), scale, "country").to_pyarrow()
    found["school", "scores"] = e.scores_of_scripts(scripts, {}, "school").to_pyarrow()
    found["school", "tasks"] = e.tasks_of_scripts(scripts, scale, "school", MAXIMA).to_pyarrow()
    return found


def pandas_way(file):
    """The same counts as an analyst would write them."""
    import pandas as pd

    frame = pd.read_parquet(file)
    made = {"country": np.ones(len(frame), dtype="int8"), "n": np.ones(len(frame), dtype="int64")}
    made["mark"] = 2 + sum((frame.raw_score >= t).astype("int8") for t in THRESHOLDS)
    for i, most in enumerate(MAXIMA, start=1):
        points = frame[f"p{i}"]
        made[f"points_{i}"] = points.clip(lower=0).astype("int64")
        made[f"full_{i}"] = (points >= most).astype("int64")
        made[f"zero_{i}"] = (points <= 0).astype("int64")
        made[f"not_attempted_{i}"] = (points == -1).astype("int64")
        made[f"not_taught_{i}"] = (points == -2).astype("int64")
    counters = [name for name in made if name not in ("country", "mark")]
    # one new frame: adding a hundred columns one by one would fragment it and slow the baseline down
    frame = pd.concat([frame, pd.DataFrame(made, index=frame.index)], axis=1)
    found = {}
    for unit in ("country", "region", "municipality", "school"):
        found[unit, "scores"] = frame.groupby([unit, "raw_score", "journal_mark"]).n.sum().reset_index()
        found[unit, "tasks"] = frame.groupby([unit, "mark"])[counters].sum().reset_index()
    return found


def all_levels(file):
    mine_times, their_times = [], []
    for _ in range(3):
        started = time.perf_counter()
        mine = ours(file)
        mine_times.append(time.perf_counter() - started)
        started = time.perf_counter()
        theirs = pandas_way(file)
        their_times.append(time.perf_counter() - started)
    for key, table in mine.items():
        kind = "n" if key[1] == "scores" else "points_1"
        assert int(table[kind].to_numpy().sum()) == int(theirs[key][kind].sum()), key
        assert table.num_rows == len(theirs[key]), key
    a, b = statistics.median(mine_times), statistics.median(their_times)
    cells = sum(table.num_rows * table.num_columns for table in mine.values())
    print(f"reports of all levels ({cells} cells): ours {a:.2f} s, pandas {b:.2f} s, pandas / ours = {b / a:.2f}")


def main(scripts):
    from vpr.analytics import services, snapshots
    from vpr.analytics.schema import Relation

    call_command("collectstatic", interactive=False, verbosity=0)
    paths = make_units()
    assessment = make_assessment()
    started = time.perf_counter()
    fill(assessment, paths, scripts)
    print(f"{scripts} scripts of {len(paths)} schools in the ledger: {time.perf_counter() - started:.1f} s")
    started = time.perf_counter()
    snapshot = services.refresh_assessment(assessment_id=assessment.pk, now=NOW)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    files = {relation: snapshots.file_of(snapshot, relation) for relation in Relation}
    sizes = ", ".join(f"{relation} {path.stat().st_size / 1e6:.1f} MB" for relation, path in files.items())
    print(f"refresh: {time.perf_counter() - started:.1f} s, peak memory of the process {peak:.0f} MB; {sizes}")
    latency(assessment, paths)
    all_levels(files[Relation.SCRIPTS])


if __name__ == "__main__":
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 550_000)
    finally:
        from django.db import connections

        connection.creation.destroy_test_db(connections.settings["default"]["NAME"], verbosity=0)
        shutil.rmtree(HOME, ignore_errors=True)
