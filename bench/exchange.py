"""The matrix with 40,000 schools × 15 assessments: `python bench/exchange.py [schools]`. Own database, dropped after.

Prints the server time of every level of the monitoring, in the test client, median of twenty; the goal is 100 ms.
"""

import os
import secrets
import shutil
import statistics
import sys
import tempfile
import time

import psycopg
from psycopg import sql

REPEATS = 20
_UNIT = (
    "insert into cabinets_unit (kind, code, login, name, short_name, is_direct, is_active, time_zone, settlement, "
    "contact_name, contact_phone, contact_email, parent_id, region_id, municipality_id) "
)
_REST = "'', false, true, 'Europe/Moscow', '', '', '', ''"
FILL = (
    _UNIT + f"values ('country', 'ru', '', 'Российская Федерация', {_REST}, null, null, null)",
    _UNIT + f"select 'region', 'reg' || lpad(i::text, 2, '0') || '0000', '', 'Регион ' || i, {_REST}, country.id, "
    "null, null from generate_series(1, 89) i, cabinets_unit country",
    _UNIT + f"select 'municipality', left(r.code, 5) || '_m' || lpad(i::text, 3, '0'), '', 'Район ' || i, {_REST}, "
    "r.id, r.id, null from generate_series(1, 26) i, cabinets_unit r where r.kind = 'region'",
    _UNIT + "select 'school', substr(m.code, 4, 2) || lpad((row_number() over (partition by region_id))::text, 4, '0'),"
    f" '', 'Школа ' || i, {_REST}, m.id, m.region_id, m.id "
    "from generate_series(1, 18) i, cabinets_unit m where m.kind = 'municipality' order by random() limit {schools}",
    "insert into campaigns_campaign (code, title, year, is_current) values ('2026', 'ВПР 2026', 2026, true)",
    "insert into campaigns_assessment (campaign_id, code, subject, grade, level, title, parts, variants, generation, "
    "source, is_open) select c.id, '2026.ma' || i, 'ma', least(i, 12), 'base', 'Математика ' || i, 1, '{1,2}', 2026, "
    "'', true from generate_series(1, 15) i, campaigns_campaign c",
    "insert into exchange_workbook (campaign_id, kind, assessment_id, code, title) "
    "select campaign_id, 'scores', id, code, title from campaigns_assessment",
    "insert into exchange_expectation (unit_id, region_id, municipality_id, workbook_id, participants, state, "
    "is_late, participants_accepted) select u.id, u.region_id, u.municipality_id, w.id, 30, "
    "(random() * 3)::int, random() < 0.1, 0 from cabinets_unit u, exchange_workbook w where u.kind = 'school'",
)


def main(schools: int) -> None:
    server = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
    name = f"vpr_bench_{secrets.token_hex(4)}"
    home = tempfile.mkdtemp(prefix="vpr-bench-")
    base, _, _ = server.rpartition("/")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            os.environ |= {
                "DATABASE_URL": f"{base}/{name}",
                "VPR_HOME": home,
                "DJANGO_SETTINGS_MODULE": "vpr.project.settings",
            }
            measure(schools)
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
            shutil.rmtree(home, ignore_errors=True)


def measure(schools: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement.replace("{schools}", str(schools)))
        print(f"{15 * schools} expectations and their counts: {time.perf_counter() - started:.1f} s")
        cursor.execute("vacuum analyze")
    client = _federal_client()
    stamp = client.get("/exchange/monitoring/").content.decode().split('"stamp": "')[1].split('"')[0]
    for title, url, headers in (
        ("country, 89 regions x 15", "/exchange/monitoring/", {}),
        ("poll of the country, nothing new", f"/exchange/monitoring/?stamp={stamp}", {"HX-Request": "true"}),
        ("region, 26 municipalities x 15", "/exchange/monitoring/reg050000/", {}),
        ("municipality, its schools x 15", "/exchange/monitoring/reg05_m001/", {}),
        ("who has not uploaded, a region", "/exchange/monitoring/reg050000/contacts/", {}),
    ):
        wall, cpu = _median_ms(client, url, headers)
        print(f"{title}: {wall:.0f} ms, of them {cpu:.0f} ms in the web process")


def _federal_client():
    from django.test import Client

    from vpr.cabinets.models import Account, Appointment, Unit

    account = Account.objects.create_account(login="federal")
    Appointment.objects.create(account=account, role="federal_organizer", unit=Unit.objects.get(kind="country"))
    client = Client()
    client.force_login(account)
    return client


def _median_ms(client, url: str, headers: dict[str, str]) -> tuple[float, float]:
    """Wall and CPU time of a request; the rest is the database or a busy machine."""
    walls, cpus = [], []
    for _ in range(REPEATS):
        started, cpu = time.perf_counter(), time.process_time()
        status = client.get(url, headers=headers).status_code
        walls.append(time.perf_counter() - started)
        cpus.append(time.process_time() - cpu)
        if status not in (200, 204):
            raise SystemExit(f"{url}: {status}")
    return 1000 * statistics.median(walls), 1000 * statistics.median(cpus)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40_000)
