"""Properties of the stage: a filled workbook, LibreOffice, a worker that runs what waits in the queue."""

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

#: Points of 2026.en8 that obey every rule; variant first, class and journal mark last.
GOOD = (1, 5, 4, 3, 3, 2, 2, 1, 1, 4)


def filled(form: bytes, rows: dict[int, tuple]) -> bytes:
    """The downloaded form with points typed in: code -> values from «Вариант» to the journal mark."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book["Протокол"]
    at = {cell.value: cell.row for cell in sheet["A"] if isinstance(cell.value, int)}
    for serial, (code, values) in enumerate(rows.items()):
        row = at.get(code, 2 + serial)
        sheet.cell(row, 1, code)
        for column, value in enumerate(values, start=2):
            sheet.cell(row, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def saved_by_libreoffice(content: bytes, folder: Path, name: str) -> Path:
    """What a school sends: the same book opened and saved by LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice")
    source, target = folder / "typed", folder / "saved"
    source.mkdir(exist_ok=True)
    (source / name).write_bytes(content)
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(target),
            str(source / name),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return target / name


def run_jobs() -> list[str]:
    """Runs everything that waits in the queue, here and now; returns the names of the jobs."""
    from django.db import connection
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.models import ProcrastinateJob

    done = []
    while waiting := list(ProcrastinateJob.objects.filter(status="todo").order_by("id")):
        for job in waiting:
            app.tasks[job.task_name].func(**job.args)
            with connection.cursor() as cursor:
                cursor.execute("update procrastinate_jobs set status = 'doing' where id = %s", [job.pk])
                cursor.execute("update procrastinate_jobs set status = 'succeeded' where id = %s", [job.pk])
            done.append(job.task_name)
    return done


def submit(unit, assessment, rows: dict[int, tuple], now, account=None) -> None:
    """An upload of a school, received and checked, without a browser."""
    from vpr.exchange.kinds import kind_of
    from vpr.exchange.models import Expectation
    from vpr.exchange.services import receive_upload, workbook_of_assessment

    workbook = workbook_of_assessment(assessment)
    expectation = Expectation.objects.filter(unit=unit, workbook=workbook).first()
    name, form = kind_of("scores").template(unit, workbook, expectation)
    receive_upload(unit=unit, workbook=workbook, content=filled(form, rows), name=name, account=account, now=now)
    run_jobs()
