"""Lists, consolidated files and the freeze in bulk: `python bench/enrollment.py [schools]`. Own database.

Prints the import of one XLSX list (4,000 schools unless told; the country has 40,000),
CPU of reading and comparing a consolidated file of 1,500 schools
(goal: under one second), and the freeze of every region with the expectations derived from it.
"""

import io
import os
import secrets
import shutil
import sys
import tempfile
import time

import psycopg
import xlsxwriter
from psycopg import sql

HEADER = (
    "Код ОО",
    "Полное наименование",
    "Муниципалитет",
    "Тип ОО",
    "Уровни",
    "Вид населённого пункта",
    "Классы участия",
)
CONSOLIDATED_SCHOOLS = 1500
#: 45 works, as in a spring campaign. The schools of the big municipality hold all, the others 15 each (DOMAIN 14.3).
WORKS = {
    4: "ru ma okr lch en",
    5: "ru ma is bi gg li en",
    6: "ru ma is bi gg ob li en",
    7: "ru ma is bi gg fi inf li en",
    8: "ru ma is bi gg ob fi hi en",
    10: "ru ma fi hi ob li bi",
}


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
            _measure(schools)
        finally:
            from django.db import connection

            connection.close()
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
            shutil.rmtree(home, ignore_errors=True)


def _measure(schools: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from vpr.base import clock
    from vpr.enrollment.services.importing import import_schools

    content = _list(schools)
    started = time.perf_counter()
    report = import_schools(content=content, now=clock.now())
    print(f"import of {report.rows_stored} schools: {time.perf_counter() - started:.1f} s", flush=True)
    started = time.perf_counter()
    again = import_schools(content=content, now=clock.now())
    print(f"the same list again, {again.schools_new} new: {time.perf_counter() - started:.1f} s", flush=True)
    campaign = _campaign()
    _consolidated(campaign)
    _freeze(campaign)


def _list(schools: int) -> bytes:
    """89 regions; the first one has a single large municipality, the size of the consolidated file."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Список ОО")
        sheet.write_row(0, 0, HEADER)
        for number in range(schools):
            region, serial = (1, number + 1) if number < CONSOLIDATED_SCHOOLS else (2 + number % 88, number)
            code = f"{region:02d}{serial % 10_000:04d}"
            place = "Большой округ" if region == 1 else f"Район {serial % 26}"
            row = (code, f"Средняя школа № {serial}", place, "СОШ", "НОО, ООО, СОО", "сельский", "4-8, 10")
            for column, text in enumerate(row):
                sheet.write_string(number + 1, column, text)
    return target.getvalue()


def _campaign():
    from vpr.campaigns.models import Assessment, Campaign

    campaign = Campaign.objects.create(code="2026", title="ВПР 2026", year=2026, is_current=True)
    for grade, subjects in WORKS.items():
        for subject in subjects.split():
            Assessment.objects.create(
                campaign=campaign,
                code=f"2026.{subject}{grade}",
                subject=subject,
                grade=grade,
                title=f"{subject} {grade}",
            )
    return campaign


_APPLICATIONS = """
insert into enrollment_application (campaign_id, unit_id, state, takes_part, submitted_at, changed_at)
select %(campaign)s, id, 'municipal_confirmed', true, now(), now() from cabinets_unit where kind = 'school';
"""
_LINES = """
insert into enrollment_applicationline (application_id, assessment_id, form, class_count, participants, experts)
select application.id, work.id, 'paper', 2, 30 + application.id %% 20, 0
from enrollment_application application join cabinets_unit unit on unit.id = application.unit_id, campaigns_assessment work
where unit.code like '01%%' or (application.id + work.id) %% 3 = 0
"""


def _consolidated(campaign) -> None:
    """Fills 1,500 applications, makes the file, changes one cell in ten and reads it back."""
    from django.db import connection

    from vpr.cabinets.models import Unit
    from vpr.enrollment.workbooks.consolidated import CONSOLIDATED
    from vpr.exchange.services import workbook_of
    from vpr.workbook.pool import shared_pool

    with connection.cursor() as cursor:
        cursor.execute(_APPLICATIONS, {"campaign": campaign.pk})
        cursor.execute(_LINES, {})
        cursor.execute("analyze")
    unit, workbook = Unit.objects.get(code="reg01_m001"), workbook_of(campaign, "consolidated")
    started = time.process_time()
    _, content = CONSOLIDATED.template(unit, workbook, None)
    print(f"file of {CONSOLIDATED_SCHOOLS} schools made: {time.process_time() - started:.2f} s of CPU", flush=True)
    changed = _corrected(content)
    shared_pool().read(content)  # the reader's process is up, as it is in a worker
    for _ in range(3):
        before, child = time.process_time(), _child_cpu()
        verdict = CONSOLIDATED.check(
            changed, "сводная.xlsx", unit=unit, workbook=workbook, expectation=None, channel="file"
        )
        own, read = time.process_time() - before, _child_cpu() - child
        corrected = sum(item.lines is not None for item in verdict.content)
        print(
            f"consolidated file read and compared: {own + read:.2f} s of CPU ({read:.2f} in the reader), "
            f"accepted {verdict.is_accepted}, corrected {corrected}",
            flush=True,
        )


def _corrected(content: bytes) -> bytes:
    """One school in ten gets another number of participants in every grade."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    for grade in WORKS:
        sheet = book[f"{grade} класс"]
        for row in range(2, sheet.max_row + 1, 10):
            sheet.cell(row, 4).value = 77
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _child_cpu() -> float:
    """CPU seconds of the reader processes that are alive."""
    import psutil

    return sum(sum(child.cpu_times()[:2]) for child in psutil.Process().children(recursive=True))


def _freeze(campaign) -> None:
    from vpr.base import clock
    from vpr.cabinets.models import Account, Appointment, Unit
    from vpr.cabinets.scope import Cabinet, scope_of
    from vpr.cabinets.services.founding import found
    from vpr.enrollment.services.freezing import freeze_applications

    found(login="fis", region=None, now=clock.now())
    seat = Appointment.objects.select_related("unit").get(account=Account.objects.get(login="fis"))
    by = Cabinet(seat.account, seat, scope_of(seat))
    started, expected, longest = time.perf_counter(), 0, 0.0
    for region in Unit.objects.filter(kind="region"):
        begun = time.perf_counter()
        expected += freeze_applications(by=by, campaign=campaign, region=region, now=clock.now()).expectations
        longest = max(longest, time.perf_counter() - begun)
    spent = time.perf_counter() - started
    print(
        f"freeze of all regions: {spent:.1f} s for {expected} expected forms, {expected / spent:.0f} rows/s, "
        f"the longest region {longest:.1f} s",
        flush=True,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4_000)
