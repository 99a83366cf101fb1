"""A consolidated form of 1,500 schools: made, read, checked and compared with the version before. CPU of one run.

    python bench/declared.py [--schools 1500] [--columns 36] [--times 5]

The peer reads the same two workbooks with openpyxl (read-only, values only), understands a cell only as far as `str`
goes and compares them with the same function. Counted is the CPU of this process and of its readers.
"""

import argparse
import io
import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vpr.project.settings")
sys.path[:0] = [str(Path(__file__).parents[1] / "src"), str(Path(__file__).parents[1] / "tests")]

import django  # noqa: E402
import openpyxl  # noqa: E402
import psutil  # noqa: E402

django.setup()

from vpr.exchange.declared.kind import DeclaredKind, Judgement  # noqa: E402
from vpr.exchange.queries.changes import compare  # noqa: E402
from vpr.kernel.roles import UnitKind  # noqa: E402
from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet  # noqa: E402
from vpr.workbook.filling import PrefilledRow  # noqa: E402

UNIT = SimpleNamespace(name="Ленинградская область", code="reg470000")
WORKBOOK = SimpleNamespace(campaign=SimpleNamespace(code="2026"))
TITLE = "Школы"


class Consolidated(DeclaredKind):
    """Every school with its answers, as a region or a large municipality uploads it."""

    key, title, level, step = "consolidated", "Сводная форма", UnitKind.MUNICIPALITY, None

    def __init__(self, schools: int, columns: int, shift: int) -> None:
        self.schools, self.shift = schools, shift
        head = (
            Column("code", "Логин", ColumnKind.CODE, width=12, is_locked=True),
            Column("name", "Школа", ColumnKind.TEXT, width=40, is_locked=True),
            Column("takes", "Участвует", ColumnKind.CHOICE, allowed=("Да", "Нет")),
            Column("person", "Ответственный", ColumnKind.TEXT, width=30, holds_staff=True, is_required=False),
            Column("note", "Примечание", ColumnKind.TEXT, width=30, is_required=False),
        )
        numbers = tuple(
            Column(f"n{at}", f"Участников {at}", ColumnKind.INTEGER, minimum=0, maximum=999, is_required=False)
            for at in range(columns - len(head))
        )
        self.sheet = Sheet("schools", TITLE, head + numbers, "code", rows_reserved=schools)
        self.rows = [self._row(number) for number in range(schools)]

    def form(self, unit: object, workbook: object) -> Form:
        return Form("consolidated", "1", self.title, "", "сводная.xlsx", (self.sheet,), ("Проверьте каждую строку.",))

    def prefilled(self, unit: object, workbook: object) -> dict[str, list[PrefilledRow]]:
        return {"schools": self.rows}

    def judge(self, unit: object, workbook: object, rows: dict) -> Judgement:
        return Judgement([], [row.cells for row in rows["schools"]], len(rows["schools"]))

    def _row(self, number: int) -> PrefilledRow:
        cells = {
            "code": f"edu{470000 + number}",
            "name": f"МБОУ «Средняя школа № {number} имени Героя Советского Союза»",
            "takes": "Нет" if number % 9 == 0 else "Да",
            "person": "Петрова Анна Ивановна",
            "note": f"заявка подтверждена {number % 7}.04",
        }
        answers = self.sheet.columns[5:]
        cells |= {column.key: str((number * at + self.shift) % 120) for at, column in enumerate(answers)}
        return PrefilledRow(cells, frozenset(("code", "name")))


def spent(work: Callable[[], object]) -> float:
    """Seconds of CPU of this process and of its readers."""
    before = _cpu()
    work()
    return _cpu() - before


def _cpu() -> float:
    here = psutil.Process()
    return sum(sum(process.cpu_times()[:2]) for process in (here, *here.children(recursive=True)))


def cells_by_openpyxl(content: bytes) -> dict[tuple[str, str], str]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    rows = book[TITLE].iter_rows(values_only=True)
    head = [str(title) for title in next(rows)]
    return {
        (str(row[0]), title): "" if value is None else str(value)
        for row in rows
        if row[0] is not None
        for title, value in zip(head[1:], row[1:], strict=True)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=1500)
    parser.add_argument("--columns", type=int, default=36)
    parser.add_argument("--times", type=int, default=5)
    size = parser.parse_args()
    kind = Consolidated(size.schools, size.columns, shift=0)
    before = Consolidated(size.schools, size.columns, shift=1).template(UNIT, WORKBOOK, None)[1]
    now = kind.template(UNIT, WORKBOOK, None)[1]
    own = {"unit": UNIT, "workbook": WORKBOOK, "channel": "file"}

    def check() -> None:
        assert kind.check(now, "сводная.xlsx", expectation=None, **own).is_accepted

    def differ() -> None:
        check()
        assert compare(kind.cells(before, "", **own), kind.cells(now, "", **own)).changed

    def differ_by_openpyxl() -> None:
        assert compare(cells_by_openpyxl(before), cells_by_openpyxl(now)).changed

    check()  # the readers have started
    works = {
        "сделана": lambda: kind.template(UNIT, WORKBOOK, None),
        "прочитана и проверена": check,
        "прочитана, проверена и сравнена с прежней": differ,
        "openpyxl: прочитана и сравнена с прежней": differ_by_openpyxl,
    }
    found = {name: statistics.median(spent(work) for _ in range(size.times)) for name, work in works.items()}
    print(f"сводная форма: {size.schools} школ, {size.columns} столбцов, {len(now) // 1024} КБ")
    for name, seconds in found.items():
        print(f"  {name}: {1000 * seconds:.0f} мс процессора")
    own_time, peer_time = list(found.values())[-2:]
    print(f"  быстрее openpyxl в {peer_time / own_time:.1f} раза, хотя тот ничего не проверяет")


if __name__ == "__main__":
    main()
