"""Score workbooks made, read and checked per second, against XlsxWriter and openpyxl. Ratios of one run.

    python bench/workbooks.py [--rows 100] [--seconds 3]

The peers make the same form (same sheets, lists, validations, codes) and read with the same rules behind them.
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vpr.project.settings")
sys.path[:0] = [str(Path(__file__).parents[1] / "src"), str(Path(__file__).parents[1] / "tests")]

import django  # noqa: E402
import openpyxl  # noqa: E402
import psutil  # noqa: E402
from openpyxl.worksheet.datavalidation import DataValidation  # noqa: E402

django.setup()

from score_forms import ENGLISH, filled  # noqa: E402
from vpr.results.checking import check_file, check_workbook  # noqa: E402
from vpr.results.kind import made_form  # noqa: E402
from vpr.results.scripts import ScoreSpec  # noqa: E402
from vpr.results.workbooks.scores import issued_codes, score_form  # noqa: E402
from vpr.workbook.declaration import Form, column_letter  # noqa: E402
from vpr.workbook.identity import sealed  # noqa: E402
from vpr.workbook.table import SheetCells, Workbook  # noqa: E402
from vpr.workbook.template import build_template  # noqa: E402

TURN = 0.25


def rates(acts: dict[str, Callable[[int], object]], seconds: float) -> dict[str, float]:
    """Calls per second of CPU, the readers' processes included. Turns of a quarter of a second share the machine's mood:
    what other programs do to caches and clock rates strikes all of them alike."""
    counts, used = dict.fromkeys(acts, 0), dict.fromkeys(acts, 0.0)
    for act in acts.values():
        act(0)
    for _ in range(max(1, round(seconds / TURN))):
        for name, act in acts.items():
            started, until = cpu_seconds(), time.perf_counter() + TURN
            while time.perf_counter() < until:
                counts[name] += 1
                act(counts[name])
            used[name] += cpu_seconds() - started
    return {name: counts[name] / used[name] for name in acts}


def cpu_seconds() -> float:
    """Of this process, its readers, and the readers that were retired meanwhile."""
    own = psutil.Process()
    return sum(own.cpu_times()[:4]) + sum(sum(process.cpu_times()[:2]) for process in own.children())


def rate_of_threads(act: Callable[[], object], seconds: float, threads: int) -> float:
    """Calls per second of wall clock by several threads: one file is read while another is checked."""
    act()
    until = time.perf_counter() + seconds

    def repeat() -> int:
        count = 0
        while time.perf_counter() < until:
            act()
            count += 1
        return count

    with ThreadPoolExecutor(threads) as pool:
        return sum(done.result() for done in [pool.submit(repeat) for _ in range(threads)]) / seconds


def made_by_openpyxl(form: Form, codes: range) -> bytes:
    """The same form by openpyxl: sheets, lists, validations, codes, totals, protection."""
    book = openpyxl.Workbook()
    book.active.title = "Инструкция"
    for row, text in enumerate(form.instruction, start=6):
        book.active.cell(row, 2, text)
    sheet = book.create_sheet("Протокол")
    service = book.create_sheet("Служебный")
    lists = sorted({column.allowed for column in form.sheet.columns if column.allowed}, key=len)
    for index, values in enumerate(lists):
        for row, text in enumerate(values, start=1):
            service.cell(row, index + 1, text)
    for index, column in enumerate(form.sheet.columns):
        sheet.cell(1, index + 1, column.title)
        if column.allowed:
            letter = column_letter(lists.index(column.allowed))
            rule = DataValidation("list", f"Служебный!${letter}$1:${letter}${len(column.allowed)}")
            rule.add(f"{column_letter(index)}2:{column_letter(index)}1501")
            sheet.add_data_validation(rule)
    for row, code in enumerate(codes, start=2):
        sheet.cell(row, 1, code)
        sheet.cell(row, len(form.sheet.columns), f"=SUM(C{row}:I{row})")
    meta = book.create_sheet("_meta")
    meta.sheet_state = "veryHidden"
    for pair in form.identity:
        meta.append(pair)
    sheet.protection.sheet = True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read_by_openpyxl(content: bytes) -> Workbook:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    sheets = []
    for sheet in book.worksheets:
        rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
        sheets.append(SheetCells(sheet.title, rows, len(rows), sheet.sheet_state != "visible"))
    return Workbook("xlsx", sheets)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100)
    options.add_argument("--seconds", type=float, default=3.0)
    arguments = options.parse_args()
    spec = replace(ENGLISH, code_to=80000 + arguments.rows)
    form, codes = score_form(spec), issued_codes(spec)
    short = replace(form, sheet=replace(form.sheet, rows_reserved=arguments.rows))
    assert codes is not None
    rows = [
        [80001 + n, 1 + n % 2, n % 6, 5, 3, 3, 2, "X" if n % 7 == 0 else 3, 1, 1 + n % 3, 4]
        for n in range(arguments.rows)
    ]
    content = filled(spec, rows)
    assert len(check_file(spec, content).rows) == arguments.rows

    def stamped(number: int) -> object:
        school = f"{470000 + number % 1000:06d}"
        return made_form(replace(spec, school=school, school_name=f"Школа {school}"))

    def written(number: int) -> object:
        return build_template(replace(short, identity=sealed({"school": str(number)})))

    makers: dict[str, Callable[[int], object]] = {
        "OpenVPR": stamped,
        "XlsxWriter": written,
        "openpyxl": lambda _: made_by_openpyxl(form, codes),
    }
    made = rates(makers, arguments.seconds)
    report("сделано форм за секунду процессора", made, {"openpyxl": 50.0})
    for program, file in {"LibreOffice": saved_by_libreoffice(content), "openpyxl": content}.items():
        if file is not None:
            measure_reading(spec, program, file, arguments.seconds)


def measure_reading(spec: ScoreSpec, program: str, content: bytes, seconds: float) -> None:
    """Forms come back from spreadsheet programs; a file written by openpyxl is the leanest that there is."""

    def ours() -> object:
        return check_file(spec, content)

    def by_openpyxl() -> object:
        return check_workbook(spec, read_by_openpyxl(content))

    cpu = rates({"OpenVPR": lambda _: ours(), "openpyxl": lambda _: by_openpyxl()}, seconds)
    clock = {"OpenVPR": rate_of_threads(ours, seconds, 2), "openpyxl": rate_of_threads(by_openpyxl, seconds, 2)}
    report(f"прочитано и проверено за секунду процессора, файл сохранён {program}", cpu, {"openpyxl": 10.0})
    report(f"прочитано и проверено за секунду, два потока, файл сохранён {program}", clock, {"openpyxl": 10.0})


def saved_by_libreoffice(content: bytes) -> bytes | None:
    """The same form as a school sends it back; None where LibreOffice is not installed."""
    if shutil.which("soffice") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "form.xlsx"
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", f"{folder}/out", str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (Path(folder) / "out" / "form.xlsx").read_bytes()


def report(title: str, rates: dict[str, float], goals: dict[str, float]) -> None:
    print(title)
    ours = rates["OpenVPR"]
    for name, value in rates.items():
        ratio = "" if name == "OpenVPR" else f"   в {ours / value:.1f} раза меньше"
        goal = f"   цель {goals[name]:.0f}" if name in goals else ""
        print(f"  {name:<12}{value:>10.1f}{ratio}{goal}")


if __name__ == "__main__":
    main()
